"""An order that staff placed for somebody who rang: everything is held, and it waits for its buyer to pay."""

from typing import Any

import pytest

from backend.contracts import guest_keys
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.order.events import OrderConfirmed, OrderPaymentAwaited, OrderRefused, PaymentRequested
from backend.contracts.order.guest_operations import CANCEL_GUEST_ORDER, GET_GUEST_ORDER, PAY_GUEST_ORDER
from backend.contracts.order.states import State
from backend.contracts.payment.events import PaymentAuthorized, PaymentCaptured
from backend.contracts.voucher.events import VoucherHeld
from backend.contracts.voucher.models import VoucherPayment
from backend.order import repository
from backend.order.handler import handler
from backend.order.timeouts import handle_timeout
from backend.shared import aws, clock, compression
from tests.backend.events import http, said
from tests.backend.order.checkouts import TOKEN, checked_out, order_id
from tests.backend.order.order_api import consume_events

pytestmark = pytest.mark.usefixtures("order_table")
KEY = guest_keys.order_key("0123456789abcdef" * 2, order_id(1))
OWNER = guest_keys.owner(KEY)
WHOSE: dict[str, Any] = {"order_id": order_id(1), "owner": OWNER, "at": "2026-11-03T10:20:00.000Z"}
PATH = {"order_key": KEY, "order_id": order_id(1)}


@pytest.fixture(autouse=True)
def _placed_order(order_table: str) -> None:
    consume_events(checked_out(owner=OWNER, order_key=KEY, token="", pay_later=True))


def event_of(owner: str, shape: Any) -> Any:
    """The event that the order's last write published."""
    key = {"pk": {"S": owner}, "sk": {"S": order_id(1)}}
    item = aws.client("dynamodb").get_item(TableName="order", Key=key)["Item"]
    return compression.decode(item["event"]["B"], shape)


def state() -> State:
    return repository.get(OWNER, order_id(1)).state


def pay(attempt: int = 1) -> int:
    body = {"token": TOKEN, "attempt": attempt}
    return int(handler(http(PAY_GUEST_ORDER, path=PATH, body=body), None)["statusCode"])


def test_before_its_stock_is_held_nothing_can_be_paid() -> None:
    assert (state(), pay()) == (State.PLACED, 409)


def test_what_is_not_there_is_refused_as_for_any_order() -> None:
    consume_events(StockRefused(**WHOSE, missing=("a",)))
    assert state() is State.REFUSED


def test_once_its_stock_is_held_its_buyer_is_asked_to_pay_and_no_card_is() -> None:
    consume_events(StockHeld(**WHOSE), StockHeld(**WHOSE))
    told = event_of(OWNER, OrderPaymentAwaited)
    assert (state(), told.pay_by) == (State.AWAITING_PAYMENT, clock.later(told.at, 86_400))


def test_paid_whole_by_vouchers_it_waits_for_nobody_and_counts_as_paid_at_once(order_table: str) -> None:
    vouchers = (VoucherPayment(id="A" * 24, hint="ABCD", amount=17400),)
    paid = checked_out(number=2, owner=OWNER, order_key=KEY, token="", pay_later=True, vouchers=vouchers)
    whose = WHOSE | {"order_id": paid.order_id}
    consume_events(paid, StockHeld(**whose), VoucherHeld(**whose))
    assert repository.get(OWNER, paid.order_id).state is State.CONFIRMED


@pytest.mark.parametrize("attempt", [2, 3])
def test_another_attempt_than_the_first_asks_for_nothing(attempt: int) -> None:
    consume_events(StockHeld(**WHOSE))
    assert (pay(attempt), state()) == (409, State.AWAITING_PAYMENT)


def test_its_buyer_pays_once_however_often_the_button_is_clicked_and_it_goes_its_way() -> None:
    consume_events(StockHeld(**WHOSE))
    assert [pay(), pay()] == [202, 202]
    asked = event_of(OWNER, PaymentRequested)
    assert (asked.attempt, asked.token, asked.amount) == (1, TOKEN, 17400)
    consume_events(
        PaymentAuthorized(**WHOSE, attempt=1), PaymentCaptured(**WHOSE, attempt=1, amount=17400, currency="EUR")
    )
    confirmed = event_of(OWNER, OrderConfirmed)
    assert state() is State.CONFIRMED
    assert confirmed.purchase
    assert confirmed.purchase.attempt == 1


def test_unpaid_it_is_refused_after_a_day_and_not_before() -> None:
    consume_events(StockHeld(**WHOSE))
    order, details = repository.require(repository.load(OWNER, order_id(1)))
    begun = order.steps[-1].at
    soon = handle_timeout(order, details, clock.later(begun, 86_000))
    assert soon
    assert (soon.state, soon.event) == (State.AWAITING_PAYMENT, None)
    late = handle_timeout(order, details, clock.later(begun, 86_400))
    assert late
    assert (late.state, type(late.event)) == (State.REFUSED, OrderRefused)


def test_its_buyer_may_cancel_it() -> None:
    consume_events(StockHeld(**WHOSE))
    assert handler(http(CANCEL_GUEST_ORDER, path=PATH), None)["statusCode"] == 202
    assert state() is State.CANCELLED
    assert pay() == 409


def test_the_link_shows_it() -> None:
    consume_events(StockHeld(**WHOSE))
    assert said(handler(http(GET_GUEST_ORDER, path=PATH), None))["state"] == "awaiting-payment"
