"""The provider's call back: what is let in, and what it does."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.payment.operations import GET_ENTERED_CARD, OPEN_CARD_PAGE, PAYMENT_WEBHOOK
from backend.contracts.payment.states import PaymentState
from backend.payment import domain, handler, repository
from backend.payment.gateways import sandbox
from backend.payment.state_machine import Goal
from backend.shared import clock
from tests.backend.events import http, said
from tests.backend.payment.conftest import ORDER, SECRET, Provider
from tests.backend.payment.payments import NOW, requested_payment
from tests.backend.payment.signing import sign

pytestmark = pytest.mark.usefixtures("table")


def body(state: str = "authorized", **more: str) -> str:
    return json.dumps(
        {"id": "evt_1", "type": f"authorization.{state}", "authorization": "aut_1", "reference": f"{ORDER}-1"} | more
    )


def call(sent: str, *, signature: str | None = None, header: str = sandbox.SIGNATURE) -> dict[str, Any]:
    """The reply to a call back, signed right unless told otherwise."""
    given = sign(sent, clock.epoch(), SECRET) if signature is None else signature
    reply: dict[str, Any] = handler.handler(http(PAYMENT_WEBHOOK, body=sent, headers={header: given}), None)
    return reply


def unknown() -> None:
    written = repository.save(requested_payment())
    repository.save(domain.mark_sent(written, written.attempts[0], NOW))


def state() -> PaymentState:
    payment = repository.load(ORDER)
    assert payment
    return payment.attempts[0].state


FOREIGN: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "made up": lambda: "t=1,v1=0",
    "by another secret": lambda: sign(body(), clock.epoch(), "another"),
    "of another body": lambda: sign(body("voided"), clock.epoch(), SECRET),
}


@pytest.mark.parametrize("signature", FOREIGN.values(), ids=list(FOREIGN))
def test_a_call_that_is_not_the_providers_changes_nothing(gateway: Provider, signature: Callable[[], str]) -> None:
    unknown()
    reply = call(body(), signature=signature())
    assert (reply["statusCode"], said(reply)["type"]) == (401, "bad-signature")
    assert gateway.verbs == []
    assert state() is PaymentState.UNKNOWN


@pytest.mark.parametrize("sent", ["", "{", "[]", "null", "\ud800", "\x00" * 10])
def test_nothing_is_read_before_the_signature_fits(gateway: Provider, sent: str) -> None:
    assert call(sent, signature="t=1,v1=0")["statusCode"] == 401


def test_a_call_too_large_is_refused_before_its_signature_is_worked_out(gateway: Provider) -> None:
    assert call(" " * 300_000)["statusCode"] == 413


def test_a_signed_call_of_another_shape_is_refused(gateway: Provider) -> None:
    assert [call("{")["statusCode"], call("{}")["statusCode"]] == [400, 422]


def test_a_call_back_before_the_answer_settles_the_payment(gateway: Provider) -> None:
    unknown()
    gateway.says("authorized")
    reply = call(body())
    assert reply["statusCode"] == 204
    assert "body" not in reply
    assert state() is PaymentState.AUTHORIZED


def test_a_webhook_counts_only_as_far_as_a_query_confirms_it(gateway: Provider) -> None:
    unknown()
    gateway.says("declined")
    call(body("captured"))
    assert state() is PaymentState.DECLINED


def test_the_header_may_be_written_in_any_case_and_the_body_come_as_base64(gateway: Provider) -> None:
    unknown()
    gateway.says("authorized")
    sent = base64.b64encode(body().encode()).decode()
    event = http(
        PAYMENT_WEBHOOK, body=sent, base64=True, headers={"Sandbox-Signature": sign(body(), clock.epoch(), SECRET)}
    )
    assert handler.handler(event, None)["statusCode"] == 204
    assert state() is PaymentState.AUTHORIZED


def test_a_webhook_that_arrives_twice_queries_once(gateway: Provider) -> None:
    unknown()
    gateway.says("authorized")
    call(body())
    call(body())
    assert gateway.verbs == ["find"]


def test_a_call_back_overtaken_by_a_later_one_changes_nothing(gateway: Provider) -> None:
    unknown()
    gateway.says("captured")
    call(body("captured"))
    before = repository.load(ORDER)
    call(body("authorized"))
    assert repository.load(ORDER) == before


def test_a_webhook_for_a_cancelled_order_voids_the_payment_it_reports(gateway: Provider) -> None:
    unknown()
    payment = repository.load(ORDER)
    assert payment
    repository.save(domain.raise_goal(payment, Goal.RELEASE, NOW))
    gateway.says("authorized", "voided")
    call(body())
    assert gateway.verbs == ["find", "void"]
    assert state() is PaymentState.VOIDED


def test_a_payment_let_go_of_is_unknown_again_when_the_provider_tells_of_it(gateway: Provider) -> None:
    unknown()
    payment = repository.load(ORDER)
    assert payment
    repository.save(domain.drop(domain.raise_goal(payment, Goal.RELEASE, NOW), payment.attempts[0], NOW))
    gateway.says((200, b'{"items":[]}'))
    call(body())
    assert state() is PaymentState.UNKNOWN
    gateway.says("authorized", "voided")
    call(body())
    assert state() is PaymentState.VOIDED


def test_a_call_back_about_what_is_about_to_be_let_go_of_begins_the_wait_anew(gateway: Provider) -> None:
    written = repository.save(requested_payment())
    written = repository.save(domain.mark_sent(written, written.attempts[0], "2020-01-01T00:00:00.000Z"))
    repository.save(domain.raise_goal(written, Goal.RELEASE, NOW))
    gateway.says((200, b'{"items":[]}'))
    call(body())
    assert state() is PaymentState.UNKNOWN


def test_silence_is_left_to_the_sweeper(gateway: Provider) -> None:
    unknown()
    gateway.says(None)
    assert call(body())["statusCode"] == 204
    assert state() is PaymentState.UNKNOWN


@pytest.mark.parametrize("reference", ["someone-elses", f"{'f' * 28}-1", f"{ORDER}-2", ""])
def test_a_call_back_about_nothing_of_ours_is_taken_and_forgotten(gateway: Provider, reference: str) -> None:
    unknown()
    assert call(body(reference=reference))["statusCode"] == 204
    assert gateway.verbs == []


def test_the_log_holds_neither_the_body_nor_the_secrets(gateway: Provider, written_log: Callable[[], str]) -> None:
    unknown()
    gateway.says("authorized")
    call(body(reference=f"{ORDER}-1", id="evt_canary"))
    call("canary {", signature=sign("canary {", clock.epoch(), SECRET))
    written = written_log()
    assert "POST /payments/webhook" in written
    assert not any(canary in written for canary in ("canary", SECRET, "sk_5ecret", "tok_", "v1="))


def open_page(return_url: str = "https://shop.test/checkout/card/") -> dict[str, Any]:
    asked = {"return_url": return_url, "state": "s" * 32, "amount": 2900, "currency": "EUR"}
    reply: dict[str, Any] = handler.handler(http(OPEN_CARD_PAGE, body=asked), None)
    return reply


@pytest.mark.parametrize(
    "foreign", ["https://shop.test.evil.example/", "https://evil.example/?https://shop.test/", "http://shop.test/"]
)
def test_a_card_page_leads_back_to_the_storefront_alone(
    gateway: Provider, monkeypatch: pytest.MonkeyPatch, foreign: str
) -> None:
    monkeypatch.setenv("RETURN_ORIGINS", "https://shop.test")
    assert (open_page(foreign)["statusCode"], said(open_page(foreign))["type"]) == (403, "foreign-address")


def test_the_sandboxes_card_page_hands_the_card_over_itself(gateway: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN_ORIGINS", "https://shop.test")
    reply = open_page()
    assert reply["statusCode"] == 201
    page = said(reply)
    assert page["url"].startswith("https://provider.test/base/card?return_url=https%3A%2F%2Fshop.test%2Fcheckout")
    assert page["session"] == ""
    assert handler.handler(http(GET_ENTERED_CARD, path={"session": "cs_test_0000000000"}), None)["statusCode"] == 404
    assert gateway.calls == []
