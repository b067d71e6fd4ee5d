"""Withdrawn gift vouchers that an order had bought: the balance left on them is refunded to its card."""

from msgspec.structs import replace

from backend.contracts.order.events import RefundRequested
from backend.contracts.order.models import OrderReturn
from backend.contracts.order.states import ReturnState
from backend.contracts.voucher.events import VoucherWithdrawn
from backend.order.state_machine import OrderState


def on_voucher_withdrawn(order: OrderState, event_in: VoucherWithdrawn, at: str) -> OrderState | None:
    """Request the refund of the voucher's balance, once per withdrawal."""
    if any(each.withdrawal == event_in.withdrawal for each in order.returns):
        return None
    event = RefundRequested(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        number=len(order.returns) + 1,
        refund=event_in.amount,
        reason=event_in.reason,
        withdrawal=event_in.withdrawal,
    )
    return replace(add_refund(order, event), event=event)


def add_refund(order: OrderState, event: RefundRequested) -> OrderState:
    """Return the order with the requested refund: without tax, as the voucher was sold."""
    order_return = OrderReturn(
        number=event.number,
        state=ReturnState.RECEIVED,
        at=event.at,
        lines=(),
        refund=event.refund,
        reason=event.reason,
        by_shop=True,
        withdrawal=event.withdrawal or None,
    )
    return replace(order, returns=(*order.returns, order_return))
