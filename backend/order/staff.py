"""What staff do with an order: the moves of `contracts.order.STAFF_MOVES`, and the event that each carries."""

from collections.abc import Callable

from backend.contracts.event import Event
from backend.contracts.order import OrderDelivered, OrderPacked, OrderReturnDenied, OrderReturned, OrderSent, State
from backend.order.life import Life, moved

_EVENTS: dict[State, Callable[[Life, str, str], Event]] = {
    State.PACKED: lambda life, at, note: OrderPacked(order_id=life.order_id, owner=life.owner, at=at),
    State.SENT: lambda life, at, note: OrderSent(order_id=life.order_id, owner=life.owner, at=at, tracking=note),
    State.DELIVERED: lambda life, at, note: OrderDelivered(order_id=life.order_id, owner=life.owner, at=at),
    State.RETURNED: lambda life, at, note: OrderReturned(order_id=life.order_id, owner=life.owner, at=at),
    State.RETURN_DENIED: lambda life, at, note: OrderReturnDenied(order_id=life.order_id, owner=life.owner, at=at, reason=note),
}


def marked(life: Life, state: State, note: str, at: str) -> Life | None:
    """The order as staff marked it; None where no edge leads there, or the move is not for staff to make."""
    if state not in _EVENTS:
        return None
    tracking = {"tracking": note} if state is State.SENT else {}
    return moved(life, state, at, _EVENTS[state](life, at, note), note, **tracking)
