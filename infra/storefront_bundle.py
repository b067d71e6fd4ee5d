"""The storefront's bundles: for Lambda its code and the wheels that it needs there, and for CloudFront's bucket its
static files, under names that carry their hash. The code knows these names from the list that it brings along.

What draws the demonstration's pictures stays out, and so do languages and time zones that the shop does not offer: the
less there is, the sooner a function starts. boto3 is Lambda's own.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from backend.contracts.shop import LANGUAGES
from infra.bundle import (
    BUILD,
    LAMBDA,
    ROOT,
    Platform,
    hash_files,
    is_our_zone,
    name_files,
    runs_in,
    unpack_wheels,
    write_zip,
)
from infra.bytecode import Files, compile_files, interpreter

REQUIREMENTS = ROOT / "requirements" / "bundle-storefront.txt"
HANDLER = "storefront.lambda_handler.handler"
_OURS = ("storefront", "backend/contracts")
_DEMO = ("__init__.py", "apps.py")  # all that is bundled of it
_STATIC, _STYLES = (
    Path("storefront/static"),
    Path("storefront/static/css"),
)  # of the first, the function reads the second
COLLECTED, LIST = Path("staticfiles"), "staticfiles.json"
"""Where Django collects static files, and its list of their hashed names."""
_LOCALES = ("django/conf/locale/", "django/contrib/", "babel/locale-data/")


class Bundles(NamedTuple):
    """The zip files of one release: what the function runs, and the files that pages name."""

    code: Path
    static: Path


def storefront_bundles(platform: Platform = LAMBDA, folder: Path = BUILD) -> Bundles:
    """Return both zip files; their names carry the hash of what went into them, and they are made once."""
    sources = [*_sources(), (ROOT / "backend" / "__init__.py", Path("backend/__init__.py"))]
    decisive = [(path, Path(path.name)) for path in (REQUIREMENTS, Path(__file__))]
    digest = hash_files([*sources, *decisive], platform, interpreter(platform.python))
    bundles = Bundles(folder / f"storefront-{digest}.zip", folder / f"storefront-static-{digest}.zip")
    if not all(each.exists() for each in bundles):
        wheels = unpack_wheels(platform, REQUIREMENTS)
        libraries = [each for each in name_files(wheels, wheels) if _is_needed(each[1])]
        with TemporaryDirectory(prefix="storefront-") as stage:
            collected = _collect_static(sources, Path(stage, "static"))
            files = [*(each for each in sources if _is_read(each[1])), *libraries, (collected / LIST, COLLECTED / LIST)]
            Path(stage, "bytecode").mkdir()
            files += compile_files(files, platform.python, runs_in(platform), Path(stage, "bytecode"))
            write_zip(_named_by_pages(collected), bundles.static)
            write_zip(sorted(files, key=lambda each: each[1]), bundles.code)
    return bundles


def _sources() -> Files:
    sources = [each for part in _OURS for each in name_files(ROOT / part, ROOT)]
    return [each for each in sources if each[1].parts[:2] != ("storefront", "demo") or each[1].parts[2] in _DEMO]


def _is_read(source: Path) -> bool:
    """Whether the function reads a source; the other static files are CloudFront's."""
    return not source.is_relative_to(_STATIC) or source.is_relative_to(_STYLES)


def _is_needed(file: Path) -> bool:
    """Whether a library's file is bundled."""
    name = file.as_posix()
    if name.startswith(_LOCALES) and "/locale" in name:
        return _is_spoken(file)
    return is_our_zone(file)


def _is_spoken(file: Path) -> bool:
    """Whether a file of a language is of one that the shop offers, or of all languages."""
    if file.parts[0] == "babel":
        return file.stem.partition("_")[0] in ("root", *LANGUAGES) or file.suffix != ".dat"
    start = file.parts.index("locale") + 1
    return len(file.parts) == start + 1 or file.parts[start] in LANGUAGES


def _collect_static(sources: Files, stage: Path) -> Path:
    """Return the folder of the static files under names that carry their hash, and of the list of these names."""
    for path, name in sources:
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, stage / name)
    environment = {"PATH": os.environ.get("PATH", ""), "DJANGO_SETTINGS_MODULE": "storefront.settings"}
    environment |= {"PYTHONPATH": str(stage), "SHOP_SECRET_KEY": "collects static files, signs nothing", "DEBUG": ""}
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, check=True, cwd=stage, env=environment)  # noqa: S603 - our own arguments
    return stage / COLLECTED


def _named_by_pages(collected: Path) -> Files:
    """Return the static files under their hashed names alone; CloudFront compresses them itself."""
    names = json.loads((collected / LIST).read_text(encoding="utf-8"))["paths"].values()
    return [(collected / name, Path(name)) for name in sorted(set(names))]
