"""The moves of staff (`states.STAFF_MOVES`), and the event that each publishes."""

from typing import TypedDict

from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.order.actions import StaffAction
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
from backend.order import parcels, returns
from backend.order.state_machine import OrderState, transition

TRACKABLE = (State.SENT, State.DELIVERED)
"""States in which a tracking number says something, and can be corrected."""


class _EventFields(TypedDict):
    """Fields of every event of an order."""

    order_id: str
    owner: str
    at: str


_OF_RETURNS = (State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED)


def apply_move(order: OrderState, move: Move, at: str) -> OrderState | None:
    """Return the order after a move of staff; None if no transition leads there."""
    state, note, by = move.state, move.note, move.by
    if state in _OF_RETURNS:
        return _apply_return_move(order, move, at)
    fields: _EventFields = {"order_id": order.order_id, "owner": order.owner, "at": at}
    if state is State.PACKED:
        return transition(order, state, at, OrderPacked(**fields), note, by)
    if state is State.SENT:
        return transition(order, state, at, OrderSent(**fields, tracking=note), note, by, tracking=note)
    return transition(order, state, at, OrderDelivered(**fields), note, by) if state is State.DELIVERED else None


def is_trackable(order: OrderState) -> bool:
    """Return whether a parcel of the order has been sent."""
    return order.state in TRACKABLE or (order.state is State.PACKED and bool(order.parcels))


def set_tracking(order: OrderState, tracking: str, at: str, parcel: int | None = None) -> OrderState | None:
    """Return the order with another tracking number for a parcel, the last one if no number is given.

    None if there is no such parcel, or the tracking number is the same.
    """
    before = parcels.tracking_of(order, parcel)
    if not is_trackable(order) or before in (None, tracking):
        return None
    number = (parcel or len(order.parcels)) if order.parcels else UNSET
    event = OrderTrackingChanged(order_id=order.order_id, owner=order.owner, at=at, tracking=tracking, parcel=number)
    return replace(parcels.with_tracking(order, parcel, tracking), event=event)


def _apply_return_move(order: OrderState, move: Move, at: str) -> OrderState | None:
    """Return the order after a move of its last return. Only receiving a return moves money and stock."""
    if not order.returns:
        return None
    state, note = move.state, move.note
    after = returns.update_last(order.returns, state, at, move.restock, order.vouchers)
    last = after[-1]
    fields: _EventFields = {"order_id": order.order_id, "owner": order.owner, "at": at}
    event: Event = OrderReturnDenied(**fields, number=last.number, reason=note)
    if state is State.RETURN_ACCEPTED:
        event = OrderReturnAccepted(**fields, number=last.number, lines=last.lines, refund=last.refund, note=note)
    elif state is State.RETURNED:
        event = OrderReturnReceived(
            **fields,
            number=last.number,
            lines=last.lines,
            refund=last.refund,
            restock=last.restocked,
            vouchers=last.vouchers or UNSET,
            taxes=last.taxes or UNSET,
        )
    return transition(order, state, at, event, note, move.by, returns=after)


def with_action(order: OrderState, action: StaffAction) -> OrderState:
    """Return the order with one more action of staff in its record."""
    return replace(order, actions=(*order.actions, action))
