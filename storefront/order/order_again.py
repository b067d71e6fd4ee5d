"""Ordering again: an order's articles are put back into the basket, all of them or one.

The basket then holds at least what the order did, as far as it is available. Sent twice, nothing is added twice.
"""

from collections import Counter
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from backend.contracts.basket.models import Basket, OrderLine
from backend.contracts.order.models import Order
from backend.contracts.order.states import BOUGHT, State
from backend.contracts.types import MAX_QUANTITY
from storefront.basket import client, notices
from storefront.clients import api
from storefront.order import access
from storefront.order.access import owner_required
from storefront.order.again_report import Report
from storefront.web.redirect import SeeOther, post_only

UNFULFILLED = (State.REFUSED, State.CANCELLED)
"""The order came to nothing: its lines are offered back, where others are offered once more."""

REPEATABLE = (*UNFULFILLED, *BOUGHT)
"""States in which an order can be ordered again: the first one is decided."""

_NOT_FOR_SALE = {"not-found", "unknown-sku", "withdrawn", "other-currency"}
"""Types of the basket's refusals that mean an article cannot be had any more."""


@post_only("order:show", "order_id")
@never_cache
@owner_required
def order_again(request: HttpRequest, order_id: str) -> HttpResponse:
    """Put the order's lines into the basket, with a `sku` only those of that article, and report what happened to
    each."""
    order = access.get_order(request, order_id)
    lines = [line for line in order.lines if request.POST.get("sku", line.sku) == line.sku]
    if order.state not in REPEATABLE or not lines:
        return SeeOther("order:show", order_id)
    try:
        report = refill(request, lines)
    except api.Unavailable:
        messages.error(request, notices.DOWN)
        return SeeOther("order:show", order_id)
    for level, text in report.sentences(order.currency):
        messages.add_message(request, level, text)
    return SeeOther("basket:show")


def refill(request: HttpRequest, lines: Iterable[OrderLine]) -> Report:
    """Fill the basket up to the pieces of these lines. Raise `api.Unavailable`; what was added until then stays."""
    report, basket = Report(), client.get(request)
    pieces: Counter[str] = Counter()
    by_sku = {}
    for line in lines:
        pieces[line.sku] += line.quantity
        by_sku[line.sku] = line
    for sku, quantity in pieces.items():
        basket = _put(request, basket, by_sku[sku], min(quantity, MAX_QUANTITY), report)
    return report


def _put(request: HttpRequest, basket: Basket, line: OrderLine, quantity: int, report: Report) -> Basket:
    """Add one article and report it. Raises `api.Refusal` for an answer that is not about the article."""
    try:
        basket, added = client.raise_to(request, basket, line.sku, quantity)
    except api.Refusal as refusal:
        if refusal.problem.type in _NOT_FOR_SALE:
            report.gone.append(line)
        elif refusal.problem.type == "basket-full":
            report.no_room.append(line)
        elif refusal.problem.status == 401:
            raise
        else:
            raise api.Unavailable("basket") from refusal  # too busy, say: the same click may succeed in a moment
        return basket
    report.add(line, client.line_of(basket, line.sku), quantity, added)
    return basket


def context(order: Order) -> dict[str, object]:
    """Return which of the buttons the order's page has: order again, or put everything back."""
    unfulfilled = order.state in UNFULFILLED
    return {"repeatable": order.state in REPEATABLE and not unfulfilled, "put_back": unfulfilled}
