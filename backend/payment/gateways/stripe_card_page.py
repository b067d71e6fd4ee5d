"""Stripe Checkout as the page where a card is entered: it sets up a payment method, and charges nothing.

A payment in Checkout would charge before the order is placed, so the session only sets up (`mode=setup`). The server
reads the card by the session's id; the shopper's browser carries no token.
"""

from hashlib import sha256
from urllib.parse import urlencode

import msgspec

from backend.contracts.payment.models import CardEntryPage, CardEntryRequest, EnteredCard
from backend.payment.gateways.connection import OutcomeUnknown
from backend.payment.gateways.stripe_api import NotThere, ask

_BRANDS = {
    "amex": "American Express", "diners": "Diners Club", "discover": "Discover", "eftpos_au": "Eftpos",
    "jcb": "JCB", "mastercard": "Mastercard", "unionpay": "UnionPay", "visa": "Visa",
}  # fmt: skip
_NOT_YET = {
    "en": "Nothing is charged yet. You see your whole order before you pay.",
    "de": "Es wird noch nichts abgebucht. Sie sehen Ihre ganze Bestellung, bevor Sie bezahlen.",
    "fr": "Rien n’est encore débité. Vous voyez toute votre commande avant de payer.",
}


class _Card(msgspec.Struct, frozen=True):
    brand: str
    last4: str


class _Method(msgspec.Struct, frozen=True):
    id: str
    card: _Card | None = None


class _Setup(msgspec.Struct, frozen=True):
    payment_method: _Method | None = None


class _Session(msgspec.Struct, frozen=True):
    """https://docs.stripe.com/api/checkout/sessions/object. `setup_intent` is expanded, or an id."""

    id: str
    url: str | None = None
    status: str | None = None
    customer: str | None = None
    setup_intent: _Setup | str | None = None


def open_card_page(request: CardEntryRequest) -> CardEntryPage:
    """Return a page of Stripe's that asks for a card, and the session to read once the shopper is back.

    Each visit has a `state` of its own, which makes the idempotency key.
    https://docs.stripe.com/api/checkout/sessions/create
    """
    back = f"{request.return_url}?{urlencode({'state': request.state})}"
    params = {
        "mode": "setup", "payment_method_types[]": "card", "customer_creation": "always",
        "success_url": back, "cancel_url": back, "locale": request.language,
        "custom_text[submit][message]": _NOT_YET[request.language],
    }  # fmt: skip
    made = ask("POST", "/checkout/sessions", _Session, params, f"card-{sha256(back.encode()).hexdigest()}")
    if not made.url:
        raise OutcomeUnknown("a checkout session without a page")
    return CardEntryPage(url=made.url, session=made.id)


def read_card(session: str) -> EnteredCard | None:
    """Return the card that was entered on this session's page; None if there is none."""
    try:
        params = {"expand[]": "setup_intent.payment_method"}
        page = ask("GET", f"/checkout/sessions/{session}", _Session, params)
    except NotThere:
        return None
    method = page.setup_intent.payment_method if isinstance(page.setup_intent, _Setup) else None
    if page.status != "complete" or method is None or method.card is None:
        return None
    token = f"{method.id}.{page.customer}" if page.customer else method.id
    return EnteredCard(token=token, brand=_BRANDS.get(method.card.brand, "Card"), last4=method.card.last4)
