"""What the payment service does about the order's events, on a table, with a provider that answers as told."""

from typing import Any

import pytest

from backend.contracts.event import Event
from backend.contracts.order.events import OrderCancelled, OrderPaid, OrderRefused, OrderReturned
from backend.contracts.payment.states import PaymentState
from backend.payment import consumer, domain, repository
from backend.payment.gateways import connection
from backend.payment.state_machine import Goal, Payment
from backend.shared import aws
from tests.backend.events import sqs
from tests.backend.faults import answer_lost
from tests.backend.payment.conftest import ORDER, Provider
from tests.backend.payment.payments import NOW, payment_requested

pytestmark = pytest.mark.usefixtures("table")
NAMED: dict[str, Any] = {"order_id": ORDER, "owner": "shopper#5e5b", "at": NOW}
PAID = OrderPaid(**NAMED, attempt=1)
CANCELLED = OrderCancelled(**NAMED)
ENDED = (CANCELLED, OrderRefused(**NAMED, reason="Too late."), OrderReturned(**NAMED))


def deliver(*events: Event) -> int:
    """Delivers the events; how many of them failed."""
    return sum(len(consumer.handler(sqs(event), None)["batchItemFailures"]) for event in events)


def payment() -> Payment:
    found = repository.load(ORDER)
    assert found
    return found


def state() -> PaymentState:
    return payment().attempts[0].state


def test_a_payment_asked_for_twice_is_asked_for_once(gateway: Provider) -> None:
    gateway.says("authorized")
    assert deliver(payment_requested(), payment_requested()) == 0
    assert gateway.verbs == ["authorize"]
    assert state() is PaymentState.AUTHORIZED


def test_an_order_paid_twice_is_captured_once(gateway: Provider) -> None:
    gateway.says("authorized", "captured")
    assert deliver(payment_requested(), PAID, PAID) == 0
    assert gateway.verbs == ["authorize", "capture"]
    assert (state(), payment().due) == (PaymentState.CAPTURED, None)


@pytest.mark.parametrize("ended", ENDED)
def test_what_was_held_is_voided(gateway: Provider, ended: Event) -> None:
    gateway.says("authorized", "voided")
    deliver(payment_requested(), ended, ended)
    assert gateway.verbs == ["authorize", "void"]
    assert state() is PaymentState.VOIDED


@pytest.mark.parametrize("ended", ENDED)
def test_what_was_taken_is_refunded(gateway: Provider, ended: Event) -> None:
    gateway.says("authorized", "captured", "refunded")
    deliver(payment_requested(), PAID, ended, ended, PAID)
    assert gateway.verbs == ["authorize", "capture", "refund"]
    assert state() is PaymentState.REFUNDED


@pytest.mark.parametrize("ended", ENDED)
def test_an_order_that_ended_before_its_payment_was_asked_for_costs_no_call(gateway: Provider, ended: Event) -> None:
    assert deliver(ended, payment_requested(), PAID) == 0
    assert gateway.verbs == []
    assert (state(), payment().due) == (PaymentState.VOIDED, None)


def test_a_capture_that_was_done_before_is_no_error(gateway: Provider) -> None:
    """Two captures or a capture and a cancellation may meet at the provider; only how the authorization stands counts,
    not the 409."""
    shown = b'{"id":"aut_1","reference":"%s-1","state":"captured","amount":2900,"currency":"EUR"}' % ORDER.encode()
    gateway.says("authorized", (409, shown))
    deliver(payment_requested(), PAID)
    assert gateway.verbs == ["authorize", "capture"]
    assert state() is PaymentState.CAPTURED


def test_a_void_that_came_after_the_capture_becomes_a_refund(gateway: Provider) -> None:
    shown = b'{"id":"aut_1","reference":"%s-1","state":"captured","amount":2900,"currency":"EUR"}' % ORDER.encode()
    gateway.says("authorized", (409, shown), "refunded")
    deliver(payment_requested(), CANCELLED)
    assert gateway.verbs == ["authorize", "void", "refund"]
    assert state() is PaymentState.REFUNDED


def test_a_capture_without_an_answer_is_tried_again_with_the_same_key(gateway: Provider) -> None:
    gateway.says("authorized", None, "captured")
    deliver(payment_requested(), PAID, PAID)
    assert gateway.verbs == ["authorize", "capture", "capture"]
    assert len({headers["idempotency-key"] for _, _, headers, _ in gateway.calls}) == 2
    assert state() is PaymentState.CAPTURED


def test_silence_leaves_the_payment_unknown_and_the_message_done(gateway: Provider) -> None:
    gateway.says(None)
    assert deliver(payment_requested()) == 0
    assert state() is PaymentState.UNKNOWN
    assert payment().due is not None


def test_an_unknown_payment_is_asked_about_before_anything_else(gateway: Provider) -> None:
    gateway.says(None, "authorized", "voided")
    deliver(payment_requested(), CANCELLED)
    assert gateway.verbs == ["authorize", "find", "void"]
    assert state() is PaymentState.VOIDED


def test_an_unknown_payment_that_the_provider_has_not_got_stays_unknown_after_a_cancellation(gateway: Provider) -> None:
    gateway.says(None, (200, b'{"items":[]}'))
    deliver(payment_requested(), CANCELLED)
    assert gateway.verbs == ["authorize", "find"]
    assert state() is PaymentState.UNKNOWN


def test_a_refused_card_leaves_the_next_one_free(gateway: Provider) -> None:
    gateway.says("declined")
    deliver(payment_requested())
    gateway.says(
        (200, b'{"id":"aut_2","reference":"%s-2","state":"authorized","amount":2900,"currency":"EUR"}' % ORDER.encode())
    )
    deliver(payment_requested(2))
    assert [attempt.state for attempt in payment().attempts] == [PaymentState.DECLINED, PaymentState.AUTHORIZED]


def test_a_cancellation_during_the_call_is_followed_by_a_void(
    gateway: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes back to a payment that somebody else wrote meanwhile: it is asked for again, and voided."""
    gateway.says("authorized", "authorized", "voided")

    def send(*call: Any) -> tuple[int, bytes]:
        if not gateway.calls:
            repository.save(domain.raise_goal(payment(), Goal.RELEASE, NOW))
        return gateway.send(*call)

    monkeypatch.setattr(connection, "send", send)
    assert deliver(payment_requested()) == 0
    assert gateway.verbs == ["authorize", "find", "void"]
    assert (state(), payment().due) == (PaymentState.VOIDED, None)


def test_a_lost_answer_of_the_table_is_made_good_by_the_next_delivery(gateway: Provider) -> None:
    gateway.says("authorized")
    with answer_lost("PutItem"):
        assert deliver(payment_requested()) == 1
    assert deliver(payment_requested()) == 0
    assert state() is PaymentState.AUTHORIZED


def test_a_message_of_another_kind_is_poison(gateway: Provider) -> None:
    assert len(consumer.handler(sqs('{"detail":{"type":"OrderPaid.v2"}}', "?"), None)["batchItemFailures"]) == 2


def test_each_kind_of_write_is_a_put_and_each_read_a_get(gateway: Provider, calls: Any) -> None:
    gateway.says("authorized", "captured", "refunded")
    deliver(payment_requested(), PAID, CANCELLED)
    assert calls.grants == {("dynamodb:GetItem", "payment"), ("dynamodb:PutItem", "payment")}
    assert aws.client("dynamodb").scan(TableName="payment")["Count"] == 1
