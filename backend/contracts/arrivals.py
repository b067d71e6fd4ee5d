"""What can be returned of an order while a part of it is still to come, and what can be refunded meanwhile: the forms
show it, and the order service decides by it.

Such a return exists beside the order's state, which advances as if there were none: see docs/decisions/104.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from backend.contracts import returns
from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.order.states import RETURNABLE, ReturnState, State
from backend.contracts.returns import Refunding, received_returns, returnable_pieces

AnyOrder = TypeVar("AnyOrder", bound=Order)

UNDER_WAY = (State.PACKED, State.SENT)
"""States in which a part of an order can have arrived while another is still to come."""

BESIDE = (*UNDER_WAY, State.DELIVERED)
"""States that an open return may stand beside: what was still to come may have arrived before it is decided."""

LISTED = {ReturnState.REQUESTED: State.RETURN_REQUESTED, ReturnState.ACCEPTED: State.RETURN_ACCEPTED}
"""The states by which staff list the orders that an open return stands beside."""

OPEN = tuple(LISTED)


def open_return(order_returns: Sequence[OrderReturn]) -> OrderReturn | None:
    """Return the return that is asked for or accepted, of which an order has one at most; None if there is none."""
    return next((each for each in order_returns if each.state in OPEN), None)


def early_return(state: State, order_returns: Sequence[OrderReturn]) -> OrderReturn | None:
    """Return the open return that stands beside the order's state; None if there is none."""
    return open_return(order_returns) if state in BESIDE else None


def pieces_here(order: Order) -> dict[str, int]:
    """Return the pieces that have arrived and were not returned, by SKU, without SKUs that have none.

    Refunded pieces are first taken from those that have not arrived: in no parcel, as in `dispatch.unsent_pieces`, or
    in one that is under way and may be lost.
    """
    if order.state not in UNDER_WAY:
        return returnable_pieces(order)
    arrived, left = Counter[str](), returnable_pieces(order)
    for parcel in order.parcels:
        arrived.update({line.sku: line.quantity for line in parcel.lines} if parcel.delivered_at else {})
    for each in received_returns(order):
        arrived.subtract({line.sku: line.quantity for line in each.lines if not each.by_shop})
    here = {sku: min(quantity, left.get(sku, 0)) for sku, quantity in arrived.items()}
    return {sku: quantity for sku, quantity in here.items() if quantity > 0}


def pieces_to_come(order: Order) -> dict[str, int]:
    """Return the pieces that have neither arrived nor been refunded, by SKU, without SKUs that have none."""
    here = pieces_here(order)
    to_come = {sku: quantity - here.get(sku, 0) for sku, quantity in returnable_pieces(order).items()}
    return {sku: quantity for sku, quantity in to_come.items() if quantity > 0}


def fits(order: Order, chosen: Mapping[str, int]) -> bool:
    """Return whether the choice names at least one piece, and of each SKU no more than the shopper has."""
    here = pieces_here(order)
    return bool(chosen) and all(0 < quantity <= here.get(sku, 0) for sku, quantity in chosen.items())


def can_return(order: Order) -> bool:
    """Return whether a return can be requested: none is open, and something has arrived."""
    has_arrived = order.state in RETURNABLE or (order.state in UNDER_WAY and bool(pieces_here(order)))
    return has_arrived and open_return(order.returns) is None


def as_promised(order: AnyOrder) -> AnyOrder:
    """Return the order as it will be once the return beside its state is received: the basis of any refund until
    then."""
    promised = early_return(order.state, order.returns)
    if promised is None:
        return order
    return replace(order, returns=with_return(order.returns, replace(promised, state=ReturnState.RECEIVED)))


def receipt_refund(order: Order, pieces: Mapping[str, int]) -> Refunding:
    """Return the refund for the received pieces of an open return. For one beside the order's state it is the promised
    amount, if exactly the announced pieces came."""
    promised = early_return(order.state, order.returns)
    if promised is None or dict(pieces) != {line.sku: line.quantity for line in promised.lines}:
        return returns.refund(order, pieces)
    return Refunding(
        total=promised.refund,
        delivery=promised.delivery,
        tax=promised.tax,
        taxes=promised.taxes,
        prices=promised.prices,
    )


def with_return(order_returns: Sequence[OrderReturn], changed: OrderReturn) -> tuple[OrderReturn, ...]:
    """Return the returns with the one of the same number replaced by this one."""
    return tuple(changed if each.number == changed.number else each for each in order_returns)
