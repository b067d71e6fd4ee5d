"""The payment step: to the provider's card page, and back with a token."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from storefront.checkout import decorators, session_state
from storefront.checkout.pages import option, page
from storefront.order import card_visits, retry_payment
from storefront.web.redirect import SeeOther

STALE = gettext_lazy("That card page was not opened from here, or too long ago. Please open it again.")
NONE = gettext_lazy("No card was given, and nothing is ordered. You can try again.")


@require_http_methods(["GET", "HEAD", "POST"])
@decorators.step
def payment(request: HttpRequest) -> HttpResponse:
    """Render the payment step; its button leads to the provider's page, which asks for the card."""
    if session_state.addresses(request) is None:
        return SeeOther("checkout:address")
    how = session_state.delivery(request)
    basket = decorators.basket(request)
    delivery_option = option(basket, how)
    if how is None or delivery_option is None:
        return SeeOther("checkout:delivery")
    if not delivery_option.to_pay:  # gift vouchers pay all of it
        return SeeOther("checkout:review")
    if request.method == "POST":
        return SeeOther(card_visits.start_visit(request, delivery_option.to_pay, basket.currency))
    return page(request, "payment", basket, how, card=card_visits.get_card(request))


@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Handle the return from the card page, with a card or without."""
    if not request.GET.keys() <= {"state"}:
        card_visits.keep_card(request)
        return SeeOther(f"{request.path}?{urlencode({'state': request.GET.get('state', '')})}")
    return _accept_card(request)


@decorators.step
def _accept_card(request: HttpRequest) -> HttpResponse:
    """Keep the card of the visit with this state for the review, or pay the order that the visit was for."""
    visit = card_visits.find_visit(request)
    card = card_visits.get_visit_card(visit) if visit else None
    if visit is None or card is None:
        messages.warning(request, STALE if visit is None else NONE)
        return SeeOther("order:show", visit.order_id) if visit and visit.order_id else SeeOther("checkout:payment")
    if visit.order_id:
        return retry_payment.pay(request, visit.order_id, visit.attempt, card.token)
    card_visits.keep(request, card)
    return SeeOther("checkout:review")
