"""The order that a member of staff puts together on the telephone, until it is placed: kept in their session.

Its lines are those of a guest's basket that only this session knows, so prices, stock and delivery are the shop's own.
"""

import secrets

from django.core import signing
from django.http import HttpRequest
from msgspec import Struct, ValidationError, convert, to_builtins

from backend.contracts.basket.models import HOME_COUNTRY, Agreed, Basket, Delivery, DeliveryOption, NewAddress
from backend.contracts.basket.operations import GET_GUEST_BASKET
from backend.contracts.basket.paths import BasketQuery
from backend.contracts.types import Language
from storefront.checkout import signed_agreement
from storefront.clients import api
from storefront.clients.localization import localize
from storefront.web import delivery_country, delivery_zones

_SESSION_KEY = "phone_order"


class Draft(Struct, frozen=True):
    """`guest_id` is the basket's; `key` makes the order once, however often the last form is sent.

    `choice` is the language that staff chose, None for that of the customer's last order; `language` is which it is.
    """

    guest_id: str
    key: str
    address: NewAddress | None = None
    choice: Language | None = None
    language: Language = "en"

    @property
    def country(self) -> str:
        """The country to deliver to; home while none is known, or the one that was typed is no longer delivered to."""
        typed = self.address.country if self.address else HOME_COUNTRY
        return typed if delivery_country.is_delivered_to(typed) else HOME_COUNTRY


def read(request: HttpRequest) -> Draft:
    """Return the session's draft: a new, empty one where there is none."""
    stored_draft = request.session.get(_SESSION_KEY)
    return convert(stored_draft, Draft) if stored_draft else Draft(secrets.token_hex(16), secrets.token_hex(16))


def keep(request: HttpRequest, draft: Draft) -> None:
    """Keep the draft in the session."""
    request.session[_SESSION_KEY] = to_builtins(draft)


def drop(request: HttpRequest) -> None:
    """Forget the draft; its basket expires like any other that is left."""
    request.session.pop(_SESSION_KEY, None)


def sign_terms(basket: Basket, option: DeliveryOption, language: Language) -> str:
    """Return what the review page shows of one way of delivery, for its form. Its lines are called as in the customer's
    language, as those of the order will be.
    """
    terms = signed_agreement.terms(localize(basket, language), option)
    return signing.dumps(to_builtins(terms), salt=_SESSION_KEY, compress=True)


def read_terms(request: HttpRequest, delivery: Delivery) -> Agreed | None:
    """Return what the form showed of that way of delivery; None where it tells nothing that is ours."""
    try:
        return convert(signing.loads(request.POST.get(f"terms-{delivery.value}", ""), salt=_SESSION_KEY), Agreed)
    except (signing.BadSignature, ValidationError):
        return None


def basket(draft: Draft) -> Basket:
    """Return the draft's lines, with the ways of delivery to its country; to home where the basket has heard before
    this process that it is no longer delivered to.
    """
    path = {"guest_id": draft.guest_id}
    try:
        return api.call(GET_GUEST_BASKET, path=path, query=BasketQuery(country=draft.country))
    except api.Refusal as refusal:
        if refusal.problem.type != "no-delivery":
            raise
    delivery_zones.ask_again()
    return api.call(GET_GUEST_BASKET, path=path, query=BasketQuery())
