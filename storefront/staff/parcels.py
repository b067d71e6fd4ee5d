"""Staff send an order in several parcels: what goes now, by line, with carrier and tracking number."""

from collections.abc import Mapping

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
from backend.contracts.order.parcel import MAX_PARCELS, Parcel, ParcelLine
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from backend.contracts.order.staff import DeliverParcel, SendParcel
from backend.contracts.order.states import State
from backend.contracts.tracking import CARRIERS, with_carrier
from backend.contracts.types import OptionalShortText, ShortText
from storefront.clients import api
from storefront.order.parcels import is_awaited
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt, explain
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
        return with_carrier(self.cleaned_data["carrier"], number) if number else ""


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
    if request.method == "POST" and (sent := _sent_meanwhile(request, order)):
        return _answer_late(request, order, sent)
    if not _is_sendable(order):
        messages.warning(request, "Nothing on this order is to be sent at the moment.")
        return SeeOther("staff:move", order_id)
    if request.method == "POST":
        return _send(request, order, len(order.parcels) + 1)
    return _render(request, order, {sku: str(pieces) for sku, pieces in _at_hand(order).items()}, ParcelForm())


def _is_sendable(order: StaffOrder) -> bool:
    return order.state is State.PACKED and bool(unsent_pieces(order))


def _sent_meanwhile(request: HttpRequest, order: StaffOrder) -> Parcel | None:
    """Return the parcel that has the number of the form by now."""
    form_number = parse_int(request.POST.get("number", ""), 0, 2)
    return next((each for each in order.parcels if each.number == form_number), None)


def _answer_late(request: HttpRequest, order: StaffOrder, sent: Parcel) -> HttpResponse:
    """Say that the parcel is sent: by this form, or by a colleague with something else in it."""
    form = ParcelForm(request.POST)
    pieces = _pieces({line.sku: _read_pieces(request, line.sku) for line in order.lines})
    if form.is_valid() and form.text == sent.tracking and pieces == {each.sku: each.quantity for each in sent.lines}:
        messages.warning(request, "This parcel was sent already. Nothing was sent twice.")
        return SeeOther("staff:move", order.id)
    return _look_again(request, order, f"Nothing was done. {_other(sent)} Please check what goes now.")


def _other(sent: Parcel) -> str:
    return f"Parcel {sent.number} was sent meanwhile, with other pieces or another tracking number."


def _look_again(request: HttpRequest, order: StaffOrder, wrong: str) -> HttpResponse:
    """Show the form as it was typed with what can still be sent, or the order where nothing can."""
    if _is_sendable(order):
        return _render(request, order, _read_all_pieces(request, order), ParcelForm(request.POST), wrong)
    number = request.POST.get("tracking", "").strip()[:MAX_NUMBER]
    messages.error(request, f"{wrong} The tracking number {number} was not saved." if number else wrong)
    return SeeOther("staff:move", order.id)


def _read_all_pieces(request: HttpRequest, order: StaffOrder) -> dict[str, str]:
    """Return what was typed for each SKU that is still to be sent."""
    return {sku: _read_pieces(request, sku) for sku in unsent_pieces(order)}


def _read_pieces(request: HttpRequest, sku: str) -> str:
    return request.POST.get(f"pieces-{sku}", "").strip()[:3]


def _at_hand(order: StaffOrder) -> dict[str, int]:
    """Return what should be here by now, by SKU: all but what is on back order; all if that is nothing."""
    unsent = unsent_pieces(order)
    awaited = {line.sku for line in order.lines if is_awaited(line)}
    here = {sku: 0 if sku in awaited else pieces for sku, pieces in unsent.items()}
    return here if any(here.values()) else unsent


def _send(request: HttpRequest, order: StaffOrder, next_number: int) -> HttpResponse:
    form = ParcelForm(request.POST)
    typed = _read_all_pieces(request, order)
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
    path = {"order_id": order.id}
    try:
        api.call(SEND_PARCEL, request=request, path=path, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        present = api.call(GET_STAFF_ORDER, request=request, path=path)
        return _look_again(request, present, explain(refusal.problem))
    messages.success(request, f"Order {number(order.id)}: parcel {next_number} is sent. The shopper gets an e-mail.")
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
