"""The shopper's card as the shop knows it: a token, and what a receipt may show.

It is kept in the session until the order is made.

Whoever is sent to the provider's card page takes a `state` along that only this session knows, and a card is taken from
nobody who comes back without it: else a stranger's link could put the stranger's card into somebody's checkout (RFC
6749, 10.12).

Stripe's page hands no token over: the card is read by the session that was made for the visit, server to server.

The sandbox names the token in the query, as an OAuth server names its code: it is of use with the merchant's key only,
and for one payment. That address shows no page. It is left at once for one without the token, so no history, sign-in or
Referer holds it (ASVS 14.2.1).
"""

import secrets
from http import HTTPStatus
from typing import Annotated

import msgspec
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from msgspec import Meta, structs

from backend.contracts.payment.models import Attempt, Token
from backend.contracts.payment.operations import GET_ENTERED_CARD
from storefront.clients import api
from storefront.web import languages, payment_pages

CARD, VISITS, LANGUAGE = "checkout.card", "checkout.card-visits", "checkout.card-language"
MAX_VISITS = 8  # visits to the card page that a session remembers


class Card(msgspec.Struct, frozen=True):
    """`token` stands for it at the provider and is never shown."""

    token: Token
    brand: Annotated[str, Meta(pattern=r"^[A-Za-z ]{1,30}$(?!\n)")]
    last4: Annotated[str, Meta(pattern=r"^[0-9]{4}$(?!\n)")]

    @property
    def name(self) -> str:
        """The card as people know it: `Visa ending 4242`."""
        return gettext("%(brand)s ending %(last4)s") % {"brand": self.brand, "last4": self.last4}


class CardPageVisit(msgspec.Struct, frozen=True):
    """A visit to the card page: for the checkout, or for a further `attempt` to pay the order `order_id`.

    `session` is the provider's name of the visit, empty where its page hands the card over by its return; `card` is
    what came of it.
    """

    state: str
    order_id: str = ""
    attempt: Attempt = 1
    session: str = ""
    card: Card | None = None


def start_visit(request: HttpRequest, amount: int, currency: str, order_id: str = "", attempt: int = 1) -> str:
    """Remember that the shopper is sent to the card page, and for what; return the page. Raises `api.Unavailable`."""
    state = secrets.token_urlsafe(24)
    page = payment_pages.open_card_page(state, amount, currency)
    visit = CardPageVisit(state, order_id, attempt, page.session)
    request.session[VISITS] = [msgspec.to_builtins(each) for each in (*_visits(request), visit)][-MAX_VISITS:]
    request.session[LANGUAGE] = languages.current()
    return page.url


def language(request: HttpRequest) -> str | None:
    """Return the language in which this session last entered a card, or None."""
    return next((each for each in languages.names() if each == request.session.get(LANGUAGE)), None)


def keep_card(request: HttpRequest) -> None:
    """Keep the card that this request brings beside its visit, so that no other page's address need hold its token."""
    visit, card = find_visit(request), card_from_query(request.GET)
    if visit and card and not visit.session:
        visits = (structs.replace(each, card=card) if each.state == visit.state else each for each in _visits(request))
        request.session[VISITS] = [msgspec.to_builtins(each) for each in visits]


def find_visit(request: HttpRequest) -> CardPageVisit | None:
    """Return the visit that this request returns from; None if this session has none with that state."""
    state = request.GET.get("state", "").encode()
    return next((each for each in _visits(request) if secrets.compare_digest(each.state.encode(), state)), None)


def get_visit_card(visit: CardPageVisit) -> Card | None:
    """Return the card that a visit brought, or None. Raises `api.Unavailable`."""
    if not visit.session:
        return visit.card
    try:
        entered = api.call(GET_ENTERED_CARD, path={"session": visit.session})
    except api.Refusal as refusal:
        if refusal.problem.status != HTTPStatus.NOT_FOUND:
            raise
        return None
    return Card(entered.token, entered.brand, entered.last4)


def card_from_query(query: QueryDict) -> Card | None:
    """Return the card that the provider gave a token for; None where it gave none."""
    try:
        return msgspec.convert(query.dict(), Card)
    except msgspec.ValidationError:
        return None


def keep(request: HttpRequest, card: Card) -> None:
    """Keep the card that the checkout is to be paid with."""
    request.session[CARD] = msgspec.to_builtins(card)


def get_card(request: HttpRequest) -> Card | None:
    """Return the chosen card, or None before one is chosen."""
    entry = request.session.get(CARD)
    return msgspec.convert(entry, Card) if entry else None


def forget(request: HttpRequest) -> None:
    """Forget the card: the next checkout asks for one again."""
    request.session.pop(CARD, None)


def _visits(request: HttpRequest) -> list[CardPageVisit]:
    """Return those that the session remembers; none where they cannot be read, so that the next begins anew."""
    try:
        return msgspec.convert(request.session.get(VISITS, []), list[CardPageVisit])
    except msgspec.ValidationError:
        return []
