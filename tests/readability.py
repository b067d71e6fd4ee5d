"""Count what makes code hard to read, and hold each count to its limit: `python -m tests.readability`, part of `make
check`.

A limit is lowered when the code gets better and never raised. `--list NAME` prints where one of the counts comes from.
"""

import ast
import gc
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.support import source_files
from tests.support.docstring_names import unknown_names
from tests.support.long_modules import LONG, unexplained_modules
from tests.support.markers import ROOT

PRODUCT = ("backend", "storefront", "infra")
BESIDE = ("tests", "bench")
MAX_LINES, MAX_COLUMNS = 250, 120
IRREGULAR = re.compile(
    "begun|bent|born|bought|bound|broken|brought|built|caught|chosen|come|done|drawn|driven|fed|felt|forgiven|forgotten|"
    "found|frozen|given|gone|grown|had|heard|held|hidden|kept|known|laid|led|left|lent|lost|made|meant|met|paid|risen|"
    "said|seen|sent|shown|sold|sown|spent|stood|struck|sunk|swept|taken|thrown|told|understood|undone|worn|written"
)
VERBS = re.compile("embed|exceed|feed|need|proceed|seed|shred|speed")
"""Verbs that end as participles do."""

Places = Iterator[str]


@dataclass(frozen=True)
class Count:
    """How many places in the product, or in the tests and benchmarks, are of a kind, and how many there may be at most."""

    find: Callable[[], Places]
    limit: int


def modules(*folders: str) -> Iterator[tuple[Path, str]]:
    """Yield the path, relative to the project, and the text of each Python module below the folders."""
    for folder in folders:
        for path in source_files.list_files(folder):
            yield path, source_files.read(path)


def nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    """Yield every node of the modules below the folders, with its module's path."""
    for folder in folders:
        for path in source_files.list_files(folder):
            for node in source_files.list_nodes(path):
                yield path, node


def long_modules() -> Places:
    for path, text in modules(*PRODUCT):
        if (lines := text.count("\n")) > MAX_LINES:
            yield f"{path}: {lines} lines"


def long_lines() -> Places:
    for path, text in modules(*PRODUCT):
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > MAX_COLUMNS:
                yield f"{path}:{number}: {len(line)} columns"


def functions(*folders: str) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Yield each function below the folders, the product's where none are named, with its module's path."""
    for path, node in nodes(*folders or PRODUCT):
        if isinstance(node, ast.FunctionDef):
            yield path, node


def is_participle(name: str) -> bool:
    """Tell whether a function's name is a bare past participle, such as `_told`: it names no act and no thing."""
    word = name.strip("_")
    if "_" in word or VERBS.fullmatch(word):
        return False
    return bool(IRREGULAR.fullmatch(word)) or (word.endswith("ed") and len(word) > 4)


def participles(*folders: str) -> Places:
    for path, function in functions(*folders):
        if is_participle(function.name):
            yield f"{path}:{function.lineno}: {function.name}"


def annotations_with_any() -> Places:
    """Annotations with `Any`, but for those of a Lambda function's event and context: what Lambda hands over is JSON of
    whoever called, and has a type only once it has been read."""
    for path, function in functions():
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        typed = [each.annotation for each in arguments if not is_lambda_input(function, each)]
        for annotation in [*typed, function.returns]:
            if annotation and any(_anys(annotation)):
                yield f"{path}:{annotation.lineno}: {function.name}: {ast.unparse(annotation)}"


def is_lambda_input(function: ast.FunctionDef, argument: ast.arg) -> bool:
    """Tell whether the argument is what Lambda hands to a function."""
    return function.name == "handler" and argument.arg in ("event", "context")


def loose() -> Places:
    """`Any` in aliases, variables, fields and further arguments (`*args`, `**options`)."""
    for path, node in nodes(*PRODUCT):
        match node:
            case ast.AnnAssign(annotation=expression) | ast.Assign(value=expression):
                pass
            case ast.arguments(vararg=first, kwarg=second):
                parts = [each.annotation for each in (first, second) if each and each.annotation]
                expression = ast.Tuple(parts)
            case _:
                continue
        for each in _anys(expression):
            yield f"{path}:{each.lineno}: {ast.unparse(node)}"


def _anys(expression: ast.AST) -> Iterator[ast.Name]:
    return (node for node in ast.walk(expression) if isinstance(node, ast.Name) and node.id == "Any")


HOMONYMS = frozenset({"told", "place", "Place", "found", "kept", "said", "signs", "marks", "End", "World"})
"""Names that once meant many things each."""


def homonyms() -> Places:
    """Variables, parameters, fields and classes with a name that says nothing.

    Those of the demo are left: its pictures are drawn anew where their source changes.
    """
    for path, node in nodes(*PRODUCT):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.ClassDef(name=name) if name in HOMONYMS:
                if not path.is_relative_to("storefront/demo"):
                    yield f"{path}:{node.lineno}: {name}"


def unknown_docstring_names() -> Places:
    paths = (path for folder in (*PRODUCT, *BESIDE) for path in source_files.list_files(folder))
    yield from unknown_names((path, source_files.list_nodes(path)) for path in paths)


def imports() -> dict[str, set[str]]:
    """Return what each module imports of the product when it is loaded; what only types or one function need is left
    out."""
    paths = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path, _ in modules(*PRODUCT)}
    graph: dict[str, set[str]] = {}
    for name, path in paths.items():
        graph[name] = {each for each in _imported_names(source_files.parse(path)) if each in paths} - {name}
    return graph


def _imported_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            if any(not _is_module(f"{node.module}.{alias.name}") for alias in node.names):
                yield node.module


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def circles(group: Callable[[str], str] = str) -> Places:
    """Circles of modules, or of what they are grouped by."""
    graph: dict[str, set[str]] = {}
    for name, needs in imports().items():
        graph.setdefault(group(name), set()).update(group(each) for each in needs if group(each) != group(name))
    while True:
        try:
            TopologicalSorter(graph).prepare()
            return
        except CycleError as error:
            circle = error.args[1]
            yield " < ".join(circle)
            graph[circle[1]].discard(circle[0])


def app(module: str) -> str:
    """Return the app or service that a module belongs to: its first two names."""
    return ".".join(module.split(".")[:2])


COUNTS = {
    f"modules over {MAX_LINES} lines": Count(long_modules, 0),
    f"modules over {LONG} lines without a reason": Count(lambda: unexplained_modules(modules(*PRODUCT, "bench")), 0),
    f"lines over {MAX_COLUMNS} columns": Count(long_lines, 0),
    "functions named by a bare participle": Count(participles, 0),
    "functions of tests and benchmarks named by a bare participle": Count(lambda: participles(*BESIDE), 24),
    "annotations with Any": Count(annotations_with_any, 0),
    "other uses of Any": Count(loose, 0),
    "names of many meanings": Count(homonyms, 0),
    "docstrings that name what does not exist": Count(unknown_docstring_names, 0),
    "circles of modules": Count(circles, 0),
    "circles of apps and services": Count(lambda: circles(app), 0),
}


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--list"]:
        print("\n".join(COUNTS[" ".join(arguments[1:])].find()))
        return 0
    failed = 0
    for name, count in COUNTS.items():
        number = sum(1 for _ in count.find())
        failed |= number > count.limit
        print(f"{number:6} {name} (limit {count.limit})")
    print(f"{sum(1 for _ in functions()):6} functions in all")
    return failed


if __name__ == "__main__":
    gc.disable()  # all files' nodes are held until the end, and each pass of the collector would visit them
    sys.exit(main(sys.argv[1:]))
