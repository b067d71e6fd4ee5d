"""Rename every local variable and parameter of a function, for tests that no mutation depends on their names."""

import ast
from typing import Any


def locals_of(tree: ast.Module, function: str) -> set[str]:
    """Return the names that the top-level function or table binds inside itself, nested functions' included."""
    scope = _top(tree, function.partition(".")[0])
    stored = {node.id for node in _inside(scope) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    arguments = {node.arg for node in _inside(scope) if isinstance(node, ast.arg)}
    caught = {node.name for node in _inside(scope) if isinstance(node, ast.ExceptHandler) and node.name}
    return stored | arguments | caught


def rename(tree: ast.Module, function: str, names: set[str]) -> ast.Module:
    """Rename these names in the function, or in the value of the table, and return the tree."""
    for node in _inside(_top(tree, function.partition(".")[0])):
        for field in ("id", "arg") if isinstance(node, ast.Name | ast.arg) else ("name",):
            if not isinstance(node, ast.FunctionDef) and getattr(node, field, None) in names:
                setattr(node, field, f"renamed_{getattr(node, field)}")
    return tree


def _top(tree: ast.Module, name: str) -> ast.AST:
    return next(node for node in tree.body if name in (getattr(node, "name", ""), _target(node)))


def _target(node: Any) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return getattr(target, "id", "")


def _inside(scope: Any) -> list[ast.AST]:
    table = isinstance(scope, ast.Assign | ast.AnnAssign)
    return list(ast.walk(scope.value if table else scope))
