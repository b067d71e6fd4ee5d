"""What staff do with an order: the moves of `contracts.order.states.STAFF_MOVES`, and the event that each carries."""

from typing import Any

from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.order.events import (
    OrderDelivered,
    OrderPacked,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.order.models import Move
from backend.contracts.order.states import State
from backend.order import returns
from backend.order.state_machine import Life, moved

TRACKED = (State.SENT, State.DELIVERED)
"""States in which a tracking number says something, and can be corrected."""

_OF_RETURNS = (State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED)


def marked(life: Life, move: Move, at: str) -> Life | None:
    """The order as staff marked it; None where no edge leads there, or the move is not for staff to make."""
    state, note, by = move.state, move.note, move.by
    if state in _OF_RETURNS:
        return _return_marked(life, move, at)
    whose = {"order_id": life.order_id, "owner": life.owner, "at": at}
    if state is State.PACKED:
        return moved(life, state, at, OrderPacked(**whose), note, by)
    if state is State.SENT:
        return moved(life, state, at, OrderSent(**whose, tracking=note), note, by, tracking=note)
    return moved(life, state, at, OrderDelivered(**whose), note, by) if state is State.DELIVERED else None


def tracked(life: Life, tracking: str, at: str) -> Life | None:
    """The order with another tracking number; None where nothing is under way, or the number stands there already."""
    if life.state not in TRACKED or tracking == life.tracking:
        return None
    event = OrderTrackingChanged(order_id=life.order_id, owner=life.owner, at=at, tracking=tracking)
    return replace(life, tracking=tracking, event=event)


def _return_marked(life: Life, move: Move, at: str) -> Life | None:
    """The order after a move of its last return. Accepting moves neither money nor pieces: the parcel is not back yet."""
    if not life.returns:
        return None
    state, note = move.state, move.note
    after = returns.moved(life.returns, state, at, move.restock)
    last = after[-1]
    whose: dict[str, Any] = {"order_id": life.order_id, "owner": life.owner, "at": at, "number": last.number}
    what: dict[str, Any] = {"lines": last.lines, "refund": last.refund}
    event: Event = OrderReturnDenied(**whose, reason=note)
    if state is State.RETURN_ACCEPTED:
        event = OrderReturnAccepted(**whose, **what, note=note)
    elif state is State.RETURNED:
        event = OrderReturnReceived(**whose, **what, restock=last.restocked)
    return moved(life, state, at, event, note, move.by, returns=after)
