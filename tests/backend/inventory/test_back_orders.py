"""Pieces that are ordered before they are there: as many as staff allow, by who was told the day."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import msgspec
import pytest

from backend.contracts.inventory.events import StockChanged, StockHeld, StockRefused
from backend.contracts.inventory.models import BackOrder, Level, SetStock, StockLevel, StockPageQuery
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.events import OrderPlaced
from backend.contracts.order.models import PlacedLine
from backend.contracts.problem import Refused
from backend.inventory import back_orders, holds, stock
from backend.inventory.domain import OpenPieces, stock_level
from backend.inventory.relay import _stock_changed_event
from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client
from tests.backend.inventory.stock_levels import numbers, order_placed, put, settle

DAY, EARLIER, LATER = "2999-03-15", "2999-03-14", "2999-03-16"
FIVE = BackOrder(on=DAY, pieces=5)


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("inventory")


def allow(sku: str, available: int, back: BackOrder | None = FIVE, version: int = 0) -> None:
    stock.set_available(sku, SetStock(available=available, version=version, back_order=back))


def order_with_day(order_id: str, day: str | None, *lines: tuple[str, int]) -> OrderPlaced:
    """An order whose lines were all said to leave from this day."""
    order = order_placed(order_id, *lines)
    new_lines = tuple(PlacedLine(sku=sku, quantity=quantity, back_on=day) for sku, quantity in lines)
    return msgspec.structs.replace(order, lines=new_lines)


def answer(order_id: str) -> type:
    row = client("dynamodb").get_item(TableName="inventory", Key=holds.key(order_id.rjust(28, "0")))["Item"]
    return type(compression.decode(dynamodb.from_item(row)["event"], StockHeld | StockRefused))


@pytest.mark.parametrize("day", [None, EARLIER])
def test_a_checkout_that_was_promised_an_earlier_day_or_none_is_refused(day: str | None) -> None:
    allow("a", 0)
    holds.hold(order_with_day("1", day, ("a", 1)))
    assert answer("1") is StockRefused
    assert numbers("a") == (0, 0, 0)


def test_no_more_can_be_ordered_than_staff_allow() -> None:
    allow("a", 1)
    holds.hold(order_with_day("1", DAY, ("a", 4)))
    holds.hold(order_with_day("2", DAY, ("a", 3)))
    assert (answer("1"), answer("2")) == (StockHeld, StockRefused)
    holds.hold(order_with_day("3", LATER, ("a", 2)))
    assert (answer("3"), numbers("a")) == (StockHeld, (-5, 6, 0))


def test_a_back_order_that_staff_end_at_this_moment_holds_nothing() -> None:
    allow("a", 0)
    real = back_orders.hold_pieces

    def ended_just_now(sku: str, pieces: int, terms: Any) -> Any:
        if stock.list_stock(StockPageQuery(), OpenPieces({})).items[0].back_order:
            allow("a", 0, None, version=1)
        return real(sku, pieces, terms)

    with mock.patch.object(back_orders, "hold_pieces", ended_just_now):
        holds.hold(order_with_day("1", DAY, ("a", 1)))
    assert (answer("1"), numbers("a")) == (StockRefused, (0, 0, 0))


def test_one_that_staff_begin_at_this_moment_is_not_refused() -> None:
    put("a", 0)
    real = back_orders.insufficient_check

    def begun_just_now(sku: str, pieces: int, terms: Any) -> Any:
        if not stock.list_stock(StockPageQuery(), OpenPieces({})).items[0].back_order:
            allow("a", 0, version=1)
        return real(sku, pieces, terms)

    with mock.patch.object(back_orders, "insufficient_check", begun_just_now):
        holds.hold(order_with_day("1", DAY, ("a", 1)))
    assert (answer("1"), numbers("a")) == (StockHeld, (-1, 1, 0))


def test_what_is_owed_goes_the_way_of_all_pieces_and_is_filled_by_what_comes() -> None:
    allow("a", 0)
    holds.hold(order_with_day("1", DAY, ("a", 2)))
    holds.hold(order_with_day("2", DAY, ("a", 1)))
    settle("1", HoldState.SOLD)
    settle("2", HoldState.BACK)
    assert numbers("a") == (-2, 0, 2)
    allow("a", 18, None, version=4)
    assert numbers("a") == (18, 0, 2)
    settle("1", HoldState.BACK)
    assert numbers("a") == (20, 0, 0)


@pytest.mark.parametrize("back", [None, BackOrder(on=DAY, pieces=1)])
def test_staff_cannot_allow_less_than_is_owed(back: BackOrder | None) -> None:
    allow("a", 0)
    holds.hold(order_with_day("1", DAY, ("a", 2)))
    with pytest.raises(Refused) as refused:
        allow("a", -2, back, version=2)
    assert refused.value.problem.status == 422
    assert numbers("a") == (-2, 2, 0)


def test_a_number_set_by_who_does_not_know_of_back_orders_leaves_them() -> None:
    allow("a", 0)
    assert stock.set_available("a", SetStock(available=7, version=1)).back_order == FIVE
    assert stock.list_stock(StockPageQuery(), OpenPieces({})).items[0].back_order == FIVE


@pytest.mark.parametrize(
    ("available", "today", "level"),
    [
        (1, "2999-03-01", StockLevel(sku="a", level=Level.LOW, left=1)),
        (0, "2999-03-01", StockLevel(sku="a", level=Level.BACK_ORDER, left=5, back_on=DAY)),
        (-4, EARLIER, StockLevel(sku="a", level=Level.BACK_ORDER, left=1, back_on=DAY)),
        (-5, "2999-03-01", StockLevel(sku="a", level=Level.SOLD_OUT)),
        (0, DAY, StockLevel(sku="a", level=Level.SOLD_OUT)),
    ],
)
def test_it_is_shown_with_its_day_until_that_comes(available: int, today: str, level: StockLevel) -> None:
    assert stock_level("a", available, FIVE).as_of(today) == level


def test_shoppers_and_services_hear_of_the_day() -> None:
    allow("a", 0)
    (level,) = stock.levels(["a"]).items
    assert (level.level, level.back_on) == (Level.BACK_ORDER, DAY)
    new = client("dynamodb").get_item(TableName="inventory", Key=stock.key("a"))["Item"]
    assert _stock_changed_event(None, new) == StockChanged(
        sku="a", version=1, level=Level.BACK_ORDER, left=5, back_on=DAY
    )


def item(available: int, back: BackOrder | None, version: int) -> dynamodb.Item:
    days = {"back_on": back.on, "back_pieces": back.pieces} if back else {}
    return dynamodb.to_item({"sk": "STOCK", "sku": "a", "available": available, "version": version, **days})


@pytest.mark.parametrize("after", [(0, None), (-1, FIVE)])
def test_services_that_know_of_a_back_order_learn_what_changes_once_its_day_has_come(
    monkeypatch: pytest.MonkeyPatch, after: tuple[int, BackOrder | None]
) -> None:
    monkeypatch.setattr(clock, "now", lambda: f"{LATER}T12:00:00.000Z")
    told_last, sold_out = item(0, FIVE, 1), StockChanged(sku="a", version=2, level=Level.SOLD_OUT)
    assert _stock_changed_event(told_last, item(*after, 2)) == sold_out


@pytest.mark.parametrize("day", ["2027-02-30", "2027-13-01", "0000-00-00", "9999-12-31", "3000-01-01"])
def test_a_day_that_no_parcel_can_leave_on_is_refused(day: str) -> None:
    with pytest.raises(Refused) as refused:
        allow("a", 0, BackOrder(on=day, pieces=5))
    assert (refused.value.problem.status, refused.value.problem.errors[0].field) == (422, "back_order.on")
    assert stock.list_stock(StockPageQuery(), OpenPieces({})).items == ()
