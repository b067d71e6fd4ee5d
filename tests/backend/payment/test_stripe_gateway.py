"""How Stripe is spoken to, and what its answers mean. What goes wrong comes first."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from backend.contracts import currencies
from backend.contracts.payment.states import PaymentState
from backend.payment.gateways import connection, stripe, stripe_api
from backend.payment.gateways.connection import OutcomeUnknown, ProviderRejected
from backend.payment.gateways.stripe_amounts import from_stripe, to_stripe
from backend.payment.state_machine import Attempt, ProviderStatus, Refund
from backend.shared import clock
from tests.backend.payment.conftest import ORDER
from tests.backend.payment.shapes import answer

TOKEN = "pm_1MrPBL2eZvKYlo2CaNa6L0vi.cus_NcFaFUPsmcKNLP"
NEW = Attempt(number=1, amount=2900, currency="EUR", token=TOKEN)
INTENT = "pi_3MrPBM2eZvKYlo2C1TEMacFD"
HELD = Attempt(number=1, amount=2900, currency="EUR", token=TOKEN, authorization=INTENT)
RETURN = f"https://shop.test/orders/{ORDER}/"


class Wire:
    """What stands in for the network: remembers each request, and answers in order; the last answer stays."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, str], dict[str, str]]] = []
        self.answers: list[tuple[int, bytes] | None] = []

    def says(self, *answers: tuple[int, bytes] | None) -> None:
        self.answers = list(answers)

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        self.sent.append((method, url, headers, dict(parse_qsl((body or b"").decode()))))
        reply = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if reply is None:
            raise OutcomeUnknown("timeout")
        return reply

    @property
    def paths(self) -> list[str]:
        return [f"{method} {url.removeprefix('https://api.stripe.com/v1')}" for method, url, _, _ in self.sent]

    @property
    def keys(self) -> list[str]:
        return [headers["idempotency-key"] for method, _, headers, _ in self.sent if method == "POST"]


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    stand_in = Wire()
    monkeypatch.delenv("PROVIDER_URL", raising=False)
    monkeypatch.setenv("RETURN_URL", "https://shop.test/orders/{order_id}/")
    monkeypatch.setattr(stripe_api, "get_secret", lambda variable: "sk_test_5ecret\n")
    monkeypatch.setattr(connection, "send", stand_in.send)
    return stand_in


# What goes wrong


@pytest.mark.parametrize("error", ["error_key_in_use", "error_rate_limit", "error_lock_timeout", "error_api"])
def test_an_error_that_passes_leaves_the_outcome_unknown(wire: Wire, error: str) -> None:
    for call in (stripe.authorize, stripe.capture, stripe.void, stripe.refund, stripe.find):
        wire.says(answer(error))
        with pytest.raises(OutcomeUnknown) as raised:
            call(ORDER, HELD)
        assert not isinstance(raised.value, ProviderRejected)


@pytest.mark.parametrize("error", ["error_authentication", "error_permission", "error_key_reused"])
def test_an_error_that_people_must_mend_is_told_apart_and_quotes_no_key(wire: Wire, error: str) -> None:
    wire.says(answer(error))
    with pytest.raises(ProviderRejected) as raised:
        stripe.authorize(ORDER, NEW)
    assert "sk_test" not in str(raised.value)


def test_the_placeholder_that_a_deploy_makes_is_never_sent(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe_api, "get_secret", lambda variable: "x" * 40)
    with pytest.raises(ProviderRejected, match="no Stripe key"):
        stripe.find(ORDER, HELD)
    assert wire.sent == []


@pytest.mark.parametrize(
    "words", ["sk_test_5ecret", "rk_test_5ecret\n", "sk_test_5ecret whsec_a", "whsec_a\nwhsec_b\n sk_test_5ecret"]
)
def test_the_key_is_found_among_the_words_of_the_secret_and_sent_alone(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(stripe_api, "get_secret", lambda variable: words)
    assert stripe_api._secret_key() == next(word for word in words.split() if not word.startswith("whsec_"))


def test_a_test_key_takes_no_order_where_goods_are_real(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVE_KEYS", "1")
    with pytest.raises(ProviderRejected, match="test key"):
        stripe.authorize(ORDER, NEW)
    assert wire.sent == []


@pytest.mark.parametrize("reply", [(200, b""), (200, b"<html>"), (200, b"\xff"), (502, b"<html>"), (200, b"{}"), None])
def test_rubbish_and_silence_are_no_answer(wire: Wire, reply: tuple[int, bytes] | None) -> None:
    wire.says(reply)
    for call in (stripe.authorize, stripe.capture, stripe.find):
        with pytest.raises(OutcomeUnknown):
            call(ORDER, HELD)


@pytest.mark.parametrize("other", [{"amount": 2901}, {"currency": "usd"}, {"metadata": {}}, {"status": "processing"}])
def test_an_answer_that_is_undecided_or_about_something_else_is_ignored(wire: Wire, other: dict[str, Any]) -> None:
    wire.says(answer("payment_intent_requires_capture", **other))
    with pytest.raises(OutcomeUnknown):
        stripe.find(ORDER, HELD)


@pytest.mark.parametrize("error", ["error_no_payment_method", "error_no_customer"])
def test_a_card_that_stripe_does_not_know_is_declined_and_is_nobodys_fault(wire: Wire, error: str) -> None:
    wire.says(answer(error))
    declined = ProviderStatus(authorization="", state=PaymentState.DECLINED, reason="unknown_token")
    assert stripe.authorize(ORDER, NEW) == declined
    assert stripe.find(ORDER, NEW) is None


def test_a_declined_card_is_reported_with_a_reason_that_the_shopper_can_act_on(wire: Wire) -> None:
    wire.says(answer("payment_intent_created"), answer("error_card_declined"), answer("payment_intent_declined"))
    status = stripe.authorize(ORDER, NEW)
    assert (status.state, status.reason) == (PaymentState.DECLINED, "insufficient_funds")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ({"code": "expired_card"}, "expired_card"),
        ({"code": "card_declined", "decline_code": "invalid_cvc"}, "incorrect_cvc"),
        ({"code": "payment_intent_authentication_failure"}, "authentication_failed"),
        ({"code": "card_declined", "decline_code": "stolen_card"}, "card_declined"),
        ({}, "card_declined"),
    ],
)
def test_a_reason_that_would_help_a_thief_is_kept_back(wire: Wire, error: dict[str, str], reason: str) -> None:
    wire.says(answer("payment_intent_declined", last_payment_error=error))
    found = stripe.find(ORDER, HELD)
    assert found
    assert found.reason == reason


@pytest.mark.parametrize("call", [stripe.capture, stripe.void])
def test_a_change_that_comes_too_late_returns_the_present_state(wire: Wire, call: Any) -> None:
    wire.says(answer("error_unexpected_state"), answer("payment_intent_canceled"))
    assert call(ORDER, HELD).state is PaymentState.VOIDED


def test_a_refund_that_was_made_before_is_no_error(wire: Wire) -> None:
    whole = {"id": "ch_1", "amount_refunded": 2900}
    wire.says(answer("error_already_refunded"), answer("payment_intent_succeeded", latest_charge=whole))
    assert stripe.refund(ORDER, HELD) == ProviderStatus(
        authorization=INTENT, state=PaymentState.REFUNDED, refunded=2900
    )


def test_a_capture_without_its_charge_is_no_answer(wire: Wire) -> None:
    wire.says(answer("payment_intent_succeeded", latest_charge="ch_1"))
    with pytest.raises(OutcomeUnknown):
        stripe.find(ORDER, HELD)


# Lost answers


def test_an_attempt_whose_answer_was_lost_is_found_by_creating_its_intent_again(wire: Wire) -> None:
    wire.says(answer("payment_intent_created"), answer("payment_intent_requires_capture"))
    found = stripe.find(ORDER, NEW)
    assert found
    assert (found.authorization, found.state) == (INTENT, PaymentState.AUTHORIZED)
    assert wire.paths == ["POST /payment_intents", f"GET /payment_intents/{INTENT}?expand%5B%5D=latest_charge"]
    assert wire.keys == [f"{ORDER}-1-create"]


def test_an_intent_that_no_bank_was_asked_about_is_none_and_is_searched_for_under_another_id(wire: Wire) -> None:
    wire.says(answer("payment_intent_created"), answer("payment_intent_created"), (200, b'{"data":[]}'))
    assert stripe.find(ORDER, NEW) is None
    assert wire.paths[-1] == (
        f"GET /payment_intents/search?query=metadata%5B%27reference%27%5D%3A%27{ORDER}-1%27&limit=10"
    )


def test_an_intent_whose_key_stripe_has_forgotten_is_found_by_search(wire: Wire) -> None:
    older = answer("payment_intent_requires_capture", id="pi_older", latest_charge="ch_1")
    found_by_search = 200, b'{"data":[' + older[1] + b"]}"
    created = answer("payment_intent_created")
    wire.says(created, created, found_by_search, answer("payment_intent_requires_capture", id="pi_older"))
    found = stripe.find(ORDER, NEW)
    assert found
    assert found.authorization == "pi_older"


# What is sent


def test_an_attempt_is_an_intent_that_is_confirmed_and_captured_later(wire: Wire) -> None:
    wire.says(answer("payment_intent_created"), answer("payment_intent_requires_capture"))
    assert stripe.authorize(ORDER, NEW) == ProviderStatus(authorization=INTENT, state=PaymentState.AUTHORIZED)
    (_, _, headers, created), (_, url, _, confirmed) = wire.sent
    assert created == {
        "amount": "2900", "currency": "eur", "payment_method": "pm_1MrPBL2eZvKYlo2CaNa6L0vi",
        "customer": "cus_NcFaFUPsmcKNLP", "payment_method_types[]": "card", "capture_method": "manual",
        "metadata[reference]": f"{ORDER}-1",
    }  # fmt: skip
    assert confirmed == {"return_url": RETURN, "expand[]": "latest_charge"}
    assert url.endswith(f"/payment_intents/{INTENT}/confirm")
    assert (headers["authorization"], headers["stripe-version"]) == ("Bearer sk_test_5ecret", stripe_api.VERSION)
    assert wire.keys == [f"{ORDER}-1-create", f"{ORDER}-1-confirm"]


def test_a_bank_that_wants_a_confirmation_names_its_page(wire: Wire) -> None:
    wire.says(answer("payment_intent_created"), answer("payment_intent_requires_action"))
    status = stripe.authorize(ORDER, NEW)
    assert status.state is PaymentState.ACTION_REQUIRED
    assert status.url == "https://hooks.stripe.com/3d_secure_2/hosted?merchant=acct_1"


def test_a_part_goes_back_under_a_key_of_its_own(wire: Wire) -> None:
    wire.says((200, b'{"id":"re_1"}'), answer("payment_intent_succeeded"))
    status = stripe.refund(ORDER, HELD, Refund(number=2, amount=1200))
    assert (status.state, status.refunded) == (PaymentState.CAPTURED, 1200)
    assert wire.sent[0][3] == {"payment_intent": INTENT, "metadata[reference]": f"{ORDER}-1", "amount": "1200"}
    assert wire.keys == [f"{ORDER}-1-refund.2"]


def test_a_fault_that_stripe_repeats_under_a_key_is_over_with_the_hour(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    for now in ("2026-11-21T10:59:59.999Z", "2026-11-21T11:00:00.000Z"):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        wire.says(answer("payment_intent_succeeded"))
        stripe.capture(ORDER, HELD)
    assert wire.keys == [f"{ORDER}-1-capture-2026-11-21T10", f"{ORDER}-1-capture-2026-11-21T11"]


# Amounts


STRIPES_ZERO_DECIMAL = [
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "JPY",
    "KMF",
    "KRW",
    "MGA",
    "PYG",
    "RWF",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
]
STRIPES_THREE_DECIMAL = ["BHD", "JOD", "KWD", "OMR", "TND"]


@pytest.mark.parametrize(
    ("amount", "currency", "there"),
    [(2900, "EUR", 2900), (500, "JPY", 500), (500, "ISK", 50_000), (500, "UGX", 50_000), (5120, "KWD", 5120)],
)
def test_an_amount_goes_and_comes_back_in_stripes_unit(amount: int, currency: str, there: int) -> None:
    assert to_stripe(amount, currency) == there
    assert from_stripe(there, currency) == amount


@pytest.mark.parametrize("currency", STRIPES_THREE_DECIMAL)
def test_a_third_decimal_that_stripe_cannot_take_is_refused_and_not_rounded(currency: str) -> None:
    with pytest.raises(ProviderRejected, match="last digit"):
        to_stripe(5124, currency)


def test_an_amount_that_the_shop_cannot_express_is_no_answer() -> None:
    with pytest.raises(OutcomeUnknown):
        from_stripe(50_050, "ISK")


def test_every_price_without_decimals_here_is_counted_as_stripe_counts_it() -> None:
    none = {currency for currency in currencies.WORTH if currencies.digits(currency) == 0}
    unknown_to_stripe = {"IQD", "IRR", "KPW", "SOS", "SYP"}
    assert {each for each in none - unknown_to_stripe if to_stripe(1, each) == 1} == set(STRIPES_ZERO_DECIMAL)
