"""Sending pieces back, through the order service's API."""

from typing import Any

import msgspec
import pytest

from backend.contracts.inventory.events import StockHeld
from backend.contracts.order.events import OrderReturnAccepted, OrderReturnReceived, OrderReturnRequested
from backend.contracts.order.operations import GET_ORDER, MOVE_ORDER, RETURN_ORDER
from backend.contracts.order.states import ReturnState, State
from backend.contracts.payment.events import PaymentAuthorized, PaymentCaptured, PaymentReturned
from backend.order import repository
from backend.shared import aws
from tests.backend import shop
from tests.backend.events import token
from tests.backend.order.checkouts import ADA, checked_out, order_id
from tests.backend.order.order_api import WHOSE, call, consume_events, event, item

pytestmark = pytest.mark.usefixtures("order_table")
STAFF = token("grace", groups="[staff]")
ONE = [{"sku": shop.SKUS[1], "quantity": 1}]
REST = [
    {"sku": shop.SKUS[0], "quantity": 1},
    {"sku": shop.SKUS[1], "quantity": 1},
    {"sku": shop.SKUS[2], "quantity": 3},
]


@pytest.fixture(autouse=True)
def _delivered_order(order_table: str) -> None:
    captured = PaymentCaptured(**WHOSE, attempt=1, amount=17400, currency="EUR")
    consume_events(checked_out(), StockHeld(**WHOSE), PaymentAuthorized(**WHOSE, attempt=1), captured)
    for state in ("packed", "sent", "delivered"):
        move(state)


def move(state: str, status: int = 200, **more: Any) -> Any:
    return call(MOVE_ORDER, status, STAFF, body={"owner": ADA, "state": state, **more})


def ask(status: int = 202, **body: Any) -> Any:
    return call(RETURN_ORDER, status, body=body)


def test_pieces_that_were_not_bought_cannot_be_sent_back() -> None:
    for lines in ([{"sku": shop.SKUS[1], "quantity": 3}], [{"sku": "never", "quantity": 1}], [*ONE, *ONE, *ONE]):
        assert ask(422, lines=lines)["errors"][0]["field"] == "lines"
    assert repository.get(ADA, order_id(1)).returns == ()


def test_a_refund_that_was_not_the_one_shown_is_refused() -> None:
    assert ask(409, lines=ONE, expected_refund=2899)["type"] == "other-refund"
    assert ask(lines=ONE, expected_refund=2900)["returns"][0]["refund"] == 2900


def test_no_reason_is_needed_and_no_lines_mean_everything() -> None:
    found = ask()["returns"][0]
    assert (found["refund"], found["tax"], len(found["lines"])) == (17400, 2778, 3)
    assert event(OrderReturnRequested).refund == 17400


def test_requesting_twice_counts_once_even_after_the_decision() -> None:
    body = {"lines": ONE, "reason": "Too blue", "number": 1}
    for _ in range(2):
        assert len(ask(**body)["returns"]) == 1
    move("return-denied", note="It was used.")
    before = item()
    assert len(ask(**body)["returns"]) == 1
    assert item() == before
    ask(409, **body | {"lines": REST})


def test_accepting_moves_neither_money_nor_pieces_and_receiving_does_with_the_very_lines() -> None:
    ask(lines=ONE)
    move("returned", 409)
    move("return-accepted", note="Please wrap it as it came.")
    assert event(OrderReturnAccepted).refund == 2900
    move("returned", restock=False)
    said = event(OrderReturnReceived)
    assert ([(line.sku, line.quantity) for line in said.lines], said.refund, said.restock) == (
        [(shop.SKUS[1], 1)],
        2900,
        False,
    )


def test_the_rest_can_be_sent_back_later_for_exactly_what_is_left() -> None:
    ask(lines=ONE, number=1)
    move("return-accepted")
    move("returned")
    ask(422, lines=[{"sku": shop.SKUS[1], "quantity": 2}], number=2)
    second = ask(lines=REST, number=2)["returns"][1]
    assert (second["refund"], second["number"]) == (17400 - 2900, 2)
    move("return-accepted")
    move("returned")
    found = repository.get(ADA, order_id(1))
    assert sum(each.refund for each in found.returns) == found.total
    assert sum(each.tax for each in found.returns) == found.tax
    ask(422, number=3)


def test_a_denied_return_gives_nothing_back_and_other_pieces_may_still_go() -> None:
    ask(lines=ONE)
    move("return-denied", note="It was used.")
    assert [each.state for each in repository.get(ADA, order_id(1)).returns] == [ReturnState.DENIED]
    assert ask(lines=REST, number=2)["returns"][1]["state"] == "requested"


def test_a_decision_about_one_return_does_not_decide_the_next() -> None:
    ask(lines=ONE, number=1)
    move("return-denied", note="It was used.", number=1)
    ask(lines=REST, number=2)
    for state in ("return-denied", "return-accepted"):
        assert move(state, 409, note="It was used.", number=1)["type"] == "other-return"
    move("return-accepted", number=2)
    move("returned", 409, number=1)
    move("returned", number=2)
    move("returned", number=2)
    assert [each.state for each in repository.get(ADA, order_id(1)).returns] == [
        ReturnState.DENIED,
        ReturnState.RECEIVED,
    ]


def test_a_parcel_that_never_comes_can_be_denied_after_all() -> None:
    ask(lines=ONE)
    move("return-accepted")
    move("return-denied", note="It did not arrive.")
    assert repository.get(ADA, order_id(1)).state is State.RETURN_DENIED


def test_a_shopper_who_reads_a_returned_order_sees_what_came_back_and_when() -> None:
    ask(lines=ONE)
    move("return-accepted")
    move("returned")
    consume_events(PaymentReturned(**WHOSE, attempt=1, refunded=2900, currency="EUR", number=1))
    assert call(GET_ORDER, 200)["refunds"] == [{"at": WHOSE["at"], "amount": 2900, "number": 1}]


def _as_written_before_returns_had_lines() -> None:
    """The item as an earlier version left it."""
    old = {name: value for name, value in item().items() if name not in ("returns", "refunds")}
    aws.client("dynamodb").put_item(TableName="order", Item=old)


def test_a_return_asked_for_before_returns_had_lines_is_of_the_whole_order_and_can_be_finished() -> None:
    ask(reason="Too blue")
    _as_written_before_returns_had_lines()
    found = repository.get(ADA, order_id(1)).returns[0]
    assert (found.refund, found.reason, found.state) == (17400, "Too blue", ReturnState.REQUESTED)
    move("return-accepted")
    move("returned")
    assert event(OrderReturnReceived).refund == 17400
    ask(422)


@pytest.mark.parametrize("state", ["returned", "return-denied"])
def test_a_return_that_ended_before_returns_had_lines_is_read_as_one_of_the_whole_order(state: str) -> None:
    ask(reason="Too blue")
    move("return-accepted")
    move(state)
    _as_written_before_returns_had_lines()
    ask(202 if state == "return-denied" else 422, number=2)


def test_an_event_from_before_returns_had_lines_is_read() -> None:
    old = b'{"type":"OrderReturnRequested.v1","order_id":"%s","owner":"shopper#1","at":"%s","reason":"Too blue"}'
    read = msgspec.json.decode(old % (order_id(1).encode(), WHOSE["at"].encode()), type=OrderReturnRequested)
    assert (read.number, read.lines) == (1, ())
