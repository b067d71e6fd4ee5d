"""Returns of an order: requested by the shopper, processed by staff. `contracts.returns` computes the refund."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from backend.contracts import arrivals, returns
from backend.contracts.arrivals import OPEN
from backend.contracts.basket.models import OrderLine
from backend.contracts.order.models import Move, Order, OrderReturn, Return, ReturnLine, Step
from backend.contracts.order.states import ReturnState, State
from backend.contracts.problem import FieldError, Refused
from backend.contracts.voucher import payments
from backend.contracts.voucher.models import VoucherPayment

if TYPE_CHECKING:
    from backend.contracts.order.parcel import ParcelLine
    from backend.contracts.order.staff import ReceivedLine
    from backend.order.domain import OrderDetails

STATES = {
    State.RETURN_REQUESTED: ReturnState.REQUESTED,
    State.RETURN_ACCEPTED: ReturnState.ACCEPTED,
    State.RETURNED: ReturnState.RECEIVED,
    State.RETURN_DENIED: ReturnState.DENIED,
}
"""Where the last return of an order is while the order is in a state."""


def build_return(order: Order, body: Return, at: str) -> OrderReturn:
    """Return the requested return with its refund.

    Raises Refused 422 for quantities that cannot be returned, 409 if the shopper was shown another refund.
    """
    quantities = count_pieces(body.lines) or arrivals.pieces_here(order)
    if not arrivals.fits(order, quantities):
        error = FieldError(field="lines", message="Not so many of these can be sent back")
        raise Refused(422, "invalid", "Not all of this can be sent back", errors=(error,))
    refund = returns.refund(order, quantities)
    if body.expected_refund not in (None, refund.total):
        raise Refused(409, "other-refund", "The refund is another one by now", "Please look at it once more.")
    return OrderReturn(
        number=len(order.returns) + 1,
        state=ReturnState.REQUESTED,
        at=at,
        lines=to_lines(quantities),
        refund=refund.total,
        tax=refund.tax,
        delivery=refund.delivery,
        reason=body.reason,
        taxes=refund.taxes,
        prices=refund.prices,
    )


def is_duplicate(existing: tuple[OrderReturn, ...], body: Return) -> bool:
    """Return whether the same return was requested before. Without a number, compare with the open one."""
    candidates = [each for each in existing if each.number == (body.number or len(existing))]
    return any(
        each.reason == body.reason
        and count_pieces(body.lines) in ({}, count_pieces(each.lines))
        and (body.number or each.state in OPEN)
        for each in candidates
    )


def update_last(
    existing: tuple[OrderReturn, ...],
    state: State,
    at: str,
    restock: bool,
    paid: tuple[VoucherPayment, ...] = (),
) -> tuple[OrderReturn, ...]:
    """Return the returns with the last one in this state. A received return refunds first the vouchers that `paid`."""
    *before, last = existing
    is_received = state is State.RETURNED
    vouchers = voucher_refund(existing, paid, last.refund) if is_received else ()
    after = replace(last, state=STATES[state], at=at, restocked=restock and is_received, vouchers=vouchers)
    return (*before, after)


def voucher_refund(
    existing: tuple[OrderReturn, ...], paid: tuple[VoucherPayment, ...], amount: int
) -> tuple[VoucherPayment, ...]:
    """Return how much of a refund goes back to each of the vouchers that `paid`; the card gets the rest."""
    return payments.refund(paid, (payment for each in existing for payment in each.vouchers), amount)


def same_restock(existing: tuple[OrderReturn, ...], move: Move) -> bool:
    """Return whether a received return was restocked as this move requests."""
    return move.state is not State.RETURNED or existing[-1].restocked == move.restock


def from_legacy_steps(steps: tuple[Step, ...], details: "OrderDetails") -> tuple[OrderReturn, ...]:
    """Return the one return of an order written before returns had lines: it covers the whole order."""
    last = steps[-1]
    if last.state not in STATES:
        return ()
    reason = next((step.note for step in steps if step.state is State.RETURN_REQUESTED), "")
    return (
        OrderReturn(
            number=1,
            state=STATES[last.state],
            at=last.at,
            lines=to_lines(count_pieces(details.lines)),
            refund=details.total,
            tax=details.tax,
            delivery=details.delivery_price,
            reason=reason,
            restocked=last.state is State.RETURNED,
        ),
    )


def in_words(lines: "Iterable[ReturnLine]") -> str:
    """Return lines in words, for staff."""
    return ", ".join(f"{line.quantity} × {line.sku}" for line in lines)


def describe_difference(received: OrderReturn) -> str:
    """Return a sentence about how the returned pieces differ from the announced ones; empty if they do not."""
    if not received.announced:
        return ""
    return f"{in_words(received.lines)} came instead of {in_words(received.announced)}."


def to_lines(pieces: Mapping[str, int]) -> tuple[ReturnLine, ...]:
    """Return the quantities by SKU as lines."""
    return tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in sorted(pieces.items()))


def count_pieces(lines: "Iterable[ReturnLine | ReceivedLine | OrderLine | ParcelLine]") -> dict[str, int]:
    """Return the quantity of each SKU, summed over the lines."""
    pieces: Counter[str] = Counter()
    for line in lines:
        pieces[line.sku] += line.quantity
    return dict(pieces)
