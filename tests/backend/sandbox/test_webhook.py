"""Webhooks: signed anew each time, and sent until the merchant takes them."""

import json
from collections.abc import Callable

import pytest
import urllib3

from backend.payment.gateways import sandbox
from backend.sandbox import webhook
from backend.shared import clock
from tests.backend.sandbox.conftest import WEBHOOK_SECRET, Sandbox, make_authorization

Sent = list[tuple[str, dict[str, str], bytes]]
BODY = '{"id":"evt_1","type":"authorization.authorized","authorization":"aut_1","reference":"order-1"}'


@pytest.fixture
def sent_webhooks(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What was sent to a merchant that takes everything."""
    sent: Sent = []

    def send(url: str, headers: dict[str, str], body: bytes) -> int:
        sent.append((url, headers, body))
        return 204

    monkeypatch.setattr(webhook, "send", send)
    return sent


def deliver(*bodies: str) -> list[str]:
    """The messages that failed, by number."""
    records = [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]
    return [each["itemIdentifier"] for each in webhook.handler({"Records": records}, None)["batchItemFailures"]]


@pytest.mark.parametrize("status", [301, 400, 401, 404, 429, 500, 503])
def test_what_the_merchant_does_not_take_comes_again(
    sent_webhooks: Sent, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(webhook, "send", lambda *call: status)
    assert deliver(BODY, BODY) == ["0", "1"]


def test_a_merchant_that_is_not_there_is_tried_again_and_the_others_are_served(
    sent_webhooks: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = webhook.send

    def send(url: str, headers: dict[str, str], body: bytes) -> int:
        if b"evt_2" in body:
            raise urllib3.exceptions.ReadTimeoutError(None, url, "late")  # type: ignore[arg-type]
        return real(url, headers, body)

    monkeypatch.setattr(webhook, "send", send)
    assert deliver(BODY, BODY.replace("evt_1", "evt_2"), BODY) == ["1"]
    assert len(sent_webhooks) == 2


def test_the_merchant_can_tell_that_it_is_ours(sent_webhooks: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deliver(BODY) == []
    url, headers, body = sent_webhooks[0]
    assert (url, body) == ("https://shop.test/payments/webhook", BODY.encode())
    monkeypatch.setattr(sandbox, "get_secret", lambda variable: WEBHOOK_SECRET)
    assert sandbox.verify(headers[sandbox.SIGNATURE], body, clock.epoch())


def test_a_delivery_hours_later_is_signed_anew(sent_webhooks: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(BODY)
    hours_later = clock.epoch() + 10_000
    monkeypatch.setattr(clock, "epoch", lambda: hours_later)
    deliver(BODY)
    assert sent_webhooks[1][1]["sandbox-signature"].startswith(f"t={hours_later},v1=")
    assert sent_webhooks[0][1] != sent_webhooks[1][1]


def test_a_webhook_names_what_it_is_about_and_nothing_of_the_card(sandbox: Sandbox) -> None:
    made = make_authorization()
    told = sandbox.queued[0]
    assert {name: told[name] for name in ("type", "authorization", "reference")} == {
        "type": "authorization.authorized", "authorization": made["id"], "reference": "order-1",
    }  # fmt: skip
    assert set(told) == {"id", "type", "authorization", "reference", "delay"}


def test_the_log_holds_no_signature(sent_webhooks: Sent, written_log: Callable[[], str]) -> None:
    deliver(BODY)
    assert json.loads(written_log().splitlines()[-1])["status"] == 204
    assert "v1=" not in written_log()
    assert WEBHOOK_SECRET not in written_log()
