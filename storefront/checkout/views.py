"""The steps of the checkout, each with its own address: where to, how, and the final review."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.basket.address_book import MAX_ADDRESSES
from backend.contracts.basket.models import Basket, Delivery
from storefront.basket import owner
from storefront.checkout import (
    address_step,
    decorators,
    invoice_form,
    place_order,
    saved_addresses,
    session_state,
    signed_agreement,
)
from storefront.checkout.address_form import AddressForm
from storefront.checkout.address_step import Forms, Sent
from storefront.checkout.changes import changes
from storefront.checkout.field_check import check_field
from storefront.checkout.forms import DeliveryForm
from storefront.checkout.invoice_form import InvoiceAddressForm
from storefront.checkout.pages import option, page
from storefront.checkout.session_state import Addresses
from storefront.clients.concurrency import gather
from storefront.order import card_visits
from storefront.order.card_visits import Card
from storefront.web import countries
from storefront.web.redirect import SeeOther, post_only

forms = require_http_methods(["GET", "HEAD", "POST"])


@forms
@decorators.step
def address(request: HttpRequest) -> HttpResponse:
    """Render or accept the address and the e-mail address: a saved one, or what is typed."""
    ask = partial(decorators.basket_if_any, request)
    if request.method == "POST":
        sent = address_step.accept(request)
        if sent.asks_for_other_fields:
            return SeeOther("checkout:address")
        if sent.forms.is_valid:
            return _go_on(request, sent)
        chosen = session_state.OTHER if sent.forms.delivery.errors else saved_addresses.read_choice(request)
        return _address_page(request, ask(), saved_addresses.offer(request), sent.forms, chosen)
    signed_in = owner.shopper(request)
    basket, (book, shown) = gather(ask, partial(address_step.begin, request, signed_in.token if signed_in else ""))
    return _address_page(request, basket, book, shown, saved_addresses.choose(request, book))


def _go_on(request: HttpRequest, sent: Sent) -> HttpResponse:
    if not sent.is_saved:
        saved_addresses.save_typed(request, sent.forms.delivery.address)
    return SeeOther("checkout:delivery")


def _address_page(
    request: HttpRequest, basket: Basket | None, book: saved_addresses.Book, shown: Forms, chosen: str
) -> HttpResponse:
    typed = session_state.typed_address(request) or {}
    context = {
        "form": shown.delivery,
        "invoice": shown.invoice,
        "ticked": shown.ticked,
        "book": book,
        "chosen_address": chosen,
        "save_ticked": typed.get(session_state.SAVE),
        "full": len(book) >= MAX_ADDRESSES,
    }
    return page(request, "address", basket, session_state.delivery(request), 422 if shown.is_wrong else 200, **context)


@post_only("checkout:address")
@decorators.step
def check(request: HttpRequest) -> HttpResponse:
    """Check one field as it is left, by htmx, and keep what is typed, unless a saved address is chosen by now.

    The box below is not kept: this may come after the form, which has it done and unticked.
    """
    is_of_invoice = request.headers.get("HX-Trigger-Name") in invoice_form.FIELDS
    response = check_field(request, InvoiceAddressForm if is_of_invoice else AddressForm)
    if session_state.is_typed(request.POST):
        session_state.keep_address(request, request.POST.dict() | {session_state.SAVE: ""})
    return response


@forms
@decorators.step
def delivery(request: HttpRequest) -> HttpResponse:
    """Render or accept the way of delivery, with prices and days of arrival."""
    where = session_state.addresses(request)
    if where is None:
        return SeeOther("checkout:address")
    form = DeliveryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        session_state.keep_delivery(request, Delivery(form.cleaned_data["delivery"]))
        return SeeOther("checkout:payment")
    basket = decorators.basket(request)
    way = _preselect(basket, session_state.delivery(request))
    missing = max(basket.free_delivery_from - basket.subtotal, 0)
    context = {"form": form, "country": countries.name(where.delivery.country), "missing": missing}
    return page(request, "delivery", basket, way, 422 if form.errors else 200, **context)


def _preselect(basket: Basket, way: Delivery | None) -> Delivery | None:
    """Return the way of delivery that was chosen, or the first where it is not one of this basket's."""
    shown = option(basket, way) or option(basket, None)
    return shown.delivery if shown else None


@post_only("checkout:delivery")
@decorators.step
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a way of delivery as it is chosen, by htmx, and show the sums with it."""
    form = DeliveryForm(request.POST)
    if session_state.address(request) is None or not form.is_valid():
        raise Http404
    how = Delivery(form.cleaned_data["delivery"])
    session_state.keep_delivery(request, how)
    basket = decorators.basket(request)
    return render(request, "checkout/chosen.html", {"basket": basket, "delivery": option(basket, how)})


@forms
@decorators.step
def review(request: HttpRequest) -> HttpResponse:
    """Render the review; its button places the order."""
    if request.method == "POST" and (order_id := place_order.existing_order(request)):
        return SeeOther("order:show", order_id)
    where, how, paid = session_state.addresses(request), session_state.delivery(request), card_visits.get_card(request)
    if where is None and request.method == "POST":  # it was right when the page was shown
        messages.warning(request, place_order.WRONG_ADDRESS)
    if where is None or how is None:
        return SeeOther(f"checkout:{'address' if where is None else 'delivery'}")
    again: place_order.NeedsReview | None = None
    if request.method == "POST":
        try:
            return SeeOther("order:show", place_order.place_order(request, where, how, _token(paid)).order_id)
        except place_order.NeedsReview as found:
            again = found
    return _last_look(request, where, how, paid, again)


def _token(card: Card | None) -> str:
    """Return what stands for the card; empty without one, which is enough where gift vouchers pay everything."""
    return card.token if card else ""


def _last_look(
    request: HttpRequest, where: Addresses, how: Delivery, paid: Card | None, again: place_order.NeedsReview | None
) -> HttpResponse:
    basket = decorators.basket(request)
    delivery_option = option(basket, how)
    if delivery_option is None:
        return SeeOther("checkout:delivery")
    if delivery_option.to_pay and paid is None:
        return SeeOther("checkout:payment")
    shown = signed_agreement.terms(basket, delivery_option)
    context = {
        "address": where.delivery,
        "country": countries.name(where.delivery.country),
        "invoice": where.invoice,
        "agreed": signed_agreement.seal(session_state.buyer(request), where, _token(paid), shown),
        "again": again,
        "changes": changes(again.agreed, shown, basket.currency) if again else [],
        "card": paid,
    }
    return page(request, "review", basket, how, 409 if again else 200, **context)
