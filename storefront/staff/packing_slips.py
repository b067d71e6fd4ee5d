"""Packing slips of many orders at once, one order per sheet. The page is the look before all are marked as packed."""

from collections.abc import Sequence
from functools import partial

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from backend.contracts.basket.models import OrderLine
from backend.contracts.dispatch import unsent_pieces
from backend.contracts.order.models import StaffOrder, number
from backend.contracts.order.operations import GET_STAFF_ORDER, MOVE_ORDER
from backend.contracts.order.states import State
from backend.contracts.types import OrderId
from storefront.clients import api
from storefront.clients.concurrency import gather_many
from storefront.staff import packing
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.state_tabs import STATE_TABS
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

MAX_SLIPS = 50
PRINTED = (State.CONFIRMED, State.PACKED)
"""States whose orders have a slip: a packed one's may be lost, and is printed again."""


class Left(msgspec.Struct, frozen=True):
    """A chosen order without a slip, and why."""

    name: str
    reason: str


class Slip(msgspec.Struct, frozen=True):
    """A sheet of paper: what goes in one parcel of an order. `parcel` is 0 for what is not sent yet."""

    order: StaffOrder
    lines: list[tuple[int, OrderLine]]
    parcel: int = 0

    @property
    def pieces(self) -> int:
        """How many pieces are on it."""
        return sum(quantity for quantity, _ in self.lines)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def slips(request: HttpRequest) -> HttpResponse:
    """Show the chosen orders' slips, or mark those that are as they were shown as packed."""
    order_ids = list(dict.fromkeys((request.POST if request.method == "POST" else request.GET).getlist("order")))
    if not 0 < len(order_ids) <= MAX_SLIPS:
        words = f"Choose at most {MAX_SLIPS} orders at once." if order_ids else "Choose orders first."
        messages.warning(request, words)
        return SeeOther("staff:orders")
    ids = [each for each in order_ids if is_order_id(each)]
    orders = _load(request, ids)
    if request.method == "POST":
        packing.pack_all(request, ids, orders)
        return SeeOther(f"{reverse('staff:slips')}?{urlencode({'order': ids}, doseq=True)}")
    return _render(request, order_ids, orders)


def is_order_id(text: str) -> bool:
    """Return whether an order may have this id."""
    try:
        msgspec.convert(text, OrderId)
    except msgspec.ValidationError:
        return False
    return True


def _load(request: HttpRequest, ids: Sequence[str]) -> dict[str, StaffOrder]:
    """Return the orders that there are, by id."""
    orders = gather_many([partial(_read, request, order_id) for order_id in ids])
    return {order.id: order for order in orders if order}


def _read(request: HttpRequest, order_id: str) -> StaffOrder | None:
    try:
        return api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None


def _render(request: HttpRequest, order_ids: Sequence[str], orders: dict[str, StaffOrder]) -> HttpResponse:
    parcel = parse_int(request.GET.get("parcel", ""), 0, 2)
    slips = [slip for order in orders.values() if (slip := build_slip(order, parcel))]
    printed = [slip.order for slip in slips if not slip.parcel]
    context = {
        "slips": slips,
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


def build_slip(order: StaffOrder, parcel: int) -> Slip | None:
    """Return the slip of a parcel that was sent, or without a number of all that is still to be sent; None where that
    is nothing."""
    sent = next((each for each in order.parcels if each.number == parcel), None)
    if parcel:
        pieces = {line.sku: line.quantity for line in sent.lines} if sent else {}
    else:
        pieces = unsent_pieces(order) if order.state in PRINTED else {}
    lines = [(quantity, line) for line in order.lines if (quantity := _take(pieces, line))]
    return Slip(order, lines, parcel) if lines else None


def _take(pieces: dict[str, int], line: OrderLine) -> int:
    """Take as many of the pieces as the line has, and return how many: a SKU may have several lines."""
    quantity = min(line.quantity, pieces.get(line.sku, 0))
    pieces[line.sku] = pieces.get(line.sku, 0) - quantity
    return quantity


def _tab(order: StaffOrder) -> str:
    return STATE_TABS[order.state].lower()
