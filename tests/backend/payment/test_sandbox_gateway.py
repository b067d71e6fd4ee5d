"""How the sandbox is spoken to, and which signatures are its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.payment.states import PaymentState
from backend.payment.gateways import connection, sandbox
from backend.payment.gateways.connection import OutcomeUnknown, ProviderRejected
from backend.payment.gateways.signature import TOLERANCE_SECONDS
from backend.payment.state_machine import Attempt, ProviderStatus
from tests.backend.payment.conftest import ORDER, SECRET, Provider
from tests.backend.payment.signing import sign

NOW = 1_790_000_000
BODY = b'{"id":"evt_1","type":"authorization.authorized"}'
ATTEMPT = Attempt(number=1, amount=2900, currency="EUR", token="tok_" + "a" * 16, authorization="aut_1")
SHOWN = b'{"id":"aut_1","reference":"%s-1","state":"authorized","amount":%d,"currency":"%s"}'


@pytest.mark.parametrize("status", [204, 302, 400, 401, 403, 404, 408, 422, 425, 429, 500, 502, 503, 504])
def test_any_other_status_is_no_answer(gateway: Provider, status: int) -> None:
    gateway.says((status, SHOWN % (ORDER.encode(), 2900, b"EUR")))
    with pytest.raises(OutcomeUnknown):
        sandbox.authorize(ORDER, ATTEMPT)


@pytest.mark.parametrize(
    ("status", "ours"),
    [(400, True), (401, True), (403, True), (404, True), (422, True), (408, False), (429, False), (503, False)],
)
def test_a_refusal_that_only_people_can_fix_is_told_apart(gateway: Provider, status: int, ours: bool) -> None:
    gateway.says((status, b""))
    with pytest.raises(OutcomeUnknown) as refused:
        sandbox.find(ORDER, ATTEMPT)
    assert isinstance(refused.value, ProviderRejected) is ours


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b"null", b'{"id":"aut_1"}', b"\xff", SHOWN[:40]])
def test_rubbish_is_no_answer(gateway: Provider, body: bytes) -> None:
    gateway.says((200, body))
    with pytest.raises(OutcomeUnknown):
        sandbox.capture(ORDER, ATTEMPT)
    with pytest.raises(OutcomeUnknown):
        sandbox.find(ORDER, ATTEMPT)


@pytest.mark.parametrize(
    ("name", "amount", "currency"), [("f" * 28, 2900, "EUR"), (ORDER, 2901, "EUR"), (ORDER, 2900, "USD")]
)
def test_an_answer_about_something_else_is_ignored(gateway: Provider, name: str, amount: int, currency: str) -> None:
    gateway.says((200, SHOWN % (name.encode(), amount, currency.encode())))
    with pytest.raises(OutcomeUnknown):
        sandbox.authorize(ORDER, ATTEMPT)


def test_silence_is_no_answer(gateway: Provider) -> None:
    gateway.says(None)
    with pytest.raises(OutcomeUnknown):
        sandbox.find(ORDER, ATTEMPT)


def test_too_late_is_an_answer(gateway: Provider) -> None:
    gateway.says((409, SHOWN % (ORDER.encode(), 2900, b"EUR")))
    assert sandbox.void(ORDER, ATTEMPT) == ProviderStatus(authorization="aut_1", state=PaymentState.AUTHORIZED)


def test_an_authorization_is_asked_for_by_reference_and_token(gateway: Provider) -> None:
    gateway.says("authorized")
    sandbox.authorize(ORDER, ATTEMPT)
    method, url, headers, body = gateway.calls[0]
    assert (method, url) == ("POST", "https://provider.test/base/authorizations")
    assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer sk_5ecret", f"{ORDER}-1-authorize")
    assert body == {
        "reference": f"{ORDER}-1", "token": ATTEMPT.token, "amount": 2900, "currency": "EUR", "return_url": f"https://shop.test/orders/{ORDER}/",
    }  # fmt: skip


def test_every_change_has_an_idempotency_key_of_its_own(gateway: Provider) -> None:
    gateway.says("authorized")
    for call in (sandbox.authorize, sandbox.capture, sandbox.void, sandbox.refund):
        call(ORDER, ATTEMPT)
        call(ORDER, ATTEMPT)
    keys = [headers["idempotency-key"] for _, _, headers, _ in gateway.calls]
    assert keys == [f"{ORDER}-1-{verb}" for verb in ("authorize", "capture", "void", "refund") for _ in range(2)]


def test_nothing_found_is_none(gateway: Provider) -> None:
    gateway.says((200, b'{"items":[]}'))
    assert sandbox.find(ORDER, ATTEMPT) is None
    assert gateway.calls[0][:2] == ("GET", f"https://provider.test/base/authorizations?reference={ORDER}-1")


def test_a_confirmation_page_is_found_below_the_providers_own_address(gateway: Provider) -> None:
    gateway.says("action-required")
    assert sandbox.authorize(ORDER, ATTEMPT).url == "https://provider.test/base/confirm/aut_1"


def test_the_providers_signature_is_accepted(gateway: Provider) -> None:
    for skew in (-TOLERANCE_SECONDS, 0, TOLERANCE_SECONDS):
        assert sandbox.verify(sign(BODY, NOW + skew, SECRET), BODY, NOW)
    assert sandbox.verify(
        sign(BODY, NOW, "the old secret") + "," + sign(BODY, NOW, SECRET).partition(",")[2], BODY, NOW
    )


FORGERIES = {
    "none": "",
    "no signature": f"t={NOW}",
    "no time": sign(BODY, NOW, SECRET).partition(",")[2],
    "another secret": sign(BODY, NOW, "whsec_other"),
    "an empty secret": sign(BODY, NOW, ""),
    "another body": sign(b'{"id":"evt_2"}', NOW, SECRET),
    "a line more": sign(BODY + b"\n", NOW, SECRET),
    "another time": sign(BODY, NOW - 1, SECRET).replace(str(NOW - 1), str(NOW)),
    "too old": sign(BODY, NOW - TOLERANCE_SECONDS - 1, SECRET),
    "from the future": sign(BODY, NOW + TOLERANCE_SECONDS + 1, SECRET),
    "cut": sign(BODY, NOW, SECRET)[:-1],
    "longer": sign(BODY, NOW, SECRET) + "0",
    "upper case": sign(BODY, NOW, SECRET).upper(),
    "another scheme": sign(BODY, NOW, SECRET).replace("v1=", "v0="),
    "two times": f"t={NOW - 9999}," + sign(BODY, NOW, SECRET),
    "a time in other digits": sign(BODY, NOW, SECRET).replace(
        str(NOW), str(NOW).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    ),
    "an endless time": "t=" + "9" * 5000 + ",v1=0",
    "not ASCII": f"t={NOW},v1=é",
    "half a character": f"t={NOW},v1=\ud800",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_signature_is_refused(gateway: Provider, name: str) -> None:
    assert sandbox.verify(FORGERIES[name], BODY, NOW) is False


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=50), st.text(max_size=120))
def test_no_made_up_header_is_accepted_and_none_breaks_the_check(gateway: Provider, body: bytes, header: str) -> None:
    assert sandbox.verify(header, body, NOW) is False
    assert sandbox.verify(f"t={NOW},{header}", body, NOW) is False


@contextmanager
def server(status: int, **headers: str) -> Iterator[tuple[str, list[str]]]:
    """A web server that answers each request with this, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


def test_a_call_goes_over_http_and_an_error_is_known_by_its_status() -> None:
    with server(500) as (url, asked):
        assert connection.send("GET", f"{url}/a", {}, None) == (500, b"ok")
    assert asked == ["/a"]


def test_a_redirect_is_not_followed() -> None:
    with server(302, location="/elsewhere") as (url, asked), pytest.raises(OutcomeUnknown):
        connection.send("GET", f"{url}/a", {"authorization": "Bearer sk_5ecret"}, None)
    assert asked == ["/a"]


def test_a_provider_that_is_not_there_does_not_answer() -> None:
    with server(200) as (url, _):
        pass
    with pytest.raises(OutcomeUnknown):
        connection.send("GET", url, {}, None)
