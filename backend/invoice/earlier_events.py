"""An order's past as `InvoiceRequested` reports it, turned into the events that would have reported it at the time. No
I/O."""

from collections.abc import Iterator

from msgspec import UNSET

from backend.contracts.order.events import OrderClaimed, OrderReturnReceived, RefundRequested
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.models import OrderReturn, Refund
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.voucher.events import VoucherRefunded
from backend.invoice.domain import MoneyBack


def claim(event: InvoiceRequested) -> OrderClaimed | None:
    """Return the account that claimed the order; None if none did."""
    if not event.shopper:
        return None
    return OrderClaimed(order_id=event.order_id, owner=event.owner, at=event.at, shopper=event.shopper)


def causes(event: InvoiceRequested) -> Iterator[OrderReturnReceived | RefundRequested]:
    """Yield what money was refunded for, the earliest first."""
    for each in event.returns:
        yield _to_refund_requested(event, each) if each.by_shop and each.reason else _to_return_received(event, each)


def _to_refund_requested(event: InvoiceRequested, given_back: OrderReturn) -> RefundRequested:
    return RefundRequested(
        order_id=event.order_id,
        owner=event.owner,
        at=given_back.at,
        number=given_back.number,
        refund=given_back.refund,
        reason=given_back.reason,
        lines=given_back.lines,
        taxes=given_back.taxes or UNSET,
    )


def _to_return_received(event: InvoiceRequested, received: OrderReturn) -> OrderReturnReceived:
    return OrderReturnReceived(
        order_id=event.order_id,
        owner=event.owner,
        at=received.at,
        number=received.number,
        refund=received.refund,
        lines=received.lines,
        taxes=received.taxes or UNSET,
    )


def refunds(event: InvoiceRequested) -> Iterator[MoneyBack]:
    """Yield the money that had been refunded by then, the earliest first."""
    for each in event.refunds:
        yield _to_card(event, each) if each.attempt else _to_vouchers(event, each)


def _to_card(event: InvoiceRequested, refund: Refund) -> PaymentReturned:
    return PaymentReturned(
        order_id=event.order_id,
        owner=event.owner,
        at=refund.at,
        attempt=refund.attempt,
        refunded=refund.amount,
        currency=event.purchase.currency,
        number=refund.number,
    )


def _to_vouchers(event: InvoiceRequested, refund: Refund) -> VoucherRefunded:
    return VoucherRefunded(
        order_id=event.order_id,
        owner=event.owner,
        at=refund.at,
        refunded=refund.amount,
        currency=event.purchase.currency,
        number=refund.number,
    )
