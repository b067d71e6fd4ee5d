"""Patterns of Python code: syntax trees are compared, and single capital letters are wildcards.

`later(X.asked_at, GRACE) <= Y` matches whatever the two values are called, and however the line is broken. A letter
that occurs twice must stand for the same code both times.
"""

import ast
from copy import deepcopy
from typing import Any

Bindings = dict[str, ast.AST]
"""The code that each letter stands for."""

_LAYOUT = {"ctx", "kind", "type_comment"}
"""Fields that say how code is written or used, not what it is."""


def parse_expression(code: str) -> ast.expr | None:
    """Parse one expression; None for code that is statements."""
    try:
        return ast.parse(code, mode="eval").body
    except SyntaxError:
        return None


def parse_statements(code: str) -> list[ast.stmt]:
    """Parse one or more statements."""
    return ast.parse(code).body


def match(pattern: ast.AST, node: ast.AST) -> Bindings | None:
    """Compare the code with the pattern. Return what the letters stand for; None where the code differs."""
    bindings: Bindings = {}
    return bindings if _equal(pattern, node, bindings) else None


def fill(template: Any, bindings: Bindings) -> Any:
    """Copy the template with the code that its letters stand for. Raises KeyError for a letter without any."""
    return _Filler(bindings).visit(deepcopy(template))


def _equal(pattern: Any, node: Any, bindings: Bindings) -> bool:
    if _is_letter(pattern) and isinstance(node, ast.expr):
        return ast.unparse(bindings.setdefault(pattern.id, node)) == ast.unparse(node)
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, list):
        return len(pattern) == len(node) and all(_equal(*pair, bindings) for pair in zip(pattern, node, strict=True))
    if isinstance(pattern, ast.AST):
        fields = [name for name in pattern._fields if name not in _LAYOUT]
        return all(_equal(getattr(pattern, name, None), getattr(node, name, None), bindings) for name in fields)
    return bool(pattern == node)


def _is_letter(node: Any) -> bool:
    return isinstance(node, ast.Name) and len(node.id) == 1 and node.id.isupper()


class _Filler(ast.NodeTransformer):
    def __init__(self, bindings: Bindings) -> None:
        self.bindings = bindings

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not _is_letter(node):
            return node
        code = deepcopy(self.bindings[node.id])
        if hasattr(code, "ctx"):
            code.ctx = node.ctx  # what was assigned to may be read in the template, and the other way round
        return code
