"""An order for a customer who rings: articles, then the address, then a look at the whole. The customer pays by a link
in a mail, so no card number goes through staff."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from msgspec.structs import replace

from backend.contracts.basket.models import Delivery, SetLine
from backend.contracts.basket.operations import CHECK_OUT_FOR_CUSTOMER, SET_GUEST_LINE
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.order.models import number
from backend.contracts.types import MAX_QUANTITY, Sku
from storefront.checkout.address_form import AddressForm
from storefront.clients import api
from storefront.staff import phone_order_draft
from storefront.staff.customer_language import LanguageForm, of_last_order
from storefront.staff.decorators import staff_only
from storefront.staff.language_names import NAMES
from storefront.staff.order_actions import explain
from storefront.staff.phone_order_draft import Draft
from storefront.web import delivery_zones
from storefront.web.countries import choices, in_a_sentence
from storefront.web.fields import ContractCharField, form_errors
from storefront.web.redirect import SeeOther

NO_PIECES = f"Enter how many pieces, at most {MAX_QUANTITY}."


class LineForm(forms.Form):
    """Pieces of a SKU; 0 takes it out."""

    sku = ContractCharField(Sku, "There is no such SKU.", error_messages={"required": "Enter the SKU."})
    quantity = forms.IntegerField(
        min_value=0, max_value=MAX_QUANTITY, error_messages=dict.fromkeys(("required", "invalid"), NO_PIECES)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def lines(request: HttpRequest) -> HttpResponse:
    """Show the articles chosen so far, or set the pieces of one, or begin again."""
    draft = phone_order_draft.read(request)
    if request.method != "POST":
        return render(request, "staff/phone-order.html", {"basket": phone_order_draft.basket(draft)})
    if "again" in request.POST:
        phone_order_draft.drop(request)
        return SeeOther("staff:phone-order")
    form = LineForm(request.POST)
    if not form.is_valid():
        messages.error(request, form_errors(form))
        return SeeOther("staff:phone-order")
    _set_line(request, draft, form.cleaned_data["sku"], form.cleaned_data["quantity"])
    phone_order_draft.keep(request, draft)
    return SeeOther("staff:phone-order")


def _set_line(request: HttpRequest, draft: Draft, sku: str, quantity: int) -> None:
    path = {"guest_id": draft.guest_id, "sku": sku}
    try:
        api.call(SET_GUEST_LINE, path=path, body=SetLine(quantity=quantity))
    except api.Refusal as refusal:
        messages.error(request, explain(refusal.problem))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def address(request: HttpRequest) -> HttpResponse:
    """Ask where the order goes, who gets the mails and in which language; another country has other fields."""
    draft = phone_order_draft.read(request)
    if request.method != "POST":
        return _render_address(
            request, _empty_form(draft, request.GET.get("country", "")), LanguageForm(choice=draft.choice)
        )
    form, language_form = AddressForm(request.POST), LanguageForm(request.POST)
    if not (form.is_valid() & language_form.is_valid()):
        for error in form["country"].errors:  # the page has no field to say it at
            messages.error(request, str(error))
        return _render_address(request, form, language_form, 422)
    choice = language_form.choice
    language = choice or of_last_order(request, form.address.email)
    phone_order_draft.keep(request, replace(draft, address=form.address, choice=choice, language=language))
    return SeeOther("staff:phone-order-review")


def _empty_form(draft: Draft, country: str) -> AddressForm:
    """Return the form with what was typed before, for another country if one was chosen."""
    initial = {name: getattr(draft.address, name) for name in draft.address.__struct_fields__} if draft.address else {}
    initial_country = country if country in dict(choices()) else draft.country
    return AddressForm(initial=initial | {"country": initial_country})


def _render_address(
    request: HttpRequest, form: AddressForm, language_form: LanguageForm, status: int = 200
) -> HttpResponse:
    for field in form.fields.values():  # the checkout's checks while typing belong to shoppers
        for name in ("hx-post", "hx-trigger", "hx-target", "hx-swap", "autocomplete"):
            field.widget.attrs.pop(name, None)
    country = str(form["country"].value())
    context = {"form": form, "language_form": language_form, "countries": choices(), "country": country}
    return render(request, "staff/phone-order-address.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def review(request: HttpRequest) -> HttpResponse:
    """Show the whole with what each way of delivery makes, or place it."""
    draft = phone_order_draft.read(request)
    if draft.address is None:
        return SeeOther("staff:phone-order-address")
    if request.method == "POST":  # asks for nothing else: where the form comes again after a lost answer, the basket is
        return _place(request, draft)  # empty, and the order may go to where we no longer deliver
    basket = phone_order_draft.basket(draft)
    if draft.address.country != draft.country:
        messages.warning(request, f"We no longer deliver to {in_a_sentence(draft.address.country)}.")
        return SeeOther("staff:phone-order-address")
    if not basket.can_check_out:
        messages.warning(request, "Not all of these articles can be ordered just now.")
        return SeeOther("staff:phone-order")
    ways = [(each, phone_order_draft.sign_terms(basket, each, draft.language)) for each in basket.deliveries]
    context = {"basket": basket, "ways": ways, "address": draft.address, "language": NAMES[draft.language]}
    return render(request, "staff/phone-order-review.html", context)


def _place(request: HttpRequest, draft: Draft) -> HttpResponse:
    delivery = next((each for each in Delivery if each.value == request.POST.get("delivery")), None)
    if delivery is None or draft.address is None:
        messages.error(request, "Choose a way of delivery.")
        return SeeOther("staff:phone-order-review")
    body = CheckOutForCustomer(
        key=draft.key,
        address=draft.address,
        delivery=delivery,
        expected_total=_shown_total(request, delivery),
        agreed=phone_order_draft.read_terms(request, delivery),
        language=draft.language,
    )
    try:
        placed = api.call(CHECK_OUT_FOR_CUSTOMER, request=request, path={"guest_id": draft.guest_id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        if refusal.problem.type == "no-delivery":
            delivery_zones.ask_again()
        messages.error(request, explain(refusal.problem))
        return SeeOther("staff:phone-order-review")
    phone_order_draft.drop(request)
    messages.success(
        request,
        f"Order {number(placed.order_id)} is placed. {draft.address.email} gets a mail with a link to pay, "
        "which is good for a day.",
    )
    return SeeOther("staff:order-search")


def _shown_total(request: HttpRequest, delivery: Delivery) -> int:
    """Return the total that the page showed; the service refuses the order if it has changed since."""
    typed = request.POST.get(f"total-{delivery.value}", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 14 else 0
