"""What staff do with an order: the moves of `contracts.order.STAFF_MOVES`, and the event that each carries."""

from typing import Any

from backend.contracts.event import Event
from backend.contracts.order import (
    OrderDelivered,
    OrderPacked,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderSent,
    State,
)
from backend.order import returns
from backend.order.life import Life, moved

_OF_RETURNS = (State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED)


def marked(life: Life, state: State, note: str, at: str, restock: bool = True) -> Life | None:
    """The order as staff marked it; None where no edge leads there, or the move is not for staff to make."""
    if state in _OF_RETURNS:
        return _return_marked(life, state, note, at, restock)
    whose = {"order_id": life.order_id, "owner": life.owner, "at": at}
    if state is State.PACKED:
        return moved(life, state, at, OrderPacked(**whose), note)
    if state is State.SENT:
        return moved(life, state, at, OrderSent(**whose, tracking=note), note, tracking=note)
    return moved(life, state, at, OrderDelivered(**whose), note) if state is State.DELIVERED else None


def _return_marked(life: Life, state: State, note: str, at: str, restock: bool) -> Life | None:
    """The order after a move of its last return. Accepting moves neither money nor pieces: the parcel is not back yet."""
    if not life.returns:
        return None
    after = returns.moved(life.returns, state, at, restock)
    last = after[-1]
    whose: dict[str, Any] = {"order_id": life.order_id, "owner": life.owner, "at": at, "number": last.number}
    what: dict[str, Any] = {"lines": last.lines, "refund": last.refund}
    event: Event = OrderReturnDenied(**whose, reason=note)
    if state is State.RETURN_ACCEPTED:
        event = OrderReturnAccepted(**whose, **what, note=note)
    elif state is State.RETURNED:
        event = OrderReturnReceived(**whose, **what, restock=last.restocked)
    return moved(life, state, at, event, note, returns=after)
