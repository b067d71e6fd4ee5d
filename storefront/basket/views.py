"""The basket's page and its changes. Each change works as a plain form and, with htmx, as a part of the page."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.contracts.basket.models import Basket, BasketLine
from backend.contracts.recommendation.models import Reason
from backend.contracts.voucher.codes import CODE_LENGTH, ID_LENGTH
from storefront.basket import client, merge, notices, undo
from storefront.basket.forms import AddForm, CodeForm, CountryForm, LineForm, SkuForm
from storefront.basket.pages import changed_panel, is_in_panel, page, panel, parts, wrong_code
from storefront.clients import api
from storefront.clients.concurrency import gather
from storefront.product import recently_viewed
from storefront.product.recommendations import pick_for
from storefront.web import attempts, delivery_country, request_origin
from storefront.web.countries import in_a_sentence
from storefront.web.fields import form_errors
from storefront.web.htmx import is_htmx
from storefront.web.redirect import SeeOther, post_only

MAX_CODE_TRIES = 30
"""Discount codes that one client may try in an hour."""


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Render the basket, or why it cannot be shown."""
    merge.after_login(request)  # what the login itself could not do while the service was down
    if recently_viewed.recently_viewed(request):
        basket, picks = gather(partial(_now, request), partial(pick_for, request))
    else:
        basket, picks = _now(request), ()
    in_basket = {line.product_id for line in basket.lines} if basket else set()
    chosen = [pick for pick in picks if pick.card.id not in in_basket]
    return page(request, basket, undo.read(request, request.GET.get("undo")), chosen)


@request_origin.accept_without_token
@post_only("basket:show")
def add(request: HttpRequest) -> HttpResponse:
    """Add `quantity` pieces of `sku`."""
    form = AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, form_errors(form))
        return panel(request, None) if is_htmx(request) else SeeOther("basket:show")
    sku, quantity = form.cleaned_data["sku"], form.cleaned_data["quantity"]
    added = 0

    def change() -> Basket:
        nonlocal added
        basket, added = client.add(request, sku, quantity)
        return basket

    basket = _attempt(request, change)
    line = _line(basket, sku)
    if basket and added < quantity:
        messages.warning(request, notices.explain_shortage(line, added))
    if line and added:
        recently_viewed.record_reason(request, {line.product_id}, Reason.BASKET)
    if is_htmx(request):
        return panel(request, basket, line, added)
    if line and added:
        messages.success(request, gettext("%(title)s is in your basket.") % {"title": line.title})
    return SeeOther("basket:show")


@post_only("basket:show")
def change(request: HttpRequest) -> HttpResponse:
    """Set a line's quantity: `sku` and `quantity`; 0 takes the line out."""
    form = LineForm(request.POST)
    if not form.is_valid():
        messages.error(request, form_errors(form))
        return _reply(request, None, "")
    sku, quantity = form.cleaned_data["sku"], form.cleaned_data["quantity"]
    if quantity == 0:
        return _remove(request, sku)
    basket = _attempt(request, lambda: client.set_line(request, sku, quantity, form.cleaned_data["since"]))
    line = _line(basket, sku)
    return _reply(request, basket, _describe_quantity(line) if line else "")


@post_only("basket:show")
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the line of `sku`."""
    form = SkuForm(request.POST)
    return _remove(request, form.cleaned_data["sku"]) if form.is_valid() else _reply(request, None, "")


@post_only("basket:show")
def clear(request: HttpRequest) -> HttpResponse:
    """Remove all lines."""
    basket = _attempt(request, lambda: client.clear(request))
    return _reply(request, basket, gettext("Your basket is empty now.") if basket else "")


@post_only("basket:show")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Enter the promotion's `code` that was typed; each client may try so often in an hour, so that nobody guesses."""
    form = CodeForm(request.POST)
    basket = _enter_code(request, form) if form.is_valid() else None
    if basket is None:
        return wrong_code(request, _now(request), form)
    return _reply(request, basket, _describe_entered(form.cleaned_data["code"]))


def _enter_code(request: HttpRequest, form: CodeForm) -> Basket | None:
    """Return the basket with the code, or None with the form's error that says why not."""
    try:
        attempts.count_client(request, "discount code", MAX_CODE_TRIES)
        return client.enter_code(request, form.cleaned_data["code"])
    except attempts.LimitReached as reached:
        form.add_error("code", reached.message)
    except api.Refusal as refusal:
        if refusal.problem.status == 401:
            raise
        form.add_error("code", notices.explain_refusal(refusal.problem))
    except api.Unavailable:
        form.add_error("code", notices.DOWN)
    return None


@post_only("basket:show")
def remove_code(request: HttpRequest) -> HttpResponse:
    """Remove the promotion's `code`."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _reply(request, None, "")
    code = form.cleaned_data["code"]
    basket = _attempt(request, lambda: client.remove_code(request, code))
    return _reply(request, basket, _describe_removed(code) if basket else "")


def _is_voucher(code: str) -> bool:
    """Return whether a code is that of a gift voucher, which is money, and is not shown again."""
    return len(code) in (CODE_LENGTH, ID_LENGTH)


def _describe_entered(code: str) -> str:
    if _is_voucher(code):
        return gettext("The gift voucher is in your basket.")
    return gettext("%(title)s is in your basket.") % {"title": code}


def _describe_removed(code: str) -> str:
    if _is_voucher(code):
        return gettext("The gift voucher was removed.")
    return gettext("%(title)s was removed.") % {"title": code}


def _describe_quantity(line: BasketLine) -> str:
    return gettext("%(title)s: %(number)d in your basket.") % {"title": line.title, "number": line.quantity}


@request_origin.accept_without_token
@post_only("basket:show")
def deliver_to(request: HttpRequest) -> HttpResponse:
    """Set the `country` that prices and days of delivery are shown for, on every page."""
    form = CountryForm(request.POST)
    if form.is_valid():
        delivery_country.choose(request, form.cleaned_data["country"])
    else:
        messages.error(request, form_errors(form))
    if not is_htmx(request):
        return SeeOther(request_origin.page(request))
    return _reply(request, None, _describe_delivery(request) if form.is_valid() else "")


def _describe_delivery(request: HttpRequest) -> str:
    return gettext("Delivery to %(country)s.") % {"country": in_a_sentence(delivery_country.get_country(request))}


def _remove(request: HttpRequest, sku: str) -> HttpResponse:
    before = _line(_attempt(request, lambda: client.get(request)), sku)
    basket = _attempt(request, lambda: client.remove(request, sku)) if before else None
    if before is None or basket is None:
        return _reply(request, basket, "")
    return _reply(request, basket, gettext("%(title)s was removed.") % {"title": before.title}, before)


def _attempt(request: HttpRequest, action: Callable[[], Basket]) -> Basket | None:
    """Return the basket after a change, or None after a message with the reason."""
    try:
        return action()
    except api.Refusal as refusal:
        if refusal.problem.status == 401:
            raise
        messages.error(request, notices.explain_refusal(refusal.problem))
    except api.Unavailable:
        messages.error(request, notices.DOWN)
    return None


def _now(request: HttpRequest) -> Basket | None:
    try:
        return client.get(request)
    except api.Unavailable:
        return None


def _line(basket: Basket | None, sku: str) -> BasketLine | None:
    return client.line_of(basket, sku) if basket else None


def _reply(
    request: HttpRequest, basket: Basket | None, announcement: str, removed: BasketLine | None = None
) -> HttpResponse:
    """After a change: the parts that differ, or the page again by redirect. `basket` None: it could not be changed."""
    if is_htmx(request):
        removed_line = undo.find_removed(removed) if removed else None
        now = basket or _now(request)
        if is_in_panel(request):
            return changed_panel(request, now, removed_line, announcement)
        if now is None:
            list(messages.get_messages(request))  # the parts themselves say that the service is down
        return parts(request, now, removed_line, announcement)
    if removed:
        return SeeOther(f"{reverse('basket:show')}?{urlencode({'undo': undo.note(request, removed)})}")
    if announcement:
        messages.success(request, announcement)
    return SeeOther("basket:show")
