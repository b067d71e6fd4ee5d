"""Making the order: the one call of the checkout that changes something. However often the form is sent, it is one order."""

import time
from typing import NoReturn

from django.contrib import messages
from django.http import HttpRequest

from backend.contracts.basket import CHECK_OUT, CheckedOut, Delivery, NewAddress
from storefront import api
from storefront.basket import owner, summary, words
from storefront.checkout import agreement, card, guard
from storefront.checkout.agreement import Agreement
from storefront.order import memory
from storefront.order.memory import Made
from storefront.redirect import SeeOther


class Again(Exception):
    """The shopper has to look once more; the text says why. `before` is the total that was agreed to, where that has changed."""

    def __init__(self, reason: str, before: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.before = reason, before


def made_before(request: HttpRequest) -> Made | None:
    """The order this form has already made, if this session knows of it."""
    agreed = _agreed(request)
    return memory.by_key(request, agreed.key) if agreed else None


def make(request: HttpRequest, address: NewAddress, delivery: Delivery, token: str) -> Made:
    """The order this form makes. Raises `Again`, `guard.Elsewhere` and `api.Unavailable`.

    After `Unavailable` it is not known whether there is an order: the same form has to be sent again, and settles it.
    """
    agreed = _agreed(request)
    if agreed is None:
        raise Again("This page was out of date. Please look at it once more.")
    body = agreement.checkout(agreed, address, delivery, token)
    if body is None:
        raise Again("You changed the address, the delivery or the card in another window. Is everything right?")
    try:
        reply: CheckedOut = api.call(CHECK_OUT, request=request, body=body)
    except api.Refusal as refusal:
        _refused(request, refusal, agreed)
    made = Made(reply.order_id, agreed.key, reply.total, reply.currency, address.email, time.time())
    memory.keep(request, made)
    summary.forget(request)
    card.forget(request)
    return made


def _agreed(request: HttpRequest) -> Agreement | None:
    return agreement.opened(request.POST.get("agreed", ""), owner.shopper(request).sub)


def _refused(request: HttpRequest, refusal: api.Refusal, agreed: Agreement) -> NoReturn:
    """Where each refusal leads: to a last look, to the order, to the address, or to the basket, with the reason."""
    problem = refusal.problem
    if problem.status == 401:
        raise refusal
    if problem.type == "total-changed":
        raise Again("The total has changed since you last looked.", before=agreed.total) from None
    if problem.type == "key-reused":
        messages.info(request, "You have already sent this order. Here it is.")
        raise guard.Elsewhere(SeeOther("order:history")) from None
    if problem.type == "invalid":
        messages.error(request, "Something about the address was not accepted. Please look at it once more.")
        raise guard.Elsewhere(SeeOther("checkout:address")) from None
    messages.error(request, guard.nothing_left(request) if problem.type == "empty-basket" else words.refused(problem))
    raise guard.Elsewhere(SeeOther("basket:show")) from None
