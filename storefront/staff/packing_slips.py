"""Packing slips of many orders at once, one order per sheet. The page is the look before all are marked as packed."""

from collections.abc import Mapping, Sequence

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.order.models import StaffOrder, number
from backend.contracts.order.operations import MOVE_ORDER
from backend.contracts.order.states import State
from storefront.staff import packing, slip_choice
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.slip_choice import PRINTED, build_slip
from storefront.staff.state_tabs import STATE_TABS
from storefront.web.redirect import SeeOther


class Left(msgspec.Struct, frozen=True):
    """A chosen order without a slip, and why."""

    name: str
    reason: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def slips(request: HttpRequest) -> HttpResponse:
    """Show the chosen orders' slips, or mark those that are as they were shown as packed."""
    order_ids = slip_choice.chosen_ids(request.POST if request.method == "POST" else request.GET)
    if refusal := slip_choice.refuse_choice(request, order_ids):
        return refusal
    orders = slip_choice.load_orders(request, order_ids)
    if request.method == "POST":
        ids = [each for each in order_ids if slip_choice.is_order_id(each)]
        packing.pack_all(request, ids, orders)
        return SeeOther(slip_choice.address("staff:slips", ids))
    return _render(request, order_ids, orders)


def _render(request: HttpRequest, order_ids: Sequence[str], orders: Mapping[str, StaffOrder]) -> HttpResponse:
    parcel = slip_choice.parcel_of(request)
    slips = slip_choice.build_slips(orders, parcel)
    printed = [slip.order for slip in slips if not slip.parcel]
    context = {
        "slips": slips,
        "download": slip_choice.address("staff:slips-pdf", order_ids, parcel),
        "packable": [order for order in printed if may(request, MOVE_ORDER) and order.state is State.CONFIRMED],
        "left": [reason for each in order_ids if (reason := _explain(each, orders.get(each), parcel))],
    }
    return render(request, "staff/packing-slips.html", context)


def _explain(order_id: str, order: StaffOrder | None, parcel: int) -> Left | None:
    if order is None:
        return Left(order_id[:40], "There is no such order.")
    if build_slip(order, parcel):
        return None
    if parcel or order.state in PRINTED:
        return Left(number(order.id), f"It has no parcel {parcel}." if parcel else "Nothing is left to be sent.")
    return Left(number(order.id), f"It is not to be packed: {_tab(order)}.")


def _tab(order: StaffOrder) -> str:
    return STATE_TABS[order.state].lower()
