"""What an order holds before its payment is requested: its stock, uses of its limited promotions, and its vouchers'
share, if it has any.

OrderPlaced asks for all of them at once, and the answers come in any order. The functions are transitions like those of
`backend/order/state_machine.py`.
"""

from msgspec.structs import replace

from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.order.events import OrderConfirmed, OrderPaymentAwaited
from backend.contracts.order.states import State
from backend.contracts.promotion.events import PromotionHeld, PromotionRefused
from backend.contracts.voucher.events import VoucherHeld, VoucherRefunded, VoucherRefused
from backend.order.state_machine import (
    AWAITED_PAYMENT_TIMEOUT,
    OrderState,
    later,
    payment_request,
    record_refund,
    refuse,
    transition,
)

STOCK, PROMOTION, VOUCHER = "stock", "promotion", "voucher"
MAX_NAMED_CODES = 3
"""Codes that a refusal names: its reason is one short line."""


def on_stock_held(order: OrderState, event_in: StockHeld, at: str) -> OrderState | None:
    """Request the payment once everything else that the order needs is held, too."""
    return _hold(order, STOCK, at)


def on_promotion_held(order: OrderState, event_in: PromotionHeld, at: str) -> OrderState | None:
    """Request the payment once everything else that the order needs is held, too."""
    return _hold(order, PROMOTION, at)


def on_voucher_held(order: OrderState, event_in: VoucherHeld, at: str) -> OrderState | None:
    """Request the payment once everything else that the order needs is held, too."""
    return _hold(order, VOUCHER, at)


def _hold(order: OrderState, part: str, at: str) -> OrderState | None:
    """Record what is held. Once nothing is missing, request the payment, or confirm an order that vouchers pay in full.

    Only from PLACED: a declined order becomes HELD by another card.
    """
    before = set(filter(None, order.holding.split(",")))
    if order.state is not State.PLACED or part in before:
        return None
    if _list_needed(order) - before - {part}:
        return replace(order, holding=",".join(sorted({*before, part})), event=None)
    if not order.amount:
        return _confirm_unpaid(order, at)
    if order.attempt == 0:
        return _await_payment(order, at)
    return transition(order, State.HELD, at, payment_request(order, at), holding="")


def _await_payment(order: OrderState, at: str) -> OrderState | None:
    """Have a payment link mailed to the buyer of an order that staff placed; everything is held for it."""
    pay_by = later(at, AWAITED_PAYMENT_TIMEOUT)
    event = OrderPaymentAwaited(order_id=order.order_id, owner=order.owner, at=at, pay_by=pay_by)
    return transition(order, State.AWAITING_PAYMENT, at, event, holding="")


def _confirm_unpaid(order: OrderState, at: str) -> OrderState | None:
    """Confirm an order that vouchers pay in full: no card is charged."""
    event = OrderConfirmed(order_id=order.order_id, owner=order.owner, at=at)
    return transition(order, State.CONFIRMED, at, event, token="", holding="")


def _list_needed(order: OrderState) -> set[str]:
    return {STOCK} | ({PROMOTION} if order.codes else set()) | ({VOUCHER} if order.vouchers else set())


def on_stock_refused(order: OrderState, event_in: StockRefused, at: str) -> OrderState | None:
    """Refuse the order because stock is missing."""
    if order.state is not State.PLACED:
        return None
    return refuse(order, "Somebody else was quicker: not everything is left.", at, event_in.missing)


def on_promotion_refused(order: OrderState, event_in: PromotionRefused, at: str) -> OrderState | None:
    """Refuse the order because a promotion is used up, or was used by this shopper before."""
    if order.state is not State.PLACED:
        return None
    codes = ", ".join(event_in.codes[:MAX_NAMED_CODES])
    return refuse(order, f"{codes} could not be used: it was used up a moment ago, or you used it before.", at)


def on_voucher_refunded(order: OrderState, event_in: VoucherRefunded, at: str) -> OrderState | None:
    """Record what was returned to vouchers, in any state."""
    return record_refund(order, event_in)


def on_voucher_refused(order: OrderState, event_in: VoucherRefused, at: str) -> OrderState | None:
    """Refuse the order because a voucher could not pay its share."""
    if order.state is not State.PLACED:
        return None
    return refuse(order, "A gift voucher could not be used: it was spent, blocked or expired a moment ago.", at)
