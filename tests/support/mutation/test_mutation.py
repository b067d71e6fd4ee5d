"""Planted bugs survive renames and formatting; one that no longer matches the code is an error, and never counts as
caught."""

import ast

import pytest

from tests.integration import mutants as proofs
from tests.simulation.mutants import BUGS
from tests.support.mutation import (
    Change,
    Mismatch,
    Mutant,
    add_wrapper,
    always,
    both,
    drop,
    drop_argument,
    drop_entry,
    drop_operand,
    edit_text,
    in_except,
    never,
    replace,
    returns,
    set_argument,
    set_entry,
)
from tests.support.mutation.importing import plant
from tests.support.mutation.renaming import locals_of, rename

PLANTED = (*BUGS, *proofs.BUGS)

WITHDRAW = """
def withdraw(account, amount):
    if amount > account.balance:
        raise ValueError("too much")
    try:
        save(account, balance=account.balance - amount, condition="version = :version")
    except Conflict:
        return False
    tell(account)
    return {"state": DONE, "rest": account.balance} if account.open and allowed(account) else None
"""

RENAMED = """
def withdraw(konto,
             betrag):
    if (betrag
            > konto.balance):
        raise ValueError('too much')
    try:
        save(konto,
             balance=konto.balance - betrag,   # in minor units
             condition='version = :version')
    except Conflict: return False
    tell(konto)
    return (
        {'state': DONE, 'rest': konto.balance} if konto.open and allowed(konto) else None
    )
"""


def wrapper(real: object, *arguments: object) -> None:
    """Stand in for the real function."""


CHANGES: dict[str, tuple[Change, str]] = {
    "never": (never("balance"), "if amount > account.balance and False:"),
    "always": (always("balance"), "if amount > account.balance or True:"),
    "replace an expression": (replace("X > Y.balance", "X > Y.limit"), "if amount > account.limit:"),
    "replace a statement": (replace("tell(X)", "return X"), "return account\n"),
    "drop": (drop("tell(X)"), "\n    pass\n"),
    "text": (edit_text("= :version", "> :version"), "condition='version > :version'"),
    "argument": (set_argument("save", "balance", "X - 1"), "balance=account.balance - amount - 1"),
    "position": (set_argument("save", 0, "None"), "save(None, "),
    "without argument": (drop_argument("save", "condition"), "balance=account.balance - amount)"),
    "entry": (set_entry("rest", "0"), "'rest': 0"),
    "without entry": (drop_entry("rest"), "{'state': DONE}"),
    "operand": (drop_operand("allowed"), "if account.open else"),
    "returns in except": (in_except("Conflict", returns("True")), "return True"),
    "wrapper": (add_wrapper(wrapper), ".wrapper)\ndef withdraw"),
    "both": (both(drop("tell(X)"), never("balance")), "and False"),
}


def mutate(source: str, change: Change) -> str:
    return ast.unparse(Mutant("it is wrong", "bank", "withdraw", change).mutate(source))


@pytest.mark.parametrize("verb", CHANGES)
def test_a_change_is_made_where_it_says(verb: str) -> None:
    change, expected = CHANGES[verb]
    assert expected not in ast.unparse(ast.parse(WITHDRAW))
    assert expected in mutate(WITHDRAW, change)


@pytest.mark.parametrize("verb", CHANGES)
def test_a_change_outlives_other_names_of_variables_and_another_layout(verb: str) -> None:
    change, _ = CHANGES[verb]
    assert mutate(RENAMED, change).replace("konto", "account").replace("betrag", "amount") == mutate(WITHDRAW, change)


@pytest.mark.parametrize(
    "change",
    [
        never("limit"), always("limit"), replace("X > Y.limit", "True"), drop("log(X)"), edit_text("sku", ""), set_argument("save", 1, "0"),
        drop_argument("save", "balance", "limit"), set_entry("limit", "0"), drop_entry("limit"), drop_operand("limit"),
        in_except("ValueError", returns("True")), replace("X + X", "0"),
    ],
)  # fmt: skip
def test_a_change_that_finds_nothing_is_an_error(change: Change) -> None:
    with pytest.raises(Mismatch, match=r"“it is wrong” does not fit bank\.withdraw: .* found 0 times instead of 1"):
        mutate(WITHDRAW, change)


@pytest.mark.parametrize("change", [replace("X.balance", "0"), returns("None"), edit_text("e", "E")])
def test_a_change_that_finds_more_than_it_says_is_an_error(change: Change) -> None:
    with pytest.raises(Mismatch, match=r"found \d times instead of"):
        mutate(WITHDRAW, change)


def test_a_change_that_leaves_the_code_as_it_is_is_an_error() -> None:
    with pytest.raises(Mismatch, match="changes nothing"):
        mutate(WITHDRAW, replace("tell(X)", "tell(X)"))


@pytest.mark.parametrize("function", ["deposit", "withdraw.inner"])
def test_a_function_that_is_not_there_is_an_error(function: str) -> None:
    with pytest.raises(Mismatch, match="defined 0 times"):
        Mutant("it is wrong", "bank", function, drop("tell(X)")).mutate(WITHDRAW)


def test_a_module_that_is_imported_already_gets_no_bug_unseen() -> None:
    bug = next(bug for bug in BUGS if bug.module == "backend.order.state_machine")
    __import__(bug.module)
    with pytest.raises(RuntimeError, match="imported already"):
        plant(bug)


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.name)
def test_a_planted_bug_fits_the_code_as_it_is(bug: Mutant) -> None:
    compile(bug.mutate(bug.source()), bug.path, "exec")


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.name)
def test_a_planted_bug_is_the_same_one_when_all_local_variables_are_called_otherwise(bug: Mutant) -> None:
    names = locals_of(ast.parse(bug.source()), bug.function)
    renamed = ast.unparse(rename(ast.parse(bug.source()), bug.function, names))
    expected = ast.unparse(rename(bug.mutate(bug.source()), bug.function, names))
    assert ast.unparse(bug.mutate(renamed)) == expected
