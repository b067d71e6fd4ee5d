"""The steps of the checkout, each with its address: where to, how, and the last look before the order."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.basket import Delivery, NewAddress
from storefront import countries
from storefront.basket import owner
from storefront.checkout import agreement, card, draft, guard, making, prefill
from storefront.checkout.card import Card
from storefront.checkout.changes import changes
from storefront.checkout.forms import AddressForm, DeliveryForm
from storefront.checkout.pages import option, page
from storefront.concurrency import gather
from storefront.redirect import SeeOther, post_only

forms = require_http_methods(["GET", "HEAD", "POST"])


@forms
@guard.step
def address(request: HttpRequest) -> HttpResponse:
    """Where to, and who is told."""
    ask = partial(guard.basket_if_any, request)
    if request.method == "POST":
        form = AddressForm(request.POST)
        draft.keep_address(request, request.POST)
        if form.is_valid():
            return SeeOther("checkout:delivery")
        basket = ask()
    else:
        basket, form = gather(ask, partial(_begun, request, owner.shopper(request).token))
    return page(request, "address", basket, draft.delivery(request), 422 if form.errors else 200, form=form)


def _begun(request: HttpRequest, _token: str) -> AddressForm:
    """The form before anything is sent. Whoever calls has asked for the token: two threads must not refresh it at once."""
    typed = draft.typed_address(request)
    return AddressForm(initial=prefill.known(request) if typed is None else typed)


@post_only("checkout:address")
@guard.step
def check(request: HttpRequest) -> HttpResponse:
    """One field as it is left, by htmx: kept, and shown again with what is wrong with it."""
    form = AddressForm(request.POST)
    name = request.headers.get("HX-Trigger-Name", "")
    if name not in form.fields:
        raise Http404
    draft.keep_address(request, request.POST)
    return render(request, "checkout/field.html", {"form": form, "field": form[name], "optional": not form.fields[name].required})


@forms
@guard.step
def delivery(request: HttpRequest) -> HttpResponse:
    """How, for how much, and when it arrives."""
    where = draft.address(request)
    if where is None:
        return SeeOther("checkout:address")
    form = DeliveryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft.keep_delivery(request, Delivery(form.cleaned_data["delivery"]))
        return SeeOther("checkout:payment")
    chosen = draft.delivery(request) or Delivery.STANDARD
    basket = guard.basket(request)
    missing = max(basket.free_delivery_from - basket.subtotal, 0)
    context = {"form": form, "country": countries.name(where.country), "missing": missing}
    return page(request, "delivery", basket, chosen, 422 if form.errors else 200, **context)


@post_only("checkout:delivery")
@guard.step
def choose(request: HttpRequest) -> HttpResponse:
    """A way of delivery as it is chosen, by htmx: kept, and the sums shown with it."""
    form = DeliveryForm(request.POST)
    if draft.address(request) is None or not form.is_valid():
        raise Http404
    how = Delivery(form.cleaned_data["delivery"])
    draft.keep_delivery(request, how)
    basket = guard.basket(request)
    return render(request, "checkout/chosen.html", {"basket": basket, "delivery": option(basket, how)})


@forms
@guard.step
def review(request: HttpRequest) -> HttpResponse:
    """The last look; its button makes the order."""
    if request.method == "POST" and (made := making.made_before(request)):
        return SeeOther("order:show", made)
    where, how, paid = draft.address(request), draft.delivery(request), card.kept(request)
    if where is None or how is None or paid is None:
        return SeeOther(f"checkout:{'address' if where is None else 'delivery' if how is None else 'payment'}")
    again: making.Again | None = None
    if request.method == "POST":
        try:
            return SeeOther("order:show", making.make(request, where, how, paid.token).order_id)
        except making.Again as found:
            again = found
    return _last_look(request, where, how, paid, again)


def _last_look(request: HttpRequest, where: NewAddress, how: Delivery, paid: Card, again: making.Again | None) -> HttpResponse:
    basket = guard.basket(request)
    chosen = option(basket, how)
    if chosen is None:
        return SeeOther("checkout:delivery")
    shown = agreement.terms(basket, chosen)
    context = {
        "address": where,
        "country": countries.name(where.country),
        "agreed": agreement.seal(owner.shopper(request).sub, where, paid.token, shown),
        "again": again,
        "changes": changes(again.agreed, shown, basket.currency) if again else [],
        "card": paid,
    }
    return page(request, "review", basket, how, 409 if again else 200, **context)
