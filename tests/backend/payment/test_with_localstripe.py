"""The payment service before a stateful Stripe in a process of its own (localstripe), over HTTP and signed webhooks."""

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from backend.contracts.order.events import OrderCancelled, OrderPaid, OrderReturnReceived, PaymentRequested
from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from backend.contracts.payment.states import PaymentState
from backend.payment import consumer, handler, payment_gateway, repository
from backend.payment.gateways import connection, stripe, stripe_api
from backend.payment.gateways.connection import OutcomeUnknown
from backend.payment.process import advance
from backend.payment.state_machine import Attempt
from tests.backend.events import http, sqs
from tests.backend.payment.payments import NOW
from tests.cloud import free_port

KEY, SECRET = "sk_test_localstripe", "whsec_localstripe"
GOOD, DECLINED, ASKED = "4242424242424242", "4000000000000341", "4000000000003220"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Stripe's address, while it runs."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.support.stripe", str(port)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(lambda: _answers(f"http://127.0.0.1:{port}/"))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


class Stripe:
    """Stripe as its merchant and its shoppers use it, beside the payment service."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.order_id = secrets.token_hex(14)  # Stripe keeps what earlier tests asked for
        self.named: dict[str, Any] = {"order_id": self.order_id, "owner": "shopper#5e5b", "at": NOW}

    def pay(self, token: str) -> None:
        tell(PaymentRequested(**self.named, attempt=1, amount=2900, currency="EUR", token=token))

    @property
    def attempt(self) -> Attempt:
        """The attempt as the payment service knows it."""
        payment = repository.load(self.order_id)
        assert payment
        return payment.attempts[0]

    def card(self, number: str) -> str:
        details = {"number": number, "exp_month": "12", "exp_year": "2049", "cvc": "123"}
        form = {"type": "card", **{f"card[{name}]": value for name, value in details.items()}}
        return str(self.post("payment_methods", form)["id"])

    def post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        reply = requests.post(f"{self.address}/v1/{path}", form, auth=(KEY, ""), timeout=60)
        reply.raise_for_status()
        found: dict[str, Any] = reply.json()
        return found

    def intents(self) -> list[dict[str, Any]]:
        """All intents of the order that these tests pay for."""
        query = {"query": f"metadata['reference']:'{self.order_id}-1'"}
        reply = requests.get(f"{self.address}/v1/payment_intents/search", query, auth=(KEY, ""), timeout=60)
        found: list[dict[str, Any]] = reply.json()["data"]
        return found

    def authenticate(self, success: bool) -> None:
        (intent,) = self.intents()
        answer = {"client_secret": intent["client_secret"], "success": str(success).lower()}
        self.post(f"payment_intents/{intent['id']}/_authenticate", answer)


@pytest.fixture
def at_stripe(address: str, table: str, monkeypatch: pytest.MonkeyPatch) -> Stripe:
    monkeypatch.setenv("PROVIDER_URL", f"{address}/v1")
    monkeypatch.setenv("RETURN_URL", "https://shop.test/orders/{order_id}/")
    monkeypatch.setattr(payment_gateway, "provider", stripe)
    monkeypatch.setattr(stripe_api, "get_secret", lambda variable: KEY)
    monkeypatch.setattr(stripe, "get_secret", lambda variable: SECRET)
    return Stripe(address)


def tell(*events: Any) -> None:
    for event in events:
        assert consumer.handler(sqs(event), None) == {"batchItemFailures": []}


def test_a_declined_card_is_declined_and_holds_nothing(at_stripe: Stripe) -> None:
    at_stripe.pay(at_stripe.card(DECLINED))
    assert (at_stripe.attempt.state, at_stripe.attempt.reason) == (PaymentState.DECLINED, "card_declined")


def test_a_cancelled_order_releases_the_hold(at_stripe: Stripe) -> None:
    at_stripe.pay(at_stripe.card(GOOD))
    assert at_stripe.attempt.state is PaymentState.AUTHORIZED
    tell(OrderCancelled(**at_stripe.named))
    assert at_stripe.attempt.state is PaymentState.VOIDED
    assert [intent["status"] for intent in at_stripe.intents()] == ["canceled"]


def test_a_payment_is_captured_once_and_goes_back_in_parts_and_then_whole(at_stripe: Stripe) -> None:
    at_stripe.pay(at_stripe.card(GOOD))
    tell(OrderPaid(**at_stripe.named, attempt=1), OrderPaid(**at_stripe.named, attempt=1))
    assert at_stripe.attempt.state is PaymentState.CAPTURED
    part = OrderReturnReceived(**at_stripe.named, number=1, refund=1200, lines=())
    tell(part, part)
    assert (at_stripe.attempt.state, at_stripe.attempt.refunded) == (PaymentState.CAPTURED, 1200)
    tell(OrderCancelled(**at_stripe.named))
    assert (at_stripe.attempt.state, at_stripe.attempt.refunded) == (PaymentState.REFUNDED, 2900)


@pytest.mark.parametrize(("success", "ends"), [(True, PaymentState.AUTHORIZED), (False, PaymentState.DECLINED)])
def test_a_bank_that_asks_the_shopper_decides_by_the_answer(
    at_stripe: Stripe, success: bool, ends: PaymentState
) -> None:
    at_stripe.pay(at_stripe.card(ASKED))
    assert at_stripe.attempt.state is PaymentState.ACTION_REQUIRED
    assert at_stripe.attempt.url.startswith("https://hooks.stripe.com/")
    at_stripe.authenticate(success)
    advance(at_stripe.order_id, query_first=True)
    assert at_stripe.attempt.state is ends


@pytest.mark.parametrize("lost", ["/payment_intents", "/confirm"])
def test_an_answer_that_was_lost_holds_the_amount_once(
    at_stripe: Stripe, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    token, send = at_stripe.card(GOOD), connection.send

    def lose(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        reply = send(method, url, headers, body)
        if url.endswith(lost):
            raise OutcomeUnknown("lost")
        return reply

    with monkeypatch.context() as fault:
        fault.setattr(connection, "send", lose)
        at_stripe.pay(token)
    assert at_stripe.attempt.state is PaymentState.UNKNOWN
    advance(at_stripe.order_id, query_first=True)
    assert at_stripe.attempt.state is PaymentState.AUTHORIZED
    assert len(at_stripe.intents()) == 1


def test_a_signed_event_of_the_capture_is_let_in(at_stripe: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
    with Endpoint() as (url, statuses, arrived):
        registered = {"url": url, "secret": SECRET, "events": ["payment_intent.succeeded"]}
        requests.post(f"{at_stripe.address}/_config/webhooks/shop", json=registered, timeout=60).raise_for_status()
        at_stripe.pay(at_stripe.card(GOOD))
        tell(OrderPaid(**at_stripe.named, attempt=1))
        assert arrived.wait(120)
    assert statuses == [204]
    assert at_stripe.attempt.state is PaymentState.CAPTURED


def _wait_for(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + 180
    while not ready():
        assert time.monotonic() < until, "Stripe's stand-in does not answer"
        threading.Event().wait(0.05)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=30).status_code > 0
    except requests.RequestException:
        return False


class Endpoint:
    """The shop's webhook address, at which each request is handed to the payment service's handler."""

    def __enter__(self) -> tuple[str, list[int], threading.Event]:
        statuses, arrived = list[int](), threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = handler.handler(http(PAYMENT_WEBHOOK, body=body, headers=headers), None)
                statuses.append(reply["statusCode"])
                self.send_response(reply["statusCode"])
                self.end_headers()
                arrived.set()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/payments/webhook", statuses, arrived

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
