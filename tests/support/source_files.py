"""The project's Python files, each read, parsed and traversed once, however many counts use it."""

import ast
from functools import cache
from pathlib import Path

from tests.support.markers import ROOT


@cache
def list_files(folder: str) -> tuple[Path, ...]:
    """Return the Python files below a folder, relative to the project."""
    return tuple(path.relative_to(ROOT) for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def read(path: Path) -> str:
    """Return a file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def parse(path: Path) -> ast.Module:
    """Return a file's tree."""
    return ast.parse(read(path))


@cache
def list_nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a file's tree."""
    return tuple(ast.walk(parse(path)))
