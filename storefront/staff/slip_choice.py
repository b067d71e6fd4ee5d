"""The orders that staff chose for packing slips, and the slip of each."""

from collections.abc import Mapping, Sequence
from functools import partial

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from backend.contracts.basket.models import OrderLine
from backend.contracts.dispatch import unsent_pieces
from backend.contracts.invoice.packing_slips import MAX_SLIPS
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import GET_STAFF_ORDER
from backend.contracts.order.states import State
from backend.contracts.types import OrderId
from storefront.clients import api
from storefront.clients.concurrency import gather_many
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

PRINTED = (State.CONFIRMED, State.PACKED)
"""States whose orders have a slip: a packed one's may be lost, and is printed again."""


class Slip(msgspec.Struct, frozen=True):
    """A sheet of paper: what goes in one parcel of an order. `parcel` is 0 for what is not sent yet."""

    order: StaffOrder
    lines: list[tuple[int, OrderLine]]
    parcel: int = 0

    @property
    def pieces(self) -> int:
        """How many pieces are on it."""
        return sum(quantity for quantity, _ in self.lines)

    @property
    def part(self) -> str:
        """Which part of its order it is, where that has to be said."""
        if self.parcel:
            return f"parcel {self.parcel}"
        if self.order.parcels:
            return "what is still to be sent"
        return "packed already" if self.order.state is State.PACKED else ""


def chosen_ids(fields: QueryDict) -> list[str]:
    """Return what was sent as the orders' ids, each once."""
    return list(dict.fromkeys(fields.getlist("order")))


def refuse_choice(request: HttpRequest, order_ids: Sequence[str]) -> HttpResponse | None:
    """Lead back to the list where nothing was chosen, or too much."""
    if 0 < len(order_ids) <= MAX_SLIPS:
        return None
    words = f"Choose at most {MAX_SLIPS} orders at once." if order_ids else "Choose orders first."
    messages.warning(request, words)
    return SeeOther("staff:orders")


def address(page: str, order_ids: Sequence[str], parcel: int = 0) -> str:
    """Return the address of a page, by its name, for these orders' slips."""
    query = {"order": order_ids} | ({"parcel": [str(parcel)]} if parcel else {})
    return f"{reverse(page)}?{urlencode(query, doseq=True)}"


def is_order_id(text: str) -> bool:
    """Return whether an order may have this id."""
    try:
        msgspec.convert(text, OrderId)
    except msgspec.ValidationError:
        return False
    return True


def load_orders(request: HttpRequest, order_ids: Sequence[str]) -> dict[str, StaffOrder]:
    """Return the orders that there are, by id."""
    orders = gather_many([partial(_read, request, order_id) for order_id in order_ids if is_order_id(order_id)])
    return {order.id: order for order in orders if order}


def _read(request: HttpRequest, order_id: str) -> StaffOrder | None:
    try:
        return api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None


def parcel_of(request: HttpRequest) -> int:
    """Return the number of the parcel that was asked for, 0 for what is not sent yet."""
    return parse_int(request.GET.get("parcel", ""), 0, 2)


def build_slips(orders: Mapping[str, StaffOrder], parcel: int) -> list[Slip]:
    """Return the slips that there are, in the order of the orders."""
    return [slip for order in orders.values() if (slip := build_slip(order, parcel))]


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
