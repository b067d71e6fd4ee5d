"""A returned parcel is taken in line by line: what came decides, whatever was announced."""

from typing import Any

import pytest
from msgspec import UNSET

from backend.contracts.inventory.events import StockHeld
from backend.contracts.order.events import OrderReturnReceived
from backend.contracts.order.models import OrderReturn
from backend.contracts.order.operations import MOVE_ORDER, RECEIVE_RETURN, RETURN_ORDER
from backend.contracts.payment.events import PaymentAuthorized, PaymentCaptured
from backend.order import repository
from tests.backend import shop
from tests.backend.events import token
from tests.backend.order.checkouts import ADA, checked_out, order_id
from tests.backend.order.order_api import WHOSE, call, consume_events, event, item

pytestmark = pytest.mark.usefixtures("order_table")
STAFF = token("grace", groups="[orders]")
FIRST, SECOND, THIRD = shop.SKUS
Lines = list[dict[str, Any]]


def line(sku: str, quantity: int, restock: bool = True) -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity, "restock": restock}


def pieces(lines: Any) -> dict[str, int]:
    return {each.sku: each.quantity for each in lines}


@pytest.fixture(autouse=True)
def _announced_return(order_table: str) -> None:
    """Two of the second article are on their way back: 1 × 116.00, 2 × 29.00 and 3 × … make 174.00."""
    captured = PaymentCaptured(**WHOSE, attempt=1, amount=17400, currency="EUR")
    consume_events(checked_out(), StockHeld(**WHOSE), PaymentAuthorized(**WHOSE, attempt=1), captured)
    for state in ("packed", "sent", "delivered"):
        move(state)
    announce([{"sku": SECOND, "quantity": 2}])


def move(state: str, status: int = 200, **more: Any) -> Any:
    return call(MOVE_ORDER, status, STAFF, body={"owner": ADA, "state": state, **more})


def announce(lines: Lines) -> None:
    call(RETURN_ORDER, 202, body={"lines": lines})
    move("return-accepted")


def receive(*lines: dict[str, Any], status: int = 200, number: int = 1, **more: Any) -> Any:
    return call(RECEIVE_RETURN, status, STAFF, body={"owner": ADA, "number": number, "lines": lines, **more})


def last() -> OrderReturn:
    return repository.get(ADA, order_id(1)).returns[-1]


def sum_of_refunds() -> int:
    return sum(each.refund for each in repository.get(ADA, order_id(1)).returns if each.state == "received")


@pytest.mark.parametrize(
    "lines",
    [
        [line(SECOND, 3)],
        [line(SECOND, 2), line(SECOND, 1, restock=False)],
        [line("NEVER-SOLD", 1)],
        [line(FIRST, 2), line(SECOND, 1)],
    ],
)
def test_more_than_the_shopper_has_is_refused_and_nothing_is_written(lines: Lines) -> None:
    before = item()
    assert receive(*lines, status=422)["errors"][0]["field"] == "lines"
    assert item() == before


@pytest.mark.parametrize("wrong", [{"lines": []}, {"number": 0}, {"lines": [line(SECOND, 0)]}])
def test_a_parcel_without_pieces_is_no_receipt(wrong: dict[str, Any]) -> None:
    call(RECEIVE_RETURN, 422, STAFF, body={"owner": ADA, "number": 1, "lines": [line(SECOND, 1)]} | wrong)


def test_nothing_is_taken_in_that_is_not_on_its_way() -> None:
    receive(line(SECOND, 1), number=2, status=409)
    move("return-denied", note="Used")
    receive(line(SECOND, 1), status=409)


def test_a_refund_that_was_not_the_one_shown_is_refused() -> None:
    assert receive(line(SECOND, 1), status=409, expected_refund=2899)["type"] == "other-refund"
    receive(line(SECOND, 1), expected_refund=2900)


def test_what_was_announced_is_taken_in_as_before() -> None:
    receive(line(SECOND, 2))
    told = event(OrderReturnReceived)
    assert (pieces(told.lines), told.refund, told.restock) == ({SECOND: 2}, 5800, True)
    assert (told.restocked_part, told.announced) == (UNSET, UNSET)
    assert (last().restocked, last().announced) == (True, ())


@pytest.mark.parametrize(
    ("came", "refund"),
    [
        ([line(SECOND, 1)], 2900),
        ([line(SECOND, 2), line(THIRD, 1)], 5800 + 0),
        ([line(THIRD, 2)], 0),
    ],
    ids=["fewer", "more", "another"],
)
def test_what_came_decides_the_refund_and_not_what_was_announced(came: Lines, refund: int) -> None:
    receive(*came)
    told = event(OrderReturnReceived)
    third = sum(each.total - each.discount for each in checked_out().lines if each.sku == THIRD)
    of_third = sum(each["quantity"] for each in came if each["sku"] == THIRD)
    bought = sum(each.quantity for each in checked_out().lines if each.sku == THIRD)
    assert told.refund == refund + third * of_third // bought
    assert pieces(told.announced) == {SECOND: 2}
    assert pieces(last().announced) == {SECOND: 2}
    note = repository.get(ADA, order_id(1)).time_line[-1].note
    assert note.endswith(f"came instead of 2 × {SECOND}.")


def test_each_line_goes_back_in_stock_or_not() -> None:
    receive(line(SECOND, 1), line(SECOND, 1, restock=False), line(THIRD, 2, restock=False), line(FIRST, 1))
    told = event(OrderReturnReceived)
    assert (told.restock, pieces(told.restocked_part)) == (False, {SECOND: 1, FIRST: 1})
    assert pieces(last().lines) == {FIRST: 1, SECOND: 2, THIRD: 2}
    assert pieces(last().restocked_lines) == {SECOND: 1, FIRST: 1}


def test_nothing_may_go_back_in_stock() -> None:
    receive(line(SECOND, 2, restock=False))
    told = event(OrderReturnReceived)
    assert (told.restock, told.restocked_part, last().restocked_lines) == (False, UNSET, ())


def test_the_same_receipt_twice_is_one_and_another_is_refused() -> None:
    receive(line(SECOND, 1), line(SECOND, 1, restock=False))
    before = item()
    receive(line(SECOND, 1, restock=False), line(SECOND, 1))
    assert item() == before
    receive(line(SECOND, 2), status=409)
    receive(line(SECOND, 1), status=409)
    assert item() == before


def test_what_did_not_come_can_be_sent_later_and_all_refunds_make_the_total() -> None:
    receive(line(SECOND, 1))
    announce([])  # everything that is left
    receive(line(FIRST, 1), line(SECOND, 1), line(THIRD, 3), number=2)
    found = repository.get(ADA, order_id(1))
    assert sum_of_refunds() == found.total
    assert sum(each.tax for each in found.returns) == found.tax


def test_an_order_whose_whole_total_went_back_takes_no_more_in() -> None:
    receive(line(FIRST, 1), line(SECOND, 2), line(THIRD, 3))
    assert sum_of_refunds() == 17400
    call(RETURN_ORDER, 422, body={})
