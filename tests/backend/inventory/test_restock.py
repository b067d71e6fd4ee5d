"""Pieces that returns bring back, on a table."""

from collections.abc import Callable

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.inventory.models import HeldLine
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.events import OrderReturned, OrderReturnReceived
from backend.contracts.order.models import ReturnLine
from backend.contracts.types import PageQuery
from backend.inventory import holds
from backend.inventory.consumer import handler
from tests.backend.events import sqs
from tests.backend.faults import meanwhile
from tests.backend.inventory.stock_levels import numbers, order_placed, put, settle

ORDER = "1".rjust(28, "0")


@pytest.fixture(autouse=True)
def _sale(service_table: Callable[[str], str]) -> None:
    service_table("inventory")
    put("a", 5)
    put("b", 5)
    holds.hold(order_placed("1", ("a", 3), ("b", 1)))
    settle("1", HoldState.SOLD)


def back(number: int, *lines: tuple[str, int], order_id: str = ORDER, restock: bool = True) -> OrderReturnReceived:
    return OrderReturnReceived(
        order_id=order_id, owner="shopper#1", at="2026-11-03T10:11:13.456Z", number=number, refund=100, restock=restock,
        lines=tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in lines),
    )  # fmt: skip


def count_failures(*events: object) -> int:
    """How many of the events failed."""
    return len(handler(sqs(*events), None)["batchItemFailures"])


def hold() -> HoldState:
    return holds.list_all(PageQuery()).items[0].state


def test_more_than_was_sold_never_comes_back() -> None:
    assert count_failures(back(1, ("a", 4))) == 1
    assert count_failures(back(1, ("never", 1))) == 1
    assert count_failures(back(2, ("a", 2)), back(3, ("a", 2))) == 1
    assert numbers("a") == (4, 0, 1)


def test_an_order_cannot_bring_back_what_another_one_was_sold() -> None:
    holds.hold(order_placed("2", ("a", 2)))
    settle("2", HoldState.SOLD)
    assert count_failures(back(1, ("a", 4))) == 1
    assert numbers("a") == (0, 0, 5)


def test_of_a_return_that_is_restocked_in_part_that_part_comes_back_once() -> None:
    part = (ReturnLine(sku="a", quantity=2),)
    event = replace(back(1, ("a", 3), ("b", 1), restock=False), restocked_part=part)
    assert count_failures(event, event, replace(event, restocked_part=UNSET)) == 0
    assert (numbers("a"), numbers("b"), hold()) == ((4, 0, 1), (4, 0, 1), HoldState.SOLD)


def test_a_returns_pieces_are_restocked_once_however_often_it_arrives() -> None:
    assert count_failures(back(1, ("a", 1)), back(1, ("a", 1)), back(2, ("a", 1)), back(1, ("a", 1))) == 0
    assert numbers("a") == (4, 0, 1)
    assert holds.list_all(PageQuery()).items[0].back == (HeldLine(sku="a", quantity=2),)


def test_the_same_return_received_twice_at_once_moves_its_pieces_once() -> None:
    with meanwhile("TransactWriteItems", lambda: count_failures(back(1, ("a", 1)))):
        assert count_failures(back(1, ("a", 1))) == 0
    assert numbers("a") == (3, 0, 2)


def test_the_last_pieces_end_the_hold_and_late_news_of_the_whole_order_changes_nothing() -> None:
    count_failures(back(1, ("a", 3)), back(2, ("b", 1)))
    assert hold() is HoldState.BACK
    assert (
        count_failures(
            OrderReturned(order_id=ORDER, owner="shopper#1", at="2026-11-03T10:11:13.456Z"), back(3, ("b", 1))
        )
        == 0
    )
    assert (numbers("a"), numbers("b")) == ((5, 0, 0), (5, 0, 0))


def test_the_whole_order_after_a_part_brings_only_the_rest() -> None:
    count_failures(back(1, ("a", 2)), OrderReturned(order_id=ORDER, owner="shopper#1", at="2026-11-03T10:11:13.456Z"))
    assert (numbers("a"), numbers("b")) == ((5, 0, 0), (5, 0, 0))


def test_what_cannot_be_sold_again_stays_sold() -> None:
    assert count_failures(back(1, ("a", 1), restock=False)) == 0
    assert numbers("a") == (2, 0, 3)


def test_a_return_that_overtakes_the_confirmation_leaves_the_rest_sold() -> None:
    holds.hold(order_placed("2", ("a", 2)))
    assert count_failures(back(1, ("a", 1), order_id="2".rjust(28, "0"))) == 0
    settle("2", HoldState.SOLD)
    assert numbers("a") == (1, 0, 4)


def test_a_return_of_an_unknown_order_is_retried() -> None:
    assert count_failures(back(1, ("a", 1), order_id="9".rjust(28, "0"))) == 1
    assert len(holds.list_all(PageQuery()).items) == 1


@pytest.mark.parametrize("has_returned", [False, True])
def test_an_order_given_back_whole_while_a_part_of_it_is_restocked_brings_each_piece_once(has_returned: bool) -> None:
    """As one worker has the event of an earlier release's return, and another that of one that is received in part."""
    holds.hold(order_placed("2", ("a", 2)))
    settle("2", HoldState.SOLD)
    assert not has_returned or count_failures(back(1, ("b", 1))) == 0
    with meanwhile("TransactWriteItems", lambda: count_failures(back(2, ("a", 1)))):
        settle("1", HoldState.BACK)
    assert (numbers("a"), numbers("b")) == ((3, 0, 2), (5, 0, 0))
