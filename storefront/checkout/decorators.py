"""The preconditions of the checkout's steps: a shopper or guest, a basket that can be ordered, and services that
answer."""

import functools
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache

from backend.contracts.basket.models import Basket
from backend.contracts.order.models import number
from storefront.account.shopper import has_lost_session, is_known_shopper, shopper, to_sign_in
from storefront.basket import client, merge, notices
from storefront.checkout import session_state
from storefront.clients import api
from storefront.order import access, card_visits, recent_orders
from storefront.web import form_owner
from storefront.web.htmx import is_htmx
from storefront.web.redirect import SeeOther

LOST = gettext_lazy("This checkout had ended before you went on. Nothing is ordered; please begin once more.")
Step = Callable[[HttpRequest], HttpResponse]


class RedirectTo(Exception):
    """This step cannot be shown now; `response` says where to go."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def step(view: Step) -> Step:
    """Admit only signed-in shoppers, and guests who chose to go on as such. An address typed into a page whose sign-in
    has ended is kept until they are back."""

    @functools.wraps(view)
    def check_session(request: HttpRequest) -> HttpResponse:
        if shopper(request) or session_state.is_guest(request) or _pays_guests_order(request):
            return view(request)
        if "postal_code" in request.POST and session_state.is_typed(request.POST):
            session_state.keep_address(request, request.POST)
        return to_sign_in(request) if is_known_shopper(request) else _to_start(request)

    return never_cache(handle_outages(check_session))


def handle_outages(view: Step) -> Step:
    """Return the redirect of a `RedirectTo`, and a page with status 503 if a service does not answer."""

    @functools.wraps(view)
    def handle(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except RedirectTo as elsewhere:
            return elsewhere.response
        except api.Unavailable:
            return _down(request)

    return handle


def _pays_guests_order(request: HttpRequest) -> bool:
    """Return whether this is the way back from the card page to an order whose key the session holds."""
    visit = card_visits.find_visit(request)
    return bool(visit and access.find_key(request, visit.order_id))


def _to_start(request: HttpRequest) -> HttpResponse:
    """Lead to the gate, where one goes on as a guest or signs in; who was in the middle of the checkout is told why."""
    if request.method == "POST" or "state" in request.GET or has_lost_session(request):
        messages.warning(request, LOST)
    gate = SeeOther("checkout:start")
    return HttpResponse(headers={"HX-Redirect": gate.url}) if is_htmx(request) else gate


def basket(request: HttpRequest) -> Basket:
    """Return the basket to order. Raise `RedirectTo` if it is empty or cannot be ordered, and `api.Unavailable`."""
    merge.after_login(request)
    where = session_state.address(request)
    current = client.get(request, country=where.country if where else None)
    if not current.lines:
        messages.info(request, nothing_left(request))
    elif why := notices.explain_blocked_checkout(current):
        messages.warning(request, why)
    else:
        return current
    raise RedirectTo(SeeOther("basket:show"))


def basket_if_any(request: HttpRequest) -> Basket | None:
    """Return `basket`, or None while the service does not answer."""
    try:
        return basket(request)
    except api.Unavailable:
        return None


def nothing_left(request: HttpRequest) -> str:
    """Return why the basket is empty: usually because it was ordered a moment ago."""
    recent = recent_orders.recent(request)
    if not recent:
        return str(notices.REFUSALS["empty-basket"])
    text = gettext("What was in your basket is ordered: it is order %(number)s.")
    return text % {"number": number(recent[0].order_id)}


def _down(request: HttpRequest) -> HttpResponse:
    """Render the page for a service that does not answer.

    Its button sends the same form again, including the order's key, so it cannot order twice.
    """
    form_data = [
        (name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", form_owner.FIELD)
    ]
    response = render(request, "checkout/down.html", {"sent": form_data}, status=503)
    response.headers["Retry-After"] = "10"
    return response
