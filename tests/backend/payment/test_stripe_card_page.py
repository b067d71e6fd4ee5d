"""Stripe's page for a card: what is asked for, and what is read when the shopper is back."""

import msgspec
import pytest

from backend.contracts.payment.models import CardEntryRequest
from backend.contracts.types import Language
from backend.payment.gateways import stripe
from backend.payment.gateways.connection import OutcomeUnknown
from tests.backend.payment import test_stripe_gateway
from tests.backend.payment.shapes import answer, body
from tests.backend.payment.test_stripe_gateway import Wire

wire = test_stripe_gateway.wire
SESSION = "cs_test_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u"
VISIT = CardEntryRequest(return_url="https://shop.test/checkout/card/", state="s" * 32, amount=2900, currency="EUR")


def test_a_session_without_a_page_is_no_answer(wire: Wire) -> None:
    wire.says(answer("checkout_session_open", url=None))
    with pytest.raises(OutcomeUnknown):
        stripe.open_card_page(VISIT)


@pytest.mark.parametrize("shape", ["checkout_session_open", "error_no_session"])
def test_a_visit_that_brought_no_card_has_none(wire: Wire, shape: str) -> None:
    wire.says(answer(shape))
    assert stripe.read_card(SESSION) is None


def test_the_page_sets_a_card_up_and_charges_nothing(wire: Wire) -> None:
    wire.says(answer("checkout_session_open"))
    page = stripe.open_card_page(VISIT)
    assert (page.url, page.session) == (body("checkout_session_open")["url"], SESSION)
    sent = wire.sent[0][3]
    back = "https://shop.test/checkout/card/?state=" + "s" * 32
    assert (sent["mode"], sent["customer_creation"], sent["success_url"], sent["cancel_url"]) == (
        "setup", "always", back, back,
    )  # fmt: skip
    assert not any("amount" in name for name in sent)


def test_a_visit_that_is_asked_for_twice_is_one(wire: Wire) -> None:
    wire.says(answer("checkout_session_open"))
    stripe.open_card_page(VISIT)
    stripe.open_card_page(VISIT)
    stripe.open_card_page(msgspec.structs.replace(VISIT, state="t" * 32))
    assert wire.keys[0] == wire.keys[1] != wire.keys[2]
    assert VISIT.state not in wire.keys[0]


def test_the_card_is_read_with_the_customer_it_belongs_to(wire: Wire) -> None:
    wire.says(answer("checkout_session_complete"))
    card = stripe.read_card(SESSION)
    assert card
    assert (card.token, card.brand, card.last4) == (
        "pm_1MqLiJLkdIwHu7ixUEgbFdYF.cus_NffrFeUfNV2Hib", "Mastercard", "4444",
    )  # fmt: skip
    msgspec.convert(msgspec.to_builtins(card), type(card))
    assert wire.paths == [f"GET /checkout/sessions/{SESSION}?expand%5B%5D=setup_intent.payment_method"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Nothing is charged yet"), ("de", "Es wird noch nichts abgebucht"), ("fr", "Rien n’est encore débité")],
)
def test_the_page_speaks_the_shoppers_language(wire: Wire, language: Language, said: str) -> None:
    wire.says(answer("checkout_session_open"))
    stripe.open_card_page(msgspec.structs.replace(VISIT, language=language))
    sent = wire.sent[0][3]
    assert sent["locale"] == language
    assert str(sent["custom_text[submit][message]"]).startswith(said)
