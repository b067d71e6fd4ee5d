"""Plant bugs in production code: change a function's syntax tree, not its text, so that the bugs survive renames.

A `Mutant` names a module, a function and a `Change`. Changes are written with the verbs of `changes`.
"""

from tests.support.mutation.changes import add_wrapper, both, drop, edit_text, in_except, replace, returns
from tests.support.mutation.conditions import always, never
from tests.support.mutation.mutant import Mutant, mutants
from tests.support.mutation.parts import drop_argument, drop_entry, drop_operand, set_argument, set_entry
from tests.support.mutation.rewriting import Change, Mismatch

__all__ = [
    "Change",
    "Mismatch",
    "Mutant",
    "add_wrapper",
    "always",
    "both",
    "drop",
    "drop_argument",
    "drop_entry",
    "drop_operand",
    "edit_text",
    "in_except",
    "mutants",
    "never",
    "replace",
    "returns",
    "set_argument",
    "set_entry",
]
