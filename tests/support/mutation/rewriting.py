"""Rewrite the parts of a syntax tree that a rule recognizes, and exactly as many of them as expected."""

import ast
from collections.abc import Callable
from typing import Any

Change = Callable[[ast.AST], None]
"""Changes a function's tree in place. Raises `Mismatch` where the function is not what the change was written for."""

Rule = Callable[[ast.AST], Any]
"""What shall stand in the place of a part of the tree: a node or a list of statements; None leaves the part alone."""


class Mismatch(Exception):
    """A change found nothing to change, or more than it says: the planted bug must follow the code."""


def rewrite(what: str, rule: Rule, times: int = 1) -> Change:
    """Make a change of every part that the rule recognizes. It raises `Mismatch` unless there are `times` of them."""

    def change(tree: ast.AST) -> None:
        inner = (node for node in ast.walk(tree) if node is not tree)
        rewritten = {node: new for node in inner if (new := rule(node)) is not None}
        if len(rewritten) != times:
            raise Mismatch(f"{what}: found {len(rewritten)} times instead of {times}")
        _Replacer(rewritten).visit(tree)

    return change


class _Replacer(ast.NodeTransformer):
    def __init__(self, rewritten: dict[ast.AST, Any]) -> None:
        self.rewritten = rewritten

    def visit(self, node: ast.AST) -> Any:
        return self.rewritten[node] if node in self.rewritten else self.generic_visit(node)
