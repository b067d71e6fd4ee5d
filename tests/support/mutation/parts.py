"""Changes of a part of a larger expression: an argument of a call, an entry of a dictionary display, an operand.

In a new value, X is the old one.
"""

import ast
from collections.abc import Callable

from tests.support.mutation.conditions import mentions
from tests.support.mutation.pattern import fill, parse_expression
from tests.support.mutation.rewriting import Change, rewrite


def new_value(code: str, old: ast.AST) -> ast.expr:
    """Parse the code of a new value, where X is the old one."""
    template = parse_expression(code)
    assert template is not None, f"no expression: {code}"
    new: ast.expr = fill(template, {"X": old})
    return new


def drop_argument(call: str, *names: str) -> Change:
    """Leave out keyword arguments of a call. A call that lacks one of them is another call."""

    def rule(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or not _calls(node, call):
            return None
        rest = [each for each in node.keywords if each.arg not in names]
        return ast.Call(node.func, node.args, rest) if len(rest) == len(node.keywords) - len(names) else None

    return rewrite(f"a call of {call} with {' and '.join(names)}", rule)


def set_argument(call: str, which: int | str, new: str) -> Change:
    """Pass another value to a call, for a keyword or at a position counted from 0."""

    def rule(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Call) or not _calls(node, call):
            return None
        if isinstance(which, int) and which < len(node.args):
            node.args[which] = new_value(new, node.args[which])
            return node
        for keyword in node.keywords:
            if keyword.arg == which:
                keyword.value = new_value(new, keyword.value)
                return node
        return None

    return rewrite(f"the argument {which} of a call of {call}", rule)


def set_entry(key: str, new: str) -> Change:
    """Give a key of a dictionary display another value. The key is a text, or code such as `State.PAID`."""

    def edit(node: ast.Dict, at: int) -> None:
        node.values[at] = new_value(new, node.values[at])

    return _entry(key, edit)


def drop_entry(key: str) -> Change:
    """Leave out a key of a dictionary display."""

    def edit(node: ast.Dict, at: int) -> None:
        del node.keys[at], node.values[at]

    return _entry(key, edit)


def drop_operand(*words: str) -> Change:
    """Leave out the operand of an `and` or `or` that mentions these words."""

    def rule(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.BoolOp):
            return None
        rest = [each for each in node.values if not mentions(each, words)]
        if len(rest) != len(node.values) - 1:
            return None
        return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)

    return rewrite(f"an operand that mentions {' and '.join(words)}", rule)


def _calls(node: ast.Call, name: str) -> bool:
    return f".{ast.unparse(node.func)}".endswith(f".{name}")


def _entry(key: str, edit: Callable[[ast.Dict, int], None]) -> Change:
    def rule(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Dict):
            return None
        found = [at for at, each in enumerate(node.keys) if each and ast.unparse(each) in (key, repr(key))]
        if len(found) != 1:
            return None
        edit(node, found[0])
        return node

    return rewrite(f"an entry {key}", rule)
