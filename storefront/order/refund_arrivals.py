"""Whether money of an order has arrived where it goes back to: at its gift vouchers and at the card, each by itself."""

from backend.contracts.order.models import Order, OrderReturn, Refund
from backend.contracts.order.states import ReturnState, State
from backend.contracts.returns import unrefunded_amount
from storefront.order.payers import Parts, parts_of, split


def was_paid(order: Order) -> bool:
    """Return whether the order was paid once; what vouchers pay of one that never was is freed without news of it."""
    return any(step.state is State.PAID for step in order.time_line)


def is_refund_awaited(order: Order) -> bool:
    """Return whether money of the order is decided to go back and is not known to have gone, all of it."""
    if order.state is State.CANCELLED:
        return was_paid(order) and not _has_gone(order, 0, split(order, unrefunded_amount(order)))
    return any(_is_awaited(order, each) for each in order.returns)


def _is_awaited(order: Order, order_return: OrderReturn) -> bool:
    return (
        order_return.state is ReturnState.RECEIVED
        and order_return.refund > 0
        and refund_of(order, order_return) is None
    )


def refund_of(order: Order, order_return: OrderReturn) -> Refund | None:
    """Return the last of the money that went back for it; None while a part of it is under way, to card or voucher."""
    refunds = [each for each in order.refunds if each.number == order_return.number]
    is_gone = _has_gone(order, order_return.number, parts_of(order, order_return))
    return max(refunds, key=lambda each: each.at) if refunds and is_gone else None


def _has_gone(order: Order, number: int, parts: Parts) -> bool:
    """Return whether each part is known to have gone back for the return of this number, 0 for the whole order."""
    went_to_card = {bool(each.attempt) for each in order.refunds if each.number == number}
    return (not parts.voucher or False in went_to_card) and (not parts.card or True in went_to_card)
