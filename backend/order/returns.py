"""Returns of an order: made from what the shopper chose, and moved on by staff. Money is decided by `contracts.returns`."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from backend.contracts import returns
from backend.contracts.basket.models import OrderLine
from backend.contracts.order.models import Move, Order, OrderReturn, Return, ReturnLine, Step
from backend.contracts.order.states import ReturnState, State
from backend.contracts.problem import FieldError, Refused

if TYPE_CHECKING:
    from backend.order.domain import Purchase

STATES = {
    State.RETURN_REQUESTED: ReturnState.REQUESTED,
    State.RETURN_ACCEPTED: ReturnState.ACCEPTED,
    State.RETURNED: ReturnState.RECEIVED,
    State.RETURN_DENIED: ReturnState.DENIED,
}
"""Where the last return of an order is while the order is in a state."""

OPEN = (ReturnState.REQUESTED, ReturnState.ACCEPTED)


def asked(order: Order, body: Return, at: str) -> OrderReturn:
    """Return what the shopper asks for.

    Raises Refused 422 for pieces that are not there, 409 where the shopper was shown another refund.
    """
    chosen = _chosen(body.lines) or returns.left(order)
    if not returns.fits(order, chosen):
        error = FieldError(field="lines", message="Not so many of these can be sent back")
        raise Refused(422, "invalid", "Not all of this can be sent back", errors=(error,))
    refund = returns.refund(order, chosen)
    if body.expected_refund not in (None, refund.total):
        raise Refused(409, "other-refund", "The refund is another one by now", "Please look at it once more.")
    return OrderReturn(
        number=len(order.returns) + 1,
        state=ReturnState.REQUESTED,
        at=at,
        lines=tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in sorted(chosen.items())),
        refund=refund.total,
        tax=refund.tax,
        delivery=refund.delivery,
        reason=body.reason,
    )


def known(found: tuple[OrderReturn, ...], body: Return) -> bool:
    """Whether the body asks for a return that is there already: it was sent twice. Without a number that can only be the open one."""
    here = [each for each in found if each.number == (body.number or len(found))]
    return any(
        each.reason == body.reason and _chosen(body.lines) in ({}, _chosen(each.lines)) and (body.number or each.state in OPEN)
        for each in here
    )


def moved(found: tuple[OrderReturn, ...], state: State, at: str, restock: bool) -> tuple[OrderReturn, ...]:
    """Return the order's returns with the last one in this state."""
    *before, last = found
    return (*before, replace(last, state=STATES[state], at=at, restocked=restock and state is State.RETURNED))


def shelved_alike(found: tuple[OrderReturn, ...], move: Move) -> bool:
    """Whether a return that was received already went to the shelf, or not, as this move wants it."""
    return move.state is not State.RETURNED or found[-1].restocked == move.restock


def of_old(steps: tuple[Step, ...], bought: "Purchase") -> tuple[OrderReturn, ...]:
    """Return the one return of an order that was written before returns had lines: all of it went, or shall go, back."""
    last = steps[-1]
    if last.state not in STATES:
        return ()
    reason = next((step.note for step in steps if step.state is State.RETURN_REQUESTED), "")
    lines = tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in sorted(_chosen(bought.lines).items()))
    return (
        OrderReturn(
            number=1,
            state=STATES[last.state],
            at=last.at,
            lines=lines,
            refund=bought.total,
            tax=bought.tax,
            delivery=bought.delivery_price,
            reason=reason,
            restocked=last.state is State.RETURNED,
        ),
    )


def _chosen(lines: Iterable[ReturnLine | OrderLine]) -> dict[str, int]:
    """Pieces by SKU: two lines of one SKU are one choice."""
    pieces: Counter[str] = Counter()
    for line in lines:
        pieces[line.sku] += line.quantity
    return dict(pieces)
