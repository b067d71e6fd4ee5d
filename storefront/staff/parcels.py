"""Staff send an order in several parcels: what goes now, by line, with carrier and tracking number."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from backend.contracts.basket.models import OrderLine
from backend.contracts.dispatch import fits, unsent_pieces
from backend.contracts.order.models import StaffOrder, number
from backend.contracts.order.operations import GET_STAFF_ORDER
from backend.contracts.order.parcel import MAX_PARCELS, ParcelLine
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from backend.contracts.order.staff import DeliverParcel, SendParcel
from backend.contracts.order.states import State
from backend.contracts.tracking import CARRIERS
from backend.contracts.types import OptionalShortText, ShortText
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import staff_name
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, form_errors
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther, post_only

NOTHING = "Enter how many pieces go in this parcel."
NO_NUMBER = "Enter whole numbers of pieces."
TOO_MANY = "More was entered than is still to be sent. Please check the pieces."
MAX_NUMBER = 180
"""Letters of a tracking number: with the carrier before it, no more than the contract takes."""


class ParcelForm(forms.Form):
    """How a parcel is followed. The carrier is put before the number, as where both are typed."""

    carrier = forms.ChoiceField(
        required=False,
        choices=[("", ""), *((name, name) for name in CARRIERS)],
        error_messages={"invalid_choice": "Choose a carrier of the list."},
    )
    tracking = ContractCharField(
        OptionalShortText,
        UNREADABLE_TEXT,
        required=False,
        max_length=MAX_NUMBER,
        error_messages={"max_length": f"Keep it to {MAX_NUMBER} characters."},
    )

    @property
    def text(self) -> str:
        """The tracking number as the contract keeps it."""
        number = self.cleaned_data["tracking"]
        return f"{self.cleaned_data['carrier']} {number}".strip() if number else ""


class DeliveredForm(forms.Form):
    """Which parcel of whose order has arrived."""

    owner = ContractCharField(ShortText, "This order belongs to somebody else.")
    number = forms.IntegerField(min_value=1, max_value=MAX_PARCELS)


class Row(Struct, frozen=True):
    """A line that is still to be sent: how many pieces, and how many of them go now."""

    line: OrderLine
    unsent: int
    chosen: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def send(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask what goes in the next parcel; a POST sends it."""
    order = api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    next_number = len(order.parcels) + 1
    if request.method == "POST" and 0 < parse_int(request.POST.get("number", ""), 0, 2) < next_number:
        messages.warning(request, "This parcel was sent already. Nothing was sent twice.")
        return SeeOther("staff:move", order_id)
    if order.state is not State.PACKED or not unsent_pieces(order):
        messages.warning(request, "Nothing on this order is to be sent at the moment.")
        return SeeOther("staff:move", order_id)
    if request.method == "POST":
        return _send(request, order, next_number)
    return _render(request, order, {sku: str(pieces) for sku, pieces in _at_hand(order).items()}, ParcelForm())


def _at_hand(order: StaffOrder) -> dict[str, int]:
    """Return what should be here by now, by SKU: all but what is on back order; all if that is nothing."""
    unsent, today = unsent_pieces(order), datetime.now(UTC).date().isoformat()
    awaited = {line.sku for line in order.lines if line.back_on and line.back_on > today}
    here = {sku: 0 if sku in awaited else pieces for sku, pieces in unsent.items()}
    return here if any(here.values()) else unsent


def _send(request: HttpRequest, order: StaffOrder, next_number: int) -> HttpResponse:
    form = ParcelForm(request.POST)
    typed = {sku: request.POST.get(f"pieces-{sku}", "").strip()[:3] for sku in unsent_pieces(order)}
    wrong = _explain(order, typed)
    if wrong or not form.is_valid():
        return _render(request, order, typed, form, wrong)
    body = SendParcel(
        owner=order.owner,
        number=next_number,
        lines=tuple(ParcelLine(sku=sku, quantity=quantity) for sku, quantity in _pieces(typed).items()),
        tracking=form.text,
        by=staff_name(request),
    )
    attempt(
        request,
        f"Order {number(order.id)}: parcel {next_number} is sent. The shopper gets an e-mail.",
        lambda: api.call(SEND_PARCEL, request=request, path={"order_id": order.id}, body=body),
    )
    return SeeOther("staff:move", order.id)


def _pieces(typed: Mapping[str, str]) -> dict[str, int]:
    """Return how many pieces go, by SKU."""
    return {sku: quantity for sku, text in typed.items() if (quantity := parse_int(text, 0, 2))}


def _explain(order: StaffOrder, typed: Mapping[str, str]) -> str:
    """Return what is wrong with the pieces, in a sentence."""
    if not all(text == "" or (text.isascii() and text.isdigit()) for text in typed.values()):
        return NO_NUMBER
    if not any(text.strip("0") for text in typed.values()):
        return NOTHING
    return "" if fits(order, {sku: int(text) for sku, text in typed.items() if text.strip("0")}) else TOO_MANY


def _render(
    request: HttpRequest, order: StaffOrder, typed: Mapping[str, str], form: ParcelForm, wrong: str = ""
) -> HttpResponse:
    first = {line.sku: line for line in reversed(order.lines)}
    rows = [Row(first[sku], pieces, typed.get(sku, "")) for sku, pieces in unsent_pieces(order).items()]
    context = {
        "order": order,
        "rows": rows,
        "form": form,
        "wrong": " ".join(filter(None, (wrong, form_errors(form)))),
        "number": len(order.parcels) + 1,
        "carriers": CARRIERS,
    }
    return render(request, "staff/order-parcel.html", context, status=422 if form.is_bound else 200)


@post_only("staff:move", "order_id")
@staff_only
def deliver(request: HttpRequest, order_id: str) -> HttpResponse:
    """Mark one parcel delivered; with the last one the order is."""
    form = DeliveredForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"Order {number(order_id)}: {form_errors(form)}")
    else:
        body = DeliverParcel(**form.cleaned_data, by=staff_name(request))
        attempt(
            request,
            f"Order {number(order_id)}: parcel {body.number} has arrived.",
            lambda: api.call(DELIVER_PARCEL, request=request, path={"order_id": order_id}, body=body),
        )
    return SeeOther("staff:move", order_id)
