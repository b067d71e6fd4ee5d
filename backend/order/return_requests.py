"""The transition by which a shopper asks to return something."""

from msgspec import UNSET

from backend.contracts.arrivals import UNDER_WAY
from backend.contracts.order.events import OrderReturnRequested
from backend.contracts.order.models import MAX_RETURNS, OrderReturn
from backend.contracts.order.states import State
from backend.order import early_returns
from backend.order.state_machine import OrderState, transition


def request_return(order: OrderState, requested: OrderReturn, at: str) -> OrderState | None:
    """Add a return: beside the order's state while a part of the order is still to come.

    Return None if another one was added since the order was read, or at `MAX_RETURNS`.
    """
    if requested.number != len(order.returns) + 1 or requested.number > MAX_RETURNS:
        return None
    is_early = order.state in UNDER_WAY
    event = OrderReturnRequested(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        reason=requested.reason,
        number=requested.number,
        lines=requested.lines,
        refund=requested.refund,
        stays=order.state if is_early else UNSET,
    )
    if is_early:
        return early_returns.add(order, requested, event)
    return transition(order, State.RETURN_REQUESTED, at, event, requested.reason, returns=(*order.returns, requested))
