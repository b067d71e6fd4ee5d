"""The verbs that planted bugs are written with. Each makes a `Change` of one function, and says how often it must
match.

Code in patterns and replacements follows `pattern`: single capital letters are wildcards. In a new value, X is the old
one.
"""

import ast
from collections.abc import Callable
from typing import Any

from tests.support.mutation.parts import new_value
from tests.support.mutation.pattern import fill, match, parse_expression, parse_statements
from tests.support.mutation.rewriting import Change, Mismatch, rewrite


def replace(pattern: str, new: str, times: int = 1) -> Change:
    """Replace what the pattern matches: expressions by others, or a statement by one or more."""
    wanted, template = parse_expression(pattern), parse_expression(new)
    if wanted is None or template is None:
        (statement,), statements = parse_statements(pattern), parse_statements(new)
        return rewrite(f"`{pattern}`", lambda node: _fill_in(statements, match(statement, node)), times)
    return rewrite(f"`{pattern}`", lambda node: _fill_in([template], match(wanted, node), one=True), times)


def drop(statement: str) -> Change:
    """Remove a statement."""
    return replace(statement, "pass")


def edit_text(old: str, new: str, times: int = 1) -> Change:
    """Change a part of a text, such as a condition for DynamoDB. It must occur exactly once in each text that contains
    it."""

    def rule(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node.value.count(old) != 1:
            return None
        return ast.Constant(node.value.replace(old, new))

    return rewrite(f"the text {old!r}", rule, times)


def returns(new: str, times: int = 1) -> Change:
    """Return something else."""

    def rule(node: ast.AST) -> ast.AST | None:
        return ast.Return(new_value(new, node.value)) if isinstance(node, ast.Return) and node.value else None

    return rewrite("a returned value", rule, times)


def in_except(error: str, change: Change) -> Change:
    """Change only the handler of this exception, which the function must have exactly once."""

    def apply(tree: ast.AST) -> None:
        handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type]
        found = [node for node in handlers if ast.unparse(node.type) == error]  # type: ignore[arg-type]
        if len(found) != 1:
            raise Mismatch(f"`except {error}`: found {len(found)} times instead of 1")
        change(found[0])

    return apply


def both(*changes: Change) -> Change:
    """Make several changes of one function."""

    def apply(tree: ast.AST) -> None:
        for change in changes:
            change(tree)

    return apply


def add_wrapper(wrapper: Callable[..., Any]) -> Change:
    """Have a plain Python function called in place of the real one, which it gets as its first argument.

    It is found by its name in its module while the production code is being imported, so it must not import that at the
    top.
    """
    real = f"__import__('importlib').import_module({wrapper.__module__!r}).{wrapper.__qualname__}"
    partial = "__import__('functools').partial"

    def apply(tree: ast.AST) -> None:
        if not isinstance(tree, ast.FunctionDef):
            raise Mismatch(f"{wrapper.__qualname__} can only be called in the place of a function")
        tree.decorator_list.append(new_value(f"{partial}({partial}, {real})", tree))

    return apply


def _fill_in(template: list[Any], bindings: dict[str, ast.AST] | None, one: bool = False) -> Any:
    if bindings is None:
        return None
    nodes = [fill(each, bindings) for each in template]
    return nodes[0] if one else nodes
