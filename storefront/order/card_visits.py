"""The shopper's card as the shop knows it: a token, and what a receipt may show.

It is kept in the session until the order is made.

Whoever is sent to the provider's card page takes a `state` along that only this session knows, and a card is taken from
nobody who comes back without it: else a stranger's link could put the stranger's card into somebody's checkout (RFC
6749, 10.12).

The provider names the token in the query, as an OAuth server names its code: it is of use with the merchant's key only,
and for one payment. That address shows no page. It is left at once for one without the token, so no history, sign-in or
Referer holds it (ASVS 14.2.1).
"""

import secrets
from typing import Annotated

import msgspec
from django.http import HttpRequest, QueryDict
from msgspec import Meta, structs

from backend.contracts.payment.models import Attempt, Token

CARD, VISITS = "checkout.card", "checkout.card-visits"
MAX_VISITS = 8  # visits to the card page that a session remembers


class Card(msgspec.Struct, frozen=True):
    """`token` stands for it at the provider and is never shown."""

    token: Token
    brand: Annotated[str, Meta(pattern=r"^[A-Za-z ]{1,30}$(?!\n)")]
    last4: Annotated[str, Meta(pattern=r"^[0-9]{4}$(?!\n)")]

    @property
    def name(self) -> str:
        """The card as people know it: `Visa ending 4242`."""
        return f"{self.brand} ending {self.last4}"


class CardPageVisit(msgspec.Struct, frozen=True):
    """A visit to the card page: for the checkout, or for a further `attempt` to pay the order `order_id`.

    `card` is what came of it.
    """

    state: str
    order_id: str = ""
    attempt: Attempt = 1
    card: Card | None = None


def start_visit(request: HttpRequest, order_id: str = "", attempt: int = 1) -> str:
    """Remember that the shopper is sent to the card page, and for what; the state to take along."""
    visit = CardPageVisit(secrets.token_urlsafe(24), order_id, attempt)
    request.session[VISITS] = [msgspec.to_builtins(each) for each in (*_visits(request), visit)][-MAX_VISITS:]
    return visit.state


def keep_card(request: HttpRequest) -> None:
    """Keep the card that this request brings beside its visit, so that no other page's address need hold its token."""
    found, card = find_visit(request), card_from_query(request.GET)
    if found and card:
        visits = (structs.replace(each, card=card) if each.state == found.state else each for each in _visits(request))
        request.session[VISITS] = [msgspec.to_builtins(each) for each in visits]


def find_visit(request: HttpRequest) -> CardPageVisit | None:
    """Return the visit that this request comes back from; None where this session made none with that state."""
    state = request.GET.get("state", "").encode()
    return next((each for each in _visits(request) if secrets.compare_digest(each.state.encode(), state)), None)


def card_from_query(query: QueryDict) -> Card | None:
    """Return the card that the provider gave a token for; None where it gave none."""
    try:
        return msgspec.convert(query.dict(), Card)
    except msgspec.ValidationError:
        return None


def keep(request: HttpRequest, card: Card) -> None:
    """The card that the checkout shall be paid with."""
    request.session[CARD] = msgspec.to_builtins(card)


def get_card(request: HttpRequest) -> Card | None:
    """Return the card that was chosen, or None before one is."""
    entry = request.session.get(CARD)
    return msgspec.convert(entry, Card) if entry else None


def forget(request: HttpRequest) -> None:
    """The next checkout asks for a card again."""
    request.session.pop(CARD, None)


def _visits(request: HttpRequest) -> list[CardPageVisit]:
    """Return those that the session remembers; none where they cannot be read, so that the next begins anew."""
    try:
        return msgspec.convert(request.session.get(VISITS, []), list[CardPageVisit])
    except msgspec.ValidationError:
        return []
