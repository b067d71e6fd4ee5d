"""The invoice of an order that an earlier release confirmed: what the invoice service is told of it, and of which order
nothing."""

from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.order import late_invoices
from backend.contracts.order.actions import ActionKind
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.operations import (
    CANCEL_ORDER_FOR_SHOPPER,
    GET_STAFF_ORDER,
    MOVE_ORDER,
    RECEIVE_RETURN,
    REFUND_ORDER,
    REQUEST_INVOICE,
    RETURN_ORDER,
)
from backend.contracts.order.states import State
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.voucher.events import VoucherRefunded
from backend.contracts.voucher.models import VoucherPayment
from backend.order import domain, item, repository
from backend.order.replay import replay
from backend.order.state_machine import transition
from backend.shared import aws
from tests.backend.events import token
from tests.backend.order.checkouts import ADA, checked_out, fresh_order
from tests.backend.order.order_api import CAPTURED, HELD, PAID, WHOSE, call, consume_events, event
from tests.backend.order.test_older_items import OLD

GRACE = token("grace", groups="[staff]")
FORM = {"owner": ADA, "by": "grace@example.com"}


@pytest.fixture(autouse=True)
def _order(order_table: str) -> None:
    repository.place(checked_out())


def confirm() -> None:
    consume_events(HELD, PAID, CAPTURED)


def deliver() -> None:
    confirm()
    for after in ("packed", "sent", "delivered"):
        call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": after})


def give_back(amount: int, number: int) -> None:
    consume_events(PaymentReturned(**WHOSE, attempt=1, refunded=amount, currency="EUR", number=number))


def request_event() -> InvoiceRequested:
    call(REQUEST_INVOICE, 200, GRACE, body=FORM)
    told: InvoiceRequested = event(InvoiceRequested)
    return told


def refusal(body: dict[str, Any] = FORM) -> str:
    return str(call(REQUEST_INVOICE, 409, GRACE, body=body)["detail"])


def confirmed_by_an_old_release(**details: Any) -> None:
    """Writes the order as it was confirmed, with these details: nothing of it was told to an invoice service."""
    order, known = repository.load(ADA, WHOSE["order_id"]) or (fresh_order(), None)
    assert known
    for state in (State.HELD, State.PAID, State.CONFIRMED):
        moved = transition(order, state, WHOSE["at"], None)
        assert moved
        order = moved
    stored = item.encode(order, replace(known, **details))
    aws.client("dynamodb").put_item(TableName="order", Item=stored)


def test_nobody_but_staff_asks_for_it() -> None:
    call(REQUEST_INVOICE, 403, body=FORM)
    call(REQUEST_INVOICE, 403, token("eve", groups="[support]"), body=FORM)


def test_an_order_that_is_not_there_gets_none() -> None:
    call(REQUEST_INVOICE, 404, GRACE, body={"owner": "shopper#0"})


def test_an_order_that_was_never_paid_gets_none() -> None:
    assert refusal() == "It was never confirmed."
    call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body={"owner": ADA, "reason": "You rang"})
    assert refusal() == "It was never confirmed."


def test_an_order_of_the_heartbeat_gets_none() -> None:
    confirm()
    order, details = repository.require(repository.load(ADA, WHOSE["order_id"]))
    hers = heartbeat.owner("guest#" + "1" * 32)
    aws.client("dynamodb").put_item(TableName="order", Item=item.encode(replace(order, owner=hers), details))
    assert refusal({"owner": hers}) == "Nobody bought it: it is the heartbeat's."


def test_an_order_of_release_0_1_0_gets_none() -> None:
    for stored in OLD:
        aws.client("dynamodb").put_item(TableName="order", Item=stored)
    order_path = {"order_id": OLD[0]["sk"]["S"]}
    view = domain.staff_order(*repository.require(repository.load(OLD[0]["pk"]["S"], order_path["order_id"])))
    assert late_invoices.why_none(view) == late_invoices.NOT_CONFIRMED
    steps = tuple(
        replace(view.time_line[0], state=state) for state in (State.PLACED, State.HELD, State.PAID, State.CONFIRMED)
    )
    assert late_invoices.why_none(replace(view, time_line=steps)) == late_invoices.NO_TAX


def test_an_order_from_before_tax_was_recorded_gets_none() -> None:
    confirmed_by_an_old_release(tax=0, tax_rate=0, promised_on=None)
    assert refusal() == "Its record does not tell its tax."


def test_an_order_without_tax_abroad_gets_one() -> None:
    confirmed_by_an_old_release(tax=0, tax_rate=0)
    assert request_event().purchase.tax == 0


def test_an_order_whose_buyer_is_erased_gets_none() -> None:
    confirmed_by_an_old_release(address=late_invoices.without_person(checked_out().address))
    assert refusal() == "Whom it was for is erased."


def test_an_order_that_was_cancelled_gets_none_until_its_record_tells_what_went_back() -> None:
    confirm()
    call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body={"owner": ADA, "reason": "You rang"})
    assert refusal() == "Its record does not tell what went back of its money."
    give_back(17_400, 0)
    assert [(each.amount, each.number) for each in request_event().refunds] == [(17_400, 0)]


def test_refunds_for_returns_and_by_staff_are_listed_with_their_reason() -> None:
    deliver()
    line = {"sku": checked_out().lines[0].sku, "quantity": 1}
    call(RETURN_ORDER, 202, body={"reason": "It does not fit my wall", "lines": [line], "number": 1})
    for after in ("return-accepted", "returned"):
        call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": after, "note": "Bent"})
    call(REFUND_ORDER, 200, GRACE, body={"owner": ADA, "reason": "Late", "number": 2, "amount": 100})
    give_back(2_900, 1)
    assert refusal() == "Its record does not tell what went back of its money."
    give_back(100, 2)
    told = request_event()
    assert [(each.number, each.refund, each.reason, each.note) for each in told.returns] == [
        (1, 2_900, "", ""),
        (2, 100, "Late", ""),
    ]
    assert [(each.attempt, each.amount, each.number) for each in told.refunds] == [(1, 2_900, 1), (1, 100, 2)]


def test_a_returns_event_says_no_more_than_its_credit_note() -> None:
    deliver()
    first, second = (line.sku for line in checked_out().lines[:2])
    call(RETURN_ORDER, 202, body={"reason": "Too blue", "lines": [{"sku": first, "quantity": 1}], "number": 1})
    call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": "return-accepted"})
    came = [{"sku": second, "quantity": 1, "restock": restock} for restock in (True, False)]
    call(RECEIVE_RETURN, 200, GRACE, body={"owner": ADA, "number": 1, "lines": came, "note": "Bent"})
    give_back(5_800, 1)
    (printed,) = request_event().returns
    assert [(line.sku, line.quantity) for line in printed.lines] == [(second, 2)]
    assert (printed.refund, printed.reason, printed.note) == (5_800, "", "")
    assert (printed.announced, printed.restocked_part, printed.vouchers) == ((), (), ())


def test_money_of_a_card_that_did_not_pay_is_not_mentioned() -> None:
    confirm()
    order, details = repository.require(repository.load(ADA, WHOSE["order_id"]))
    call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body={"owner": ADA, "reason": "You rang"})
    view = domain.order(order, details)
    assert late_invoices.refunds_of(replace(view, attempt=2)) == ()
    other_card = PaymentReturned(**WHOSE, attempt=2, refunded=17_400, currency="EUR")
    consume_events(other_card)
    assert refusal() == "Its record does not tell what went back of its money."


def test_refunds_to_vouchers_are_listed_beside_those_to_the_card() -> None:
    vouchers = (VoucherPayment(id="A" * 24, hint="WXYZ", amount=7_400),)
    confirmed_by_an_old_release(vouchers=vouchers)
    call(CANCEL_ORDER_FOR_SHOPPER, 200, GRACE, body={"owner": ADA, "reason": "You rang"})
    give_back(10_000, 0)
    assert refusal() == "Its record does not tell what went back of its money."
    consume_events(VoucherRefunded(**WHOSE, refunded=7_400, currency="EUR"))
    assert [(each.attempt, each.amount) for each in request_event().refunds] == [(1, 10_000), (0, 7_400)]


def test_the_day_of_supply_is_that_on_which_the_order_had_left() -> None:
    confirm()
    assert request_event().supplied_at is None
    for after in ("packed", "sent"):
        call(MOVE_ORDER, 200, GRACE, body={"owner": ADA, "state": after})
    steps = {step["state"]: step["at"] for step in call(GET_STAFF_ORDER, 200, GRACE)["time_line"]}
    assert request_event().supplied_at == steps["sent"]


def test_the_purchase_is_published_without_pictures_for_its_owner() -> None:
    confirm()
    told, checkout = request_event(), checked_out()
    assert (told.owner, told.shopper, told.purchase.total, told.purchase.tax) == (ADA, "", 17_400, 2_778)
    assert told.purchase.lines == tuple(replace(line, picture=None) for line in checkout.lines)
    assert (told.purchase.address, told.purchase.attempt) == (checkout.address, 1)


def test_an_invoice_requested_again_is_published_again_and_recorded_once() -> None:
    confirm()
    first, again = request_event(), request_event()
    assert again.version > first.version
    assert replace(again, at=first.at, version=first.version, correlation_id=first.correlation_id) == first
    actions = call(GET_STAFF_ORDER, 200, GRACE)["actions"]
    assert [(each["kind"], each["who"], each["by"]) for each in actions] == [
        (ActionKind.REQUEST_INVOICE, "grace", "grace@example.com")
    ]


def test_a_restored_order_knows_that_its_invoice_was_asked_for() -> None:
    confirm()
    before = repository.require(repository.load(ADA, WHOSE["order_id"]))
    told = request_event()
    after, _ = replay(before, [told, told], refused := [])
    assert [(action.kind, action.at) for action in after.actions] == [(ActionKind.REQUEST_INVOICE, told.at)]
    assert (after.version, refused) == (told.version, [])
