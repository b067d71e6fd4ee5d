"""The account's page of saved addresses, and the forms that add and change one."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.basket.address_book import MAX_ADDRESSES, AddressBook, AddressPath, SaveAddress
from backend.contracts.basket.address_operations import (
    CHANGE_SAVED_ADDRESS,
    GET_ADDRESS_BOOK,
    REMOVE_SAVED_ADDRESS,
    SAVE_ADDRESS,
    SET_DEFAULT_ADDRESS,
    SET_INVOICE_ADDRESS,
    UNSET_INVOICE_ADDRESS,
)
from backend.contracts.operation import Empty, Operation
from storefront.account.shopper import Shopper, login_required, shopper
from storefront.address_book.forms import SavedAddressForm
from storefront.checkout.address_form import values_of
from storefront.checkout.field_check import asks_for_other_fields, check_field
from storefront.clients import api
from storefront.web.redirect import SeeOther, post_only

REFUSALS = {
    "address-book-full": format_lazy(
        gettext_lazy("You have {most} saved addresses, which is the most. Remove one first."), most=MAX_ADDRESSES
    ),
    "not-found": gettext_lazy("That address was removed already."),
    "busy": gettext_lazy("Your addresses are being changed in another window. Please try again in a moment."),
    "invalid": gettext_lazy("Something about the address was not accepted. Please look at it once more."),
}
"""What is said of what the service refuses."""

_OnAddress = Operation[AddressPath, Empty, Empty, AddressBook]


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Render the saved addresses, the default first."""
    try:
        saved = api.call(GET_ADDRESS_BOOK, request=request).addresses
    except api.Unavailable:
        return render(request, "address_book/list.html", {"saved": None}, status=503)
    context = {"saved": saved, "max_addresses": MAX_ADDRESSES, "full": len(saved) >= MAX_ADDRESSES}
    return render(request, "address_book/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Render or accept the form of a new address."""
    signed_in = cast(Shopper, shopper(request))
    return _answer(request, "", {"email": signed_in.email, "name": signed_in.name})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, address_id: str) -> HttpResponse:
    """Render or accept the form of a saved address. Raise Http404 where the shopper has none of this id."""
    saved = api.call(GET_ADDRESS_BOOK, request=request).addresses
    address = next((each.address for each in saved if each.id == address_id), None)
    if address is None:
        raise Http404
    return _answer(request, address_id, values_of(address))


@post_only("address_book:show")
@login_required
def check(request: HttpRequest) -> HttpResponse:
    """Check one field as it is left, by htmx."""
    return check_field(request, SavedAddressForm)


@post_only("address_book:show")
@login_required
def make_default(request: HttpRequest, address_id: str) -> HttpResponse:
    """Make a saved address the default."""
    return _do(request, SET_DEFAULT_ADDRESS, address_id, gettext("That is your default address now."))


@post_only("address_book:show")
@login_required
def use_for_invoices(request: HttpRequest, address_id: str) -> HttpResponse:
    """Have the checkout begin with a saved address on the invoice."""
    return _do(request, SET_INVOICE_ADDRESS, address_id, gettext("Your invoices go to that address now."))


@post_only("address_book:show")
@login_required
def stop_for_invoices(request: HttpRequest, address_id: str) -> HttpResponse:
    """Have the checkout begin without another address on the invoice."""
    return _do(request, UNSET_INVOICE_ADDRESS, address_id, gettext("Your invoices go to the delivery address now."))


@post_only("address_book:show")
@login_required
def remove(request: HttpRequest, address_id: str) -> HttpResponse:
    """Remove a saved address."""
    return _do(request, REMOVE_SAVED_ADDRESS, address_id, gettext("The address is removed."))


def _do(request: HttpRequest, operation: _OnAddress, address_id: str, success: str) -> HttpResponse:
    try:
        api.call(operation, request=request, path={"address_id": address_id})
    except api.Refusal as refusal:
        messages.error(request, _explain(refusal))
    else:
        messages.success(request, success)
    return SeeOther("address_book:show")


def _answer(request: HttpRequest, address_id: str, initial: dict[str, object]) -> HttpResponse:
    """Answer the form of the address with this id, or of a new one: the form again, or the way to the list."""
    if request.method != "POST":
        return _page(request, SavedAddressForm(initial=initial), address_id)
    form = SavedAddressForm(request.POST)
    if asks_for_other_fields(form):
        return _page(request, SavedAddressForm(initial=request.POST.dict()), address_id)
    if form.is_valid() and _saves(request, form, address_id):
        messages.success(
            request, gettext("The address is changed.") if address_id else gettext("The address is saved.")
        )
        return SeeOther("address_book:show")
    return _page(request, form, address_id)


def _saves(request: HttpRequest, form: SavedAddressForm, address_id: str) -> bool:
    """Save what was typed. Return False where the service refuses it; the form says why."""
    body = SaveAddress(address=form.address)
    try:
        if address_id:
            api.call(CHANGE_SAVED_ADDRESS, request=request, path={"address_id": address_id}, body=body)
        else:
            api.call(SAVE_ADDRESS, request=request, body=body)
    except api.Refusal as refusal:
        form.add_error(None, _explain(refusal))
    return form.is_valid()


def _explain(refusal: api.Refusal) -> str:
    """Return what to say of a refusal; raise it where it is about the sign-in, or unheard of."""
    if refusal.problem.type not in REFUSALS:
        raise refusal
    return str(REFUSALS[refusal.problem.type])


def _page(request: HttpRequest, form: SavedAddressForm, address_id: str) -> HttpResponse:
    context = {"form": form, "is_new": not address_id}
    return render(request, "address_book/form.html", context, status=422 if form.errors else 200)
