"""MkDocs calls these while it builds the site: https://www.mkdocs.org/dev-guide/plugins/#events"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

# MkDocs loads this file from outside of the project's path
from backend.contracts.registry import SERVICES  # noqa: E402
from docs.generate.reference import pages  # noqa: E402

FROM_ROOT = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
"""Pages that GitHub expects at the top of the project."""

ASSETS = {
    "assets/mermaid.tiny.js": ".build/docs/node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js",
    "assets/logo.svg": "storefront/static/icons/favicon.svg",
}
"""Files of the site that lie elsewhere in the project."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the pages of the services and the decisions to the navigation."""
    for section in config.nav or ():
        for name, entries in section.items():
            if name in ("Services", "Decisions"):
                entries.extend(_listed(name.lower()))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, those at the top of the project, and the assets. Raises FileNotFoundError."""
    for path, text in [*pages(), *_from_root()]:
        files.append(File.generated(config, path, content=text))
    for path, source in ASSETS.items():
        files.append(File.generated(config, path, content=(ROOT / source).read_bytes()))
    return files


def _listed(section: str) -> list[str]:
    if section == "services":
        return [f"services/{service}.md" for service in SERVICES]
    return sorted(f"decisions/{path.name}" for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))


def _from_root() -> Iterator[tuple[str, str]]:
    for source, page in FROM_ROOT.items():
        yield (
            page,
            re.sub(r"\]\(([^)#]+)", lambda link: f"]({_moved(link[1])}", (ROOT / source).read_text(encoding="utf-8")),
        )


def _moved(link: str) -> str:
    """Return where a link of a page at the top of the project leads within docs/."""
    return FROM_ROOT.get(link, link.removeprefix("docs/"))


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links out of docs/ to the page that is made of that file."""
    for source, made in FROM_ROOT.items():
        markdown = re.sub(
            rf"\]\((\.\./)+{re.escape(source)}", f"]({'../' * page.file.src_uri.count('/')}{made}", markdown
        )
    return markdown
