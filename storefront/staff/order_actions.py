"""What staff do on an order's page beside moving it: cancel it, change its address, write notes."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.desk.models import AddNote
from backend.contracts.desk.operations import ADD_NOTE
from backend.contracts.order.models import StaffOrder, number
from backend.contracts.order.operations import CANCEL_ORDER_FOR_SHOPPER, CHANGE_ADDRESS, GET_STAFF_ORDER
from backend.contracts.order.staff import ADDRESSABLE, CancelOrder, ChangeAddress
from backend.contracts.problem import Problem
from backend.contracts.types import Key, Note, ShortText
from storefront.checkout.address_form import AddressForm
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.order_page import staff_name
from storefront.web.countries import every_country
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, form_errors
from storefront.web.redirect import SeeOther, post_only

NO_REASON = "Give a reason: the shopper reads it."


class NoteForm(forms.Form):
    """A note and the key of its form."""

    key = ContractCharField(Key, "Please open the order again.")
    text = forms.CharField(
        max_length=4_000, error_messages={"required": "Write something first.", "max_length": "This is too long."}
    )


class CancelForm(forms.Form):
    """Whose order is cancelled, and why."""

    owner = ContractCharField(ShortText, "This order belongs to somebody else.")
    reason = ContractCharField(ShortText, UNREADABLE_TEXT, error_messages={"required": NO_REASON})


@post_only("staff:move", "order_id")
@staff_only
def add_note(request: HttpRequest, order_id: str) -> HttpResponse:
    """Write a note about the order."""
    form = NoteForm(request.POST)
    if form.is_valid():
        body = AddNote(key=form.cleaned_data["key"], text=_text(form.cleaned_data["text"]), by=staff_name(request))
        attempt(
            request,
            "The note is saved.",
            lambda: api.call(ADD_NOTE, request=request, path={"order_id": order_id}, body=body),
        )
    else:
        messages.error(request, form_errors(form))
    return SeeOther("staff:move", order_id)


def _text(typed: str) -> Note:
    """Return what was typed without signs that no contract takes."""
    return "".join(each for each in typed.replace("\r\n", "\n") if each in "\n\t" or each.isprintable())


@post_only("staff:move", "order_id")
@staff_only
def cancel(request: HttpRequest, order_id: str) -> HttpResponse:
    """Cancel the order for its shopper, who reads the reason."""
    form = CancelForm(request.POST)
    if form.is_valid():
        body = CancelOrder(**form.cleaned_data, by=staff_name(request))
        attempt(
            request,
            f"Order {number(order_id)} is cancelled. The shopper gets an e-mail.",
            lambda: api.call(CANCEL_ORDER_FOR_SHOPPER, request=request, path={"order_id": order_id}, body=body),
        )
    else:
        messages.error(request, form_errors(form))
    return SeeOther("staff:move", order_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def change_address(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask for the new address; the country stays, for tax and delivery were paid for it."""
    order = api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    if order.state not in ADDRESSABLE:
        messages.warning(request, "The order is packed or over, so its address cannot be changed any more.")
        return SeeOther("staff:move", order_id)
    if request.method != "POST":
        return _render_address(request, order, _address_form(order, None))
    form = _address_form(order, request.POST.dict())
    if not form.is_valid():
        return _render_address(request, order, form, 422)
    body = ChangeAddress(owner=order.owner, version=_version(request), address=form.address, by=staff_name(request))
    attempt(
        request,
        "The address is changed.",
        lambda: api.call(CHANGE_ADDRESS, request=request, path={"order_id": order_id}, body=body),
    )
    return SeeOther("staff:move", order_id)


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


def _address_form(order: StaffOrder, typed: dict[str, str] | None) -> AddressForm:
    """Return the checkout's own form, without its checks while typing, which belong to a shopper's checkout."""
    now = {name: getattr(order.address, name) for name in order.address.__struct_fields__}
    form = AddressForm(typed | {"country": order.address.country}) if typed is not None else AddressForm(initial=now)
    form.offer_countries(every_country())  # it stays what it is, also where we no longer deliver
    for field in form.fields.values():
        for name in ("hx-post", "hx-trigger", "hx-target", "hx-swap", "autocomplete"):
            field.widget.attrs.pop(name, None)
    return form


def _render_address(request: HttpRequest, order: StaffOrder, form: AddressForm, status: int = 200) -> HttpResponse:
    return render(request, "staff/order-address.html", {"order": order, "form": form}, status=status)


def attempt(request: HttpRequest, success: str, act: Callable[[], object]) -> None:
    """Do it, and say what has become of it: `success`, or why nothing was done."""
    try:
        act()
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        messages.error(request, explain(refusal.problem))
    else:
        messages.success(request, success)


def explain(problem: Problem) -> str:
    """Return why nothing was done, in one line."""
    fields = " ".join(error.message + "." for error in problem.errors)
    return f"Nothing was done. {problem.title}. {problem.detail} {fields}".strip().replace("  ", " ")
