"""What a shopper can still do about an order before it is packed: cancel it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.contracts.order.guest_operations import CANCEL_GUEST_ORDER
from backend.contracts.order.models import Order
from backend.contracts.order.operations import CANCEL_ORDER
from backend.contracts.order.states import CANCELLABLE, State
from storefront.clients import api
from storefront.order import access
from storefront.order.access import owner_required
from storefront.web.redirect import SeeOther

TOO_LATE = {
    State.PACKED: gettext_lazy(
        "It is packed already, so it cannot be cancelled any more. You can send it back once it is there."
    ),
    State.SENT: gettext_lazy(
        "It is on its way already, so it cannot be cancelled any more. You can send it back once it is there."
    ),
    State.CANCELLED: gettext_lazy("It is cancelled already."),
    State.REFUSED: gettext_lazy("There is nothing to cancel: the order could not be fulfilled."),
}
MAILED = gettext_lazy("The codes are mailed. Write to us, and what is left on your gift vouchers goes back.")
NOT_NOW = gettext_lazy("That cannot be done with this order any more.")


def _page(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(owner_required(view)))


@_page
def cancel(request: HttpRequest, order_id: str) -> HttpResponse:
    """Render the confirmation, or cancel the order by POST."""
    if request.method == "POST":
        return _redirect_after_cancel(request, order_id)
    order = _order(request, order_id)
    if order.state not in CANCELLABLE or order.is_settled:
        return _too_late(request, order)
    return render(request, "order/cancel.html", {"order": order})


def _redirect_after_cancel(request: HttpRequest, order_id: str) -> HttpResponse:
    """Return a redirect to the order, with a message about what happened."""
    try:
        access.call(request, CANCEL_ORDER, CANCEL_GUEST_ORDER, order_id)
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        return _too_late(request, _order(request, order_id))
    messages.success(request, gettext("The order is cancelled."))
    return SeeOther("order:show", order_id)


def _too_late(request: HttpRequest, order: Order) -> HttpResponse:
    messages.warning(request, MAILED if order.is_settled else TOO_LATE.get(order.state, NOT_NOW))
    return SeeOther("order:show", order.id)


def _order(request: HttpRequest, order_id: str) -> Order:
    return access.get_order(request, order_id)
