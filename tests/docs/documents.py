"""The documents that people read, and what they refer to."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
HISTORY = {ROOT / "CHANGELOG.md"}
"""Tells what was: paths in it may be gone."""

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CURRENT = [path for path in DOCUMENTS if path not in HISTORY]

_FENCE = re.compile(r"^( *)```.*?^\1```$", re.M | re.S)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def name(path: Path) -> str:
    """Return a document's name as tests are called by."""
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Return a document's text without its blocks of code."""
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def links(path: Path) -> list[str]:
    """Return where a document's links lead within the project, without anchors."""
    found = (link.partition("#")[0] for link in _LINK.findall(prose(path)))
    return [link for link in found if link and "://" not in link and not link.startswith("mailto:")]


def words(path: Path) -> Iterator[str]:
    """Yield the words in a document's code spans and in its shell commands."""
    text = path.read_text(encoding="utf-8")
    shell = re.findall(r"^```sh[^\n]*\n(.*?)^```", text, re.M | re.S)
    for span in [*_SPAN.findall(prose(path)), *shell]:
        yield from span.split()


def commands(path: Path, before: str) -> list[str]:
    """Return the words that follow this one in the document's commands, such as the targets after `make`."""
    found = list(words(path))
    return [after for word, after in pairwise(found) if word == before]
