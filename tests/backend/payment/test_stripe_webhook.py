"""Stripe's events: which are let in, and what they do. An event is a hint; what Stripe says when asked counts."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.alarm_messages import TURNED_AWAY
from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from backend.contracts.payment.states import PaymentState
from backend.payment import domain, handler, payment_gateway, repository
from backend.payment.gateways import connection, stripe, stripe_api
from backend.payment.gateways.signature import TOLERANCE_SECONDS
from backend.shared import clock
from tests.backend.events import http
from tests.backend.payment.conftest import ORDER
from tests.backend.payment.payments import NOW, requested_payment
from tests.backend.payment.shapes import answer, body
from tests.backend.payment.signing import sign
from tests.backend.payment.test_stripe_gateway import INTENT, Wire

SECRET, NEXT_SECRET = "whsec_old", "whsec_new"
AUTHORIZED = "event_amount_capturable_updated"


@pytest.fixture
def wire(table: str, monkeypatch: pytest.MonkeyPatch) -> Wire:
    """A payment whose answer was lost, at a Stripe that knows it as authorized."""
    stand_in = Wire()
    monkeypatch.setattr(payment_gateway, "provider", stripe)
    monkeypatch.setattr(stripe, "get_secret", lambda variable: SECRET)
    monkeypatch.setattr(stripe_api, "get_secret", lambda variable: "sk_test_1")
    monkeypatch.setattr(connection, "send", stand_in.send)
    written = repository.save(requested_payment())
    repository.save(domain.mark_sent(written, written.attempts[0], NOW))
    stand_in.says(answer("payment_intent_created"), answer("payment_intent_requires_capture"))
    return stand_in


def deliver(event: dict[str, Any], *secrets: str, age: int = 0, header: str = "") -> int:
    """Deliver an event signed by these secrets; the status of the reply."""
    sent, at = json.dumps(event), clock.epoch() - age
    signatures = [sign(sent, at, secret).partition(",")[2] for secret in secrets or (SECRET,)]
    given = header or ",".join([f"t={at}", *signatures])
    reply = handler.handler(http(PAYMENT_WEBHOOK, body=sent, headers={"stripe-signature": given}), None)
    return int(reply["statusCode"])


def state() -> PaymentState:
    payment = repository.load(ORDER)
    assert payment
    return payment.attempts[0].state


def about(type: str, **more: Any) -> dict[str, Any]:
    """An event of this type about our attempt."""
    return body(AUTHORIZED) | {"type": type} | more


@pytest.mark.parametrize(
    "forge",
    [
        lambda event: deliver(event, "whsec_another"),
        lambda event: deliver(event, header="t=1,v1=0"),
        lambda event: deliver(event, age=TOLERANCE_SECONDS + 5),
        lambda event: deliver(event, age=-TOLERANCE_SECONDS - 5),
        lambda event: deliver(event, header=sign("{}", clock.epoch(), SECRET)),
        lambda event: deliver(event, header=sign(json.dumps(event), clock.epoch(), SECRET).replace("v1", "v0")),
    ],
    ids=["wrong secret", "made up", "old", "from the future", "of another body", "another scheme"],
)
def test_an_event_that_stripe_did_not_sign_now_changes_nothing(
    wire: Wire, forge: Callable[[dict[str, Any]], int]
) -> None:
    assert forge(body(AUTHORIZED)) == 401
    assert wire.sent == []
    assert state() is PaymentState.UNKNOWN


@pytest.mark.parametrize(
    "event",
    [
        body("event_balance_available"),
        about("payment_intent.created"),
        about("customer.subscription.trial_will_end"),
        about("payment_intent.succeeded", data={"object": {"id": None, "metadata": None}}),
        about("payment_intent.succeeded", data={"object": {"metadata": {"reference": None}}}),
        about("payment_intent.succeeded", data={"object": {"metadata": {"reference": "another-shop-1"}}}),
        about("payment_intent.succeeded", data=None),
        about("v2.core.account.updated", data={}),
    ],
    ids=lambda event: event["type"],
)
def test_an_event_of_no_interest_is_taken_and_asks_nothing(wire: Wire, event: dict[str, Any]) -> None:
    assert deliver(event) == 204
    assert wire.sent == []


def test_a_replayed_event_asks_once(wire: Wire) -> None:
    assert [deliver(body(AUTHORIZED)) for _ in range(3)] == [204, 204, 204]
    assert [method for method, *_ in wire.sent] == ["POST", "GET"]
    assert state() is PaymentState.AUTHORIZED


def test_an_event_that_comes_after_a_later_one_changes_nothing(wire: Wire) -> None:
    wire.says(answer("payment_intent_created"), answer("payment_intent_canceled"))
    assert deliver(about("payment_intent.canceled")) == 204
    before = repository.load(ORDER)
    assert deliver(body(AUTHORIZED)) == 204
    assert repository.load(ORDER) == before
    assert state() is PaymentState.VOIDED


def test_while_the_secret_is_rotated_either_signature_will_do(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deliver(body(AUTHORIZED), NEXT_SECRET, SECRET) == 204  # Stripe signs with both, and we hold the old one
    monkeypatch.setattr(stripe, "get_secret", lambda variable: f"{NEXT_SECRET}\n{SECRET}\n")
    assert deliver(body(AUTHORIZED), SECRET) == 204
    assert deliver(body(AUTHORIZED), NEXT_SECRET) == 204
    assert deliver(body(AUTHORIZED), "") == 401


def test_the_key_beside_the_signing_secret_signs_nothing_nor_does_a_placeholder(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, written_log: Callable[[], str]
) -> None:
    for words in (f"sk_test_1 {SECRET}", f"{SECRET}\nrk_test_2\n"):
        monkeypatch.setattr(stripe, "get_secret", lambda variable, words=words: words)
        assert deliver(body(AUTHORIZED), *(each for each in words.split() if each != SECRET)) == 401
        assert deliver(body(AUTHORIZED), SECRET) == 204
    monkeypatch.setattr(stripe, "get_secret", lambda variable: "x" * 40)
    assert deliver(body(AUTHORIZED), "x" * 40) == 401
    assert TURNED_AWAY in written_log()  # which rings: nothing else tells that events are not heard


def test_an_event_counts_only_as_far_as_a_query_to_stripe_confirms_it(wire: Wire) -> None:
    wire.says(answer("payment_intent_created"), answer("payment_intent_declined"))
    deliver(about("payment_intent.succeeded"))
    assert state() is PaymentState.DECLINED


def test_silence_is_left_to_the_sweeper(wire: Wire) -> None:
    wire.says(None)
    assert deliver(body(AUTHORIZED)) == 204
    assert state() is PaymentState.UNKNOWN


def test_an_accepted_refund_that_the_bank_sent_back_rings(wire: Wire, written_log: Callable[[], str]) -> None:
    assert deliver(about("refund.failed")) == 204
    assert TURNED_AWAY in written_log()
    assert INTENT not in written_log()
