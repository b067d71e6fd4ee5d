"""Bugs in the inventory: stock, holds, and pieces that returns bring back."""

from typing import Any

from tests.support.mutation import (
    add_wrapper,
    always,
    drop,
    drop_argument,
    drop_entry,
    edit_text,
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
        ("a return's pieces come back each time it is told", "_try_restock", drop("if X in Y: return True")),
        ("two returns at once lose one", "_return_update", replace('f"#state = :sold AND {X}"', '"#state = :sold"')),
        (
            "more comes back than was sold",
            "_try_restock",
            never("quantity"),
            f"{_TESTS}/test_restock.py::test_an_order_cannot_bring_back_what_another_one_was_sold",
        ),
        (
            "a part that comes back ends the hold",
            "_try_restock",
            replace("HoldState.SOLD if X else HoldState.BACK", "HoldState.BACK"),
        ),
        (
            "a return that overtakes its confirmation is forgotten",
            "restock",
            replace("holds.transition(X, HoldState.SOLD)", "return"),
            f"{_TESTS}/test_restock.py::test_a_return_that_overtakes_the_confirmation_leaves_the_rest_sold",
        ),
    ),
    *mutants(
        "backend.inventory.consumer",
        ("spoilt pieces go back on the shelf", "_restock", always("restock")),
    ),
    *mutants(
        "backend.inventory.stock",
        ("stock is taken where there is none", "take", edit_text("available >= :pieces", "available >= :one")),
        ("what comes back is sold once more", "give_back", replace("-X", "X")),
        (
            "what earlier releases sold is forgotten",
            "_stock",
            replace("int(X) + int(Y)", "int(X)"),
            f"{_TESTS}/test_holds.py::test_pieces_that_an_earlier_release_sold_stay_sold_until_they_come_back",
        ),
        (
            "an order is refused pieces that have come back",
            "insufficient_check",
            edit_text("available < :pieces", "available < :pieces OR available >= :pieces"),
            f"{_TESTS}/test_holds.py::test_nobody_is_refused_what_came_back_before_the_refusal_was_written",
        ),
        ("staff undo a sale unseen", "set_available", edit_text("#version = :seen", "#version >= :seen")),
        ("a product told again has no stock", "create_missing", drop_argument("write_if", "ConditionExpression")),
    ),
    *mutants(
        "backend.inventory.back_orders",
        (
            "more is ordered ahead than staff allow",
            "_values",
            replace("X - Y.pieces", "X - Y.pieces - 1"),
            f"{_TESTS}/test_back_orders.py::test_no_more_can_be_ordered_than_staff_allow",
        ),
        (
            "who was promised another day takes what is not there yet",
            "find_terms",
            replace("X.on <= Y", "X.on"),
            f"{_TESTS}/test_back_orders.py::test_a_checkout_that_was_promised_an_earlier_day_or_none_is_refused",
        ),
    ),
    *mutants(
        "backend.inventory.holds",
        (
            "a page of stock reads every open hold",
            "count_open",
            drop_argument("query", "Limit"),
            f"{_TESTS}/test_holds.py::test_a_page_of_stock_takes_as_many_reads_however_many_orders_wait",
        ),
        ("pieces are held twice", "_new", drop_entry("ConditionExpression")),
        (
            "pieces are moved twice",
            "_transition_update",
            edit_text("#state = :before", "#state = :before OR attribute_exists(pk)"),
            f"{_TESTS}/test_holds.py::test_the_same_news_twice_at_once_moves_an_orders_pieces_once",
        ),
        (
            "pieces of a return that is restocked meanwhile come back twice",
            "_transition_update",
            edit_text("attribute_not_exists(returned)", "attribute_exists(pk)"),
            f"{_TESTS}/test_restock.py"
            "::test_an_order_given_back_whole_while_a_part_of_it_is_restocked_brings_each_piece_once",
        ),
        (
            "a cancellation before the order leaves no mark",
            "_try_transition",
            replace('dynamodb.write_if("put_item", **X)', "True"),
        ),
        (
            "a hold that lost the race counts as done",
            "_try_transition",
            replace('dynamodb.write_if("put_item", **X)', 'dynamodb.write_if("put_item", **X) or True'),
            f"{_TESTS}/test_holds.py::test_a_hold_made_while_its_order_is_given_back_is_given_back",
        ),
        ("an order hears of its stock only once", "_try_hold", drop("_republish_if_missed(X)")),
        ("an old answer is told under its old time", "_republish_if_missed", replace("replace(X, at=Y)", "X")),
    ),
    *mutants(
        "backend.inventory.domain",
        ("pieces given back are sold after all", "TRANSITIONS", set_entry("HoldState.BACK", "(HoldState.SOLD,)")),
        ("sold pieces do not come back", "TRANSITIONS", set_entry("HoldState.SOLD", "()")),
        ("held pieces do not come back", "TRANSITIONS", set_entry("HoldState.HELD", "(HoldState.SOLD,)")),
        (
            "the last pieces are shown as plenty",
            "stock_level",
            replace("X > LOW_STOCK_THRESHOLD", "X > LOW_STOCK_THRESHOLD - 1"),
            f"{_TESTS}/test_domain.py::test_the_number_left_is_shown_only_when_it_is_low",
        ),
    ),
    *mutants(
        "backend.inventory.relay",
        ("stock is told only when it rises", "_stock_changed_event", add_wrapper(hide_falling_stock)),
    ),
)
