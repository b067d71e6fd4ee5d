"""A card for an order that waits for one, or another card after one was declined: without filling in anything again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from backend.contracts.order.guest_operations import PAY_GUEST_ORDER
from backend.contracts.order.models import Pay
from backend.contracts.order.operations import PAY_ORDER
from backend.contracts.order.states import PAYABLE
from backend.contracts.payment.models import MAX_ATTEMPTS
from storefront.clients import api
from storefront.order import access, card_visits
from storefront.order.access import owner_required
from storefront.order.notices import SPENT
from storefront.web.redirect import SeeOther, post_only

NO_RETRY_NEEDED = gettext_lazy("This order needs no other card any more.")


@post_only("order:show", "order_id")
@owner_required
def retry(request: HttpRequest, order_id: str) -> HttpResponse:
    """Redirect to the provider's card page, for the order's next attempt."""
    order = access.get_order(request, order_id)
    if order.state not in PAYABLE:
        messages.info(request, NO_RETRY_NEEDED)
        return SeeOther("order:show", order_id)
    if order.attempt >= MAX_ATTEMPTS:
        messages.warning(request, SPENT)
        return SeeOther("order:show", order_id)
    return SeeOther(card_visits.start_visit(request, order.card_amount, order.currency, order_id, order.attempt + 1))


def pay(request: HttpRequest, order_id: str, attempt: int, token: str) -> HttpResponse:
    """Pay with this card. A repeat for the same attempt pays only once. Raises `api.Unavailable`; the caller may then
    try again."""
    try:
        access.call(request, PAY_ORDER, PAY_GUEST_ORDER, order_id, Pay(token=token, attempt=attempt))
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        messages.info(request, NO_RETRY_NEEDED)
    return SeeOther("order:show", order_id)
