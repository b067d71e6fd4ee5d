"""Find names in docstrings that do not exist in the code: they were left behind by a rename."""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from tests.support.markers import ROOT
from tests.support.source_files import list_files, list_nodes

FOLDERS = ("backend", "storefront", "infra", "tests", "bench")
NAMED = re.compile(r"(?<!`)`([A-Za-z_][\w.]*)(?:\([^`]*\))?`(?!`)")
"""A name in backticks, perhaps with an argument list."""

RAISED = re.compile(r"\bRaises? `?(?:\w+\.)*([A-Z]\w+)")
CAMEL_CASE = re.compile(r"[A-Z]\w*[a-z]\w*")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
MAX_IMPORTS = 3
"""Through how many imports an exception may come from where it is raised."""


def unknown_names(files: Iterable[tuple[Path, Sequence[ast.AST]]]) -> Iterator[str]:
    """Yield each docstring that names a class or a dotted name that occurs nowhere in the code, or an exception that
    neither its module nor those that it imports know.

    Each file comes with all its nodes.
    """
    for path, nodes in files:
        for line, docstring in docstrings(nodes):
            for match, exists in _mentions(path, docstring):
                if not exists:
                    yield f"{path}:{line + docstring.count(chr(10), 0, match.start())}: {match[1]}"


def _mentions(path: Path, docstring: str) -> Iterator[tuple[re.Match[str], bool]]:
    for match in NAMED.finditer(docstring):
        yield match, _exists(match[1])
    for match in RAISED.finditer(docstring):
        yield match, match[1] in dir(builtins) or match[1] in _names_in_reach(path)


def _exists(name: str) -> bool:
    """Return whether a class, or each pair of a dotted name, is in the code. A word in lower case may be anything, such
    as a value."""
    parts = name.strip(".").split(".")
    if len(parts) > 1:
        return name in file_names() or name in dotted_strings() or all(pair in members() for pair in pairwise(parts))
    return name in identifiers() if CAMEL_CASE.fullmatch(name) else True


def _names_in_reach(path: Path) -> frozenset[str]:
    """Return the names in a module, and in what it imports."""
    reached = front = {path}
    for _ in range(MAX_IMPORTS):
        front = {each for module in front for each in _imports(module)} - reached
        reached = reached | front
    return frozenset().union(*(_module_names(each) for each in reached))


@cache
def _imports(path: Path) -> frozenset[Path]:
    names: set[str] = set()
    for node in list_nodes(path):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update((node.module, *(f"{node.module}.{alias.name}" for alias in node.names)))
    candidates = (Path(*name.split(".")) for name in names)
    files = (file for each in candidates for file in (each.with_suffix(".py"), each / "__init__.py"))
    return frozenset(file for file in files if (ROOT / file).is_file())


@cache
def _module_names(path: Path) -> frozenset[str]:
    return frozenset(_names(list_nodes(path), with_strings=path.parts[0] != "tests"))


def docstrings(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each docstring: of modules, classes, functions, and below a constant."""
    for node in nodes:
        for statement in node.body if isinstance(node, DOCUMENTED) else ():
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield statement.lineno, text


@cache
def identifiers() -> frozenset[str]:
    """Return every name in the code: of files, definitions, attributes and arguments, and the words of the product's
    strings."""
    found = set(dir(builtins)).union(*(path.name.split(".") for path in ROOT.iterdir()))
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            found.update(path.name.split("."))
            if path.suffix == ".py":
                found.update(_module_names(path.relative_to(ROOT)))
    return frozenset(found)


@cache
def file_names() -> frozenset[str]:
    return frozenset(path.name for folder in ("", *FOLDERS) for path in (ROOT / folder).glob("**/*" if folder else "*"))


@cache
def members() -> frozenset[tuple[str, str]]:
    """Return what follows a dot in the code, and what a package, a module or a class contains."""
    found: set[tuple[str, str]] = set()
    for folder in FOLDERS:
        for module in list_files(folder):
            name = module.parent.name if module.stem == "__init__" else module.stem
            found.update(pairwise(module.with_suffix("").parts))
            found.update((name, each) for each in _bound_names(list_nodes(module)))
            for node in list_nodes(module):
                if isinstance(node, ast.ClassDef):
                    found.update((node.name, each) for each in _bound_names(ast.walk(node)))
                elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                    found.add((node.value.id if isinstance(node.value, ast.Name) else node.value.attr, node.attr))
                elif isinstance(node, ast.ImportFrom) and node.module:
                    for alias in node.names:
                        found.update(pairwise(f"{node.module}.{alias.name}".split(".")))
    return frozenset(found)


@cache
def dotted_strings() -> frozenset[str]:
    """Return the words with a dot in the product's strings, such as names of loggers and files."""
    found: set[str] = set()
    for folder in FOLDERS:
        for path in list_files(folder) if folder != "tests" else ():
            for text in _strings(list_nodes(path)):
                found.update(word.strip(".") for word in re.findall(r"[\w.]+", text))
    return frozenset(found)


def _bound_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield what a module or a class defines, methods' attributes included."""
    for each in nodes:
        match each:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def _strings(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the strings that are no docstrings."""
    texts = {text for _, text in docstrings(nodes)}
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if text not in texts:
                yield text


def _names(nodes: Iterable[ast.AST], with_strings: bool) -> Iterator[str]:
    if with_strings:
        yield from (word for text in _strings(nodes) for word in re.findall(r"\w+", text))
    for node in nodes:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield from (*name.split("."), other or "")
