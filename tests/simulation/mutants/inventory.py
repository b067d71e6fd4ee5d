"""Bugs in the inventory: stock, holds, and pieces that returns bring back."""

from typing import Any

from tests.support.mutation import (
    add_wrapper,
    always,
    drop,
    drop_argument,
    drop_entry,
    edit_text,
    in_except,
    mutants,
    never,
    replace,
    set_entry,
)

_TESTS = "tests/backend/inventory"


def hide_falling_stock(real: Any, old: Any, new: Any) -> Any:
    """Publish no change of a stock that has become less."""
    if old and new and "available" in new and int(new["available"]["N"]) < int(old["available"]["N"]):
        return None
    return real(old, new)


BUGS = (
    *mutants(
        "backend.inventory.restock",
        ("a return's pieces come back each time it is told", "_restocked", drop("if X in Y: return True")),
        ("two returns at once lose one", "_marked", replace('f"#state = :sold AND {X}"', '"#state = :sold"')),
        (
            "more comes back than was sold",
            "_restocked",
            never("quantity"),
            f"{_TESTS}/test_restock.py::test_an_order_cannot_bring_back_what_another_one_was_sold",
        ),
        (
            "a part that comes back ends the hold",
            "_restocked",
            replace("HoldState.SOLD if X else HoldState.BACK", "HoldState.BACK"),
        ),
        (
            "a return that overtakes its confirmation is forgotten",
            "restock",
            replace("holds.settle(X, HoldState.SOLD)", "return"),
            f"{_TESTS}/test_restock.py::test_a_return_that_overtakes_the_confirmation_leaves_the_rest_sold",
        ),
    ),
    *mutants(
        "backend.inventory.consumer",
        ("spoilt pieces go back on the shelf", "_restock", always("restock")),
    ),
    *mutants(
        "backend.inventory.stock",
        ("stock is taken where there is none", "moved", edit_text("#from >= :pieces", "#from >= :one")),
        (
            "an order is refused pieces that have come back",
            "too_few",
            edit_text("available < :pieces", "available < :pieces OR available >= :pieces"),
            f"{_TESTS}/test_holds.py::test_nobody_is_refused_what_came_back_before_the_refusal_was_written",
        ),
        ("staff undo a sale unseen", "assign", edit_text("#version = :seen", "#version >= :seen")),
        ("a product told again has no stock", "introduce", drop_argument("write", "ConditionExpression")),
    ),
    *mutants(
        "backend.inventory.holds",
        ("pieces are held twice", "_new", drop_entry("ConditionExpression")),
        (
            "pieces are moved twice",
            "_turned",
            edit_text("#state = :before", "#state = :before OR attribute_exists(pk)"),
            f"{_TESTS}/test_holds.py::test_the_same_news_twice_at_once_moves_an_orders_pieces_once",
        ),
        (
            "a cancellation before the order leaves no mark",
            "_done",
            replace("X = [_new(Y, HoldState.BACK, at=Z)]", "return True"),
        ),
        (
            "a hold that lost the race counts as done",
            "_done",
            in_except("ClientError", replace("return False", "return True")),
            f"{_TESTS}/test_holds.py::test_a_hold_made_while_its_order_is_given_back_is_given_back",
        ),
        ("an order hears of its stock only once", "_try_hold", drop("_tell_again(X)")),
        ("an old answer is told under its old time", "_tell_again", replace("replace(X, at=Y)", "X")),
    ),
    *mutants(
        "backend.inventory.domain",
        ("pieces given back are sold after all", "TURNS", set_entry("HoldState.BACK", "(HoldState.SOLD,)")),
        ("sold pieces do not come back", "TURNS", set_entry("HoldState.SOLD", "()")),
        ("held pieces do not come back", "TURNS", set_entry("HoldState.HELD", "(HoldState.SOLD,)")),
        (
            "the last pieces are shown as plenty",
            "told",
            replace("X > LOW", "X > LOW - 1"),
            f"{_TESTS}/test_domain.py::test_the_number_is_told_only_when_it_is_low",
        ),
    ),
    *mutants(
        "backend.inventory.relay",
        ("stock is told only when it rises", "_changed", add_wrapper(hide_falling_stock)),
    ),
)
