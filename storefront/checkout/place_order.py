"""Placing the order: the one call of the checkout that changes something. However often the form is sent, it is one
order."""

import time
from datetime import datetime
from typing import NoReturn

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.models import CheckOut, Delivery
from backend.contracts.basket.operations import CHECK_OUT, CHECK_OUT_GUEST_BASKET
from backend.contracts.order.models import OrdersQuery
from backend.contracts.order.operations import LIST_ORDERS
from storefront.basket import notices, owner, summary
from storefront.checkout import decorators, session_state, signed_agreement
from storefront.checkout.session_state import Addresses
from storefront.checkout.signed_agreement import Agreement
from storefront.clients import api
from storefront.order import access, card_visits, recent_orders
from storefront.order.access import HeldKey
from storefront.order.recent_orders import RecentOrder
from storefront.web import delivery_zones
from storefront.web.redirect import SeeOther

CHANGED = gettext_lazy("Something has changed since you last looked. Nothing has been ordered yet.")
WRONG_ADDRESS = gettext_lazy("Something about the address was not accepted. Please look at it once more.")
ORDERED = gettext_lazy("You placed this order in another window. Nothing was ordered twice.")


class NeedsReview(Exception):
    """The shopper has to look at the order again; the text says why. `agreed` is what the page had shown, if that has
    changed."""

    def __init__(self, reason: str, agreed: Agreement | None = None) -> None:
        super().__init__(reason)
        self.reason, self.agreed = reason, agreed


def existing_order(request: HttpRequest) -> str | None:
    """Return the id of the order that this form has made, or that another window has made since the form was shown.

    None if there is none.
    """
    agreed = _read_agreement(request)
    if agreed is None:
        return None
    if recent_order := recent_orders.by_key(request, agreed.key):
        return recent_order.order_id
    recent_order = next(
        (recent_order for recent_order in recent_orders.recent(request) if agreed.at and recent_order.at >= agreed.at),
        None,
    )
    return _redirect_to_order(request, recent_order.order_id) if recent_order else None


def place_order(request: HttpRequest, where: Addresses, delivery: Delivery, token: str) -> RecentOrder:
    """Place the order of the form and return it. Raises `NeedsReview`, `RedirectTo` and `api.Unavailable`.

    After `Unavailable` it is not known whether there is an order: the same form has to be sent again, and settles it.
    """
    agreed = _read_agreement(request)
    if agreed is None:
        raise NeedsReview(gettext("This page was out of date. Please look at it once more."))
    body = signed_agreement.checkout(agreed, where, delivery, token)
    if body is None:
        raise NeedsReview(
            gettext("You changed the address, the delivery or the card in another window. Is everything right?")
        )
    try:
        reply = _check_out(request, body)
    except api.Refusal as refusal:
        _redirect_after_refusal(request, refusal, agreed)
    email = where.delivery.email
    recent_order = RecentOrder(reply.order_id, agreed.key, reply.total, reply.currency, email, time.time())
    recent_orders.keep(request, recent_order)
    if reply.order_key:
        access.keep(request, HeldKey(reply.order_id, reply.order_key))
    summary.forget(request)
    card_visits.forget(request)
    return recent_order


def _check_out(request: HttpRequest, body: CheckOut) -> CheckedOut:
    if owner.shopper(request):
        return api.call(CHECK_OUT, request=request, body=body)
    return api.call(CHECK_OUT_GUEST_BASKET, path={"guest_id": owner.guest_id(request)}, body=body)


def _read_agreement(request: HttpRequest) -> Agreement | None:
    return signed_agreement.unseal(request.POST.get("agreed", ""), session_state.buyer(request))


def _redirect_after_refusal(request: HttpRequest, refusal: api.Refusal, agreed: Agreement) -> NoReturn:
    """Return where each refusal leads: to the review, to the order, to the address, or to the basket, with the
    reason."""
    problem = refusal.problem
    if problem.status == 401:
        raise refusal
    if problem.type in ("order-changed", "total-changed"):
        raise NeedsReview(str(CHANGED), agreed) from None
    if problem.type == "empty-basket" and (order_id := _find_order_from_other_window(request, agreed)):
        raise decorators.RedirectTo(SeeOther("order:show", order_id)) from None
    if problem.type == "key-reused":
        messages.info(request, gettext("You have already sent this order. Here it is."))
        raise decorators.RedirectTo(SeeOther("order:history" if owner.shopper(request) else "order:find")) from None
    if problem.type == "invalid":
        messages.error(request, WRONG_ADDRESS)
        raise decorators.RedirectTo(SeeOther("checkout:address")) from None
    if problem.type == "no-delivery":
        delivery_zones.ask_again()
        messages.error(request, notices.explain_refusal(problem))
        raise decorators.RedirectTo(SeeOther("checkout:address")) from None
    messages.error(
        request,
        decorators.nothing_left(request) if problem.type == "empty-basket" else notices.explain_refusal(problem),
    )
    raise decorators.RedirectTo(SeeOther("basket:show")) from None


def _find_order_from_other_window(request: HttpRequest, agreed: Agreement) -> str | None:
    """Return the id of the order that emptied the basket since the page was shown, in another browser.

    None if it is not known yet.
    """
    if not owner.shopper(request):
        return None
    try:
        page = api.call(LIST_ORDERS, request=request, query=OrdersQuery(limit=1))
    except (api.Refusal, api.Unavailable):
        return None
    newest = next(iter(page.items), None)
    if newest is None or not agreed.at or datetime.fromisoformat(newest.placed_at).timestamp() < agreed.at:
        return None
    return _redirect_to_order(request, newest.id)


def _redirect_to_order(request: HttpRequest, order_id: str) -> str:
    """Return the order's id, and on its page a word about why the form led there."""
    messages.info(request, ORDERED)
    return order_id
