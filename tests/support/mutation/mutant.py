"""Mutants: production code with one planted bug, identified by module, function and change."""

import ast
from dataclasses import dataclass
from pathlib import Path

from tests.support.mutation.rewriting import Change, Mismatch

ROOT = Path(__file__).parents[3]
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Mutant:
    """A bug to plant. Its name says in everyday English what goes wrong.

    `function` is a qualified name, such as event_consumer.consume for one inside another, or that of a table of the
    module. `caught_by` is the test that must fail, as pytest names it; if it is empty, random schedules must find the
    bug.
    """

    name: str
    module: str
    function: str
    change: Change
    caught_by: str = ""

    @property
    def path(self) -> str:
        """The module's file below the project."""
        return self.module.replace(".", "/") + ".py"

    def source(self) -> str:
        """The module's text as it is."""
        return (ROOT / self.path).read_text()

    def mutate(self, source: str) -> ast.Module:
        """Parse the module's text and plant the bug.

        Raises `Mismatch` where the code is not what it was written for.
        """
        tree = ast.parse(source)
        before = ast.dump(tree)
        try:
            self.change(_find(tree, self.function))
        except Mismatch as mismatch:
            raise Mismatch(f"“{self.name}” does not fit {self.module}.{self.function}: {mismatch}") from None
        if ast.dump(tree) == before:
            raise Mismatch(f"“{self.name}” changes nothing in {self.module}.{self.function}")
        return ast.fix_missing_locations(tree)


def mutants(module: str, *rows: tuple[str, str, Change] | tuple[str, str, Change, str]) -> tuple[Mutant, ...]:
    """Make the mutants of one module from rows of name, function, change and the test that catches it, if any."""
    return tuple(Mutant(row[0], module, *row[1:]) for row in rows)


def _is_overload(node: ast.AST) -> bool:
    """Return whether it only declares which types a function takes, and contains no code."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(isinstance(each, ast.Name) and each.id == "overload" for each in decorators)


def _find(tree: ast.Module, function: str) -> ast.AST:
    scope: ast.AST = tree
    for name in function.split("."):
        inner = tree.body if scope is tree else [node for node in ast.walk(scope) if node is not scope]
        found = [node for node in inner if _defines(node, name) and not _is_overload(node)]
        if len(found) != 1:
            raise Mismatch(f"{name} is defined {len(found)} times")
        scope = found[0]
    return scope


def _defines(node: ast.AST, name: str) -> bool:
    if isinstance(node, _DEFINITIONS):
        return node.name == name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)
