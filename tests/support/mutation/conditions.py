"""Changes of conditions, each found by the names and texts that it mentions.

Mention what a contract, a table or another function is called: never a local variable, for those are renamed freely.
"""

import ast
from collections.abc import Iterator

from tests.support.mutation.rewriting import Change, rewrite


def never(*words: str) -> Change:
    """Treat a condition as false whatever it says: an `if`, a conditional expression or a comprehension's filter."""
    return _decide(words, ast.And(), False)


def always(*words: str) -> Change:
    """Treat a condition as true whatever it says."""
    return _decide(words, ast.Or(), True)


def mentions(node: ast.AST, words: tuple[str, ...]) -> bool:
    """Return whether all of these names or whole texts occur in the code."""
    return set(words) <= set(_words(node))


def _decide(words: tuple[str, ...], operator: ast.boolop, outcome: bool) -> Change:
    """Replace the condition's result. It is still evaluated, because what it calls may have side effects."""

    def decide(condition: ast.expr) -> ast.expr:
        return ast.BoolOp(operator, [condition, ast.Constant(outcome)])

    def rule(node: ast.AST) -> ast.AST | None:
        if isinstance(node, ast.If | ast.IfExp | ast.While) and mentions(node.test, words):
            node.test = decide(node.test)
            return node
        if isinstance(node, ast.comprehension) and any(mentions(test, words) for test in node.ifs):
            node.ifs = [decide(test) if mentions(test, words) else test for test in node.ifs]
            return node
        return None

    return rewrite(f"a condition that mentions {' and '.join(words)}", rule)


def _words(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        for field in ("id", "attr", "arg", "value"):
            if isinstance(word := getattr(part, field, None), str):
                yield word
