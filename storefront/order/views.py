"""The order pages. A newly placed order is shown as being prepared until the order service has it."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.contracts.order.models import Order, OrdersQuery
from backend.contracts.order.operations import LIST_ORDERS
from storefront.account.shopper import login_required, shopper, to_sign_in
from storefront.clients import api
from storefront.clients.concurrency import gather
from storefront.order import access, claims, order_again, pages, recent_orders
from storefront.order.access import owner_required
from storefront.order.back_from_bank import in_language_of_payment
from storefront.order.recent_orders import RecentOrder
from storefront.product.recommendations import pick_for
from storefront.web.htmx import is_htmx
from storefront.web.redirect import SeeOther

FAST, SLOW = 30, 600  # seconds after the checkout until the page asks less often, and until it stops asking
SOON = 180  # seconds after the checkout in which a service that does not answer may still be at work on it


@require_safe
@never_cache
@in_language_of_payment
@owner_required
def show(request: HttpRequest, order_id: str) -> HttpResponse:
    """Render one order; for htmx, what is swapped in once there is something new."""
    claims.claim_held(request)
    recent_order = recent_orders.by_id(request, order_id)
    try:
        order, picks = gather(partial(_order, request, order_id), lambda: () if is_htmx(request) else pick_for(request))
    except api.Unavailable:
        if is_htmx(request) and "seen" in request.GET:
            return HttpResponse(status=204)  # whoever sees the order keeps what they see
        if recent_order is None:
            raise
        return _preparing(request, recent_order) if recent_order.age < SOON else _waiting(request, recent_order, "down")
    if order:
        access.note_placed(request, order_id)
        return pages.order_page(request, order, recent_order, picks)
    if (recent_order is None or access.is_gone(request, order_id)) and not shopper(request):
        access.drop(request, order_id)
        return to_sign_in(request)  # an account has taken it along
    if recent_order is None:
        raise Http404
    return _preparing(request, recent_order)


def _order(request: HttpRequest, order_id: str) -> Order | None:
    try:
        order = access.get_order(request, order_id)
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None
    return order


def _preparing(request: HttpRequest, recent_order: RecentOrder) -> HttpResponse:
    return _waiting(
        request, recent_order, "fast" if recent_order.age < FAST else "slow" if recent_order.age < SLOW else "rest"
    )


def _waiting(request: HttpRequest, recent_order: RecentOrder, pace: str) -> HttpResponse:
    """Render the page in place of an order that cannot be shown yet; for htmx, nothing while it would say the same."""
    part = is_htmx(request)
    if part and request.GET.get("pace") == pace:
        return HttpResponse(status=204)
    template = "order/preparing.html" if part else "order/page.html"
    context = {
        "recent_order": recent_order,
        "pace": pace,
        "guest": bool(access.find_key(request, recent_order.order_id)),
    }
    return render(request, template, context, status=503 if pace == "down" and not part else 200)


@require_safe
@never_cache
@login_required
def history(request: HttpRequest) -> HttpResponse:
    """Render the shopper's orders, newest first, a page at a time."""
    claims.claim_held(request)
    cursor = request.GET.get("after") or None
    try:
        page = api.call(LIST_ORDERS, request=request, query=OrdersQuery(cursor=cursor))
    except api.Unavailable:
        return render(
            request, "order/history.html", {"page": None, "pending": recent_orders.recent(request)}, status=503
        )
    except api.Refusal as refusal:
        if refusal.problem.status == 401:
            raise
        return SeeOther("order:history")  # a cursor that is not ours
    known_ids = {order.id for order in page.items}
    pending = (
        []
        if cursor
        else [recent_order for recent_order in recent_orders.recent(request) if recent_order.order_id not in known_ids]
    )
    context = {"page": page, "pending": pending, "later": cursor is not None, "repeatable": order_again.REPEATABLE}
    return render(request, "order/history.html", context)
