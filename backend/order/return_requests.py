"""The transition by which a shopper asks to send something back."""

from backend.contracts.order.events import OrderReturnRequested
from backend.contracts.order.models import MAX_RETURNS, OrderReturn
from backend.contracts.order.states import State
from backend.order.state_machine import OrderState, transition


def request_return(order: OrderState, requested: OrderReturn, at: str) -> OrderState | None:
    """Add a return. Return None if another one was added since the order was read, or at `MAX_RETURNS`."""
    if requested.number != len(order.returns) + 1 or requested.number > MAX_RETURNS:
        return None
    event = OrderReturnRequested(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        reason=requested.reason,
        number=requested.number,
        lines=requested.lines,
        refund=requested.refund,
    )
    return transition(order, State.RETURN_REQUESTED, at, event, requested.reason, returns=(*order.returns, requested))
