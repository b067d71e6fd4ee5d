"""Write the templates into the project."""

from pathlib import Path
from string import Template

ROOT = Path(__file__).parents[2]
_TEMPLATES = Path(__file__).parent / "templates"
_SUFFIX = ".txt"  # so that no tool takes a template for code


def render_service(name: str, root: Path = ROOT) -> list[Path]:
    """Write the files of a service below `root` and return their paths.

    Raises FileExistsError rather than overwrite one.
    """
    words = {"name": name, "Name": name.title(), "NAME": name.upper()}
    sources = sorted(_TEMPLATES.rglob(f"*{_SUFFIX}"))
    texts = {
        _target(path, name, root): Template(path.read_text(encoding="utf-8")).substitute(words) for path in sources
    }
    if there := [path for path in texts if path.exists()]:
        raise FileExistsError(there[0])
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def _target(path: Path, name: str, root: Path) -> Path:
    """Return where a template's file goes: `NAME` and `CLASS` in its path stand for the service's name and class."""
    return root / str(path.relative_to(_TEMPLATES)).removesuffix(_SUFFIX).replace("NAME", name).replace(
        "CLASS", name.title()
    )
