"""Refunds by staff without a returned parcel: a return of the order that is received at once and restocks nothing."""

from backend.contracts import returns
from backend.contracts.arrivals import as_promised
from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.order.staff import RefundOrder
from backend.contracts.order.states import CANCELLABLE, ReturnState
from backend.contracts.problem import FieldError, Refused
from backend.contracts.returns import Refunding
from backend.order.returns import count_pieces, to_lines


def build_refund(order: Order, body: RefundOrder, at: str) -> OrderReturn:
    """Return the refund, from the money that no open return was promised.

    Raises Refused 422 for more than is left; 409 if staff were shown another amount, for a full refund of an order that
    can still be cancelled (its pieces would stay sold), or for gift vouchers (they may be spent).
    """
    if order.is_of_vouchers:
        raise Refused(409, "withdraw-instead", "The gift vouchers may be spent", "Withdraw what is left on them.")
    order = as_promised(order)
    pieces = count_pieces(body.lines)
    if not pieces and body.amount is None:
        pieces = returns.returnable_pieces(order)
    refunding = _refunding(order, pieces, body.amount)
    if body.expected_refund not in (None, refunding.total):
        raise Refused(409, "other-refund", "The refund is another one by now", "Please look at the order once more.")
    if order.state in CANCELLABLE and refunding.total == returns.unrefunded_amount(order):
        raise Refused(409, "cancel-instead", "All of it would go back", "Cancel the order, which restocks it, too.")
    return OrderReturn(
        number=body.number,
        state=ReturnState.RECEIVED,
        at=at,
        lines=to_lines(pieces),
        refund=refunding.total,
        tax=refunding.tax,
        taxes=refunding.taxes,
        prices=refunding.prices,
        delivery=refunding.delivery,
        reason=body.reason,
        by_shop=True,
    )


def _refunding(order: Order, pieces: dict[str, int], amount: int | None) -> Refunding:
    """Return the refund for the pieces, or of the amount. Raise Refused 422 for more than is left, or for nothing."""
    if amount is None and returns.fits(order, pieces) and returns.unrefunded_amount(order):
        return returns.refund(order, pieces)
    if amount is not None and not pieces and amount <= returns.unrefunded_amount(order):
        return returns.refund_amount(order, amount)
    field = "lines" if amount is None else "amount"
    raise Refused(
        422, "invalid", "So much cannot be given back", errors=(FieldError(field=field, message="More than is left"),)
    )


def is_duplicate(existing: tuple[OrderReturn, ...], body: RefundOrder) -> bool:
    """Return whether the same refund was made before."""
    same = next((each for each in existing if each.number == body.number), None)
    if same is None or not same.by_shop or same.reason != body.reason:
        return False
    if body.amount is not None:
        return same.refund == body.amount and not same.lines
    return not body.lines or count_pieces(same.lines) == count_pieces(body.lines)


def describe(order_return: OrderReturn) -> str:
    """Return what a refund is for, in the words of the order's history."""
    what = ", ".join(f"{line.quantity} × {line.sku}" for line in order_return.lines) or "an amount"
    return f"Refund {order_return.number} for {what}"[:2_000]
