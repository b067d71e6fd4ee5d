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

from backend.contracts.order.models import StaffOrder, number
from backend.contracts.order.operations import GET_STAFF_ORDER, MOVE_ORDER
from backend.contracts.order.states import State
from backend.contracts.types import OrderId
from storefront.clients import api
from storefront.clients.concurrency import gather
from storefront.staff import packing
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.state_tabs import STATE_TABS
from storefront.web.redirect import SeeOther

MAX_SLIPS = 50
PRINTED = (State.CONFIRMED, State.PACKED)
"""States whose orders have a slip: a packed one's may be lost, and is printed again."""


class Left(msgspec.Struct, frozen=True):
    """A chosen order without a slip, and why."""

    name: str
    reason: str


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
    orders = gather(*(partial(_read, request, order_id) for order_id in ids))
    return {order.id: order for order in orders if order}


def _read(request: HttpRequest, order_id: str) -> StaffOrder | None:
    try:
        return api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None


def _render(request: HttpRequest, order_ids: Sequence[str], orders: dict[str, StaffOrder]) -> HttpResponse:
    printed = [order for order in orders.values() if order.state in PRINTED]
    context = {
        "slips": [(order, sum(line.quantity for line in order.lines)) for order in printed],
        "packable": [order for order in printed if may(request, MOVE_ORDER) and order.state is State.CONFIRMED],
        "left": [reason for each in order_ids if (reason := _explain(each, orders.get(each)))],
    }
    return render(request, "staff/packing-slips.html", context)


def _explain(order_id: str, order: StaffOrder | None) -> Left | None:
    if order is None:
        return Left(order_id[:40], "There is no such order.")
    return None if order.state in PRINTED else Left(number(order.id), f"It is not to be packed: {_tab(order)}.")


def _tab(order: StaffOrder) -> str:
    return STATE_TABS[order.state].lower()
