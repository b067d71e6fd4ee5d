"""Marking many orders as packed. One that changed after its slip was made is named and left as it is."""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import partial

from django.contrib import messages
from django.http import HttpRequest

from backend.contracts.order.models import Move, StaffOrder, number
from backend.contracts.order.operations import MOVE_ORDER
from backend.contracts.order.states import State
from storefront.clients import api
from storefront.clients.concurrency import gather_many
from storefront.staff.order_page import staff_name


class Outcome(Enum):
    """What has become of an order; the value is the sentence before the numbers of those that it became of."""

    PACKED = "Marked as packed:"
    ALREADY_PACKED = "Packed already, so nothing was done:"
    CHANGED = "Changed after the slip was made, so left as it is; look at it again:"
    REFUSED = "Cannot be packed, so left as it is:"
    UNKNOWN = "No answer came, so see below whether it is packed:"


_LEVELS = {Outcome.PACKED: messages.SUCCESS, Outcome.ALREADY_PACKED: messages.INFO}


def pack_all(request: HttpRequest, ids: Sequence[str], orders: Mapping[str, StaffOrder]) -> None:
    """Mark each order as packed if it is as its slip showed it, and say of each what has become of it."""
    outcomes = gather_many([partial(_pack, request, order_id, orders.get(order_id)) for order_id in ids])
    for outcome in Outcome:
        numbers = [number(order_id) for order_id, became in zip(ids, outcomes, strict=True) if became is outcome]
        if numbers:
            level = _LEVELS.get(outcome, messages.ERROR)
            messages.add_message(request, level, f"{outcome.value} {', '.join(numbers)}.")


def _pack(request: HttpRequest, order_id: str, order: StaffOrder | None) -> Outcome:
    if order is None:
        return Outcome.REFUSED
    if order.state is State.PACKED:
        return Outcome.ALREADY_PACKED
    if request.POST.get(f"version-{order_id}") != str(order.version):
        return Outcome.CHANGED
    return _move(request, order)


def _move(request: HttpRequest, order: StaffOrder) -> Outcome:
    body = Move(owner=order.owner, state=State.PACKED, by=staff_name(request))
    try:
        api.call(MOVE_ORDER, request=request, path={"order_id": order.id}, body=body)
    except api.Unavailable:
        return Outcome.UNKNOWN
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        return Outcome.ALREADY_PACKED if refusal.problem.type == "already-done" else Outcome.REFUSED
    return Outcome.PACKED
