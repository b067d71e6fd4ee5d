"""The payment service's event consumer: reacts to the events of orders."""

from collections.abc import Callable

from msgspec import UNSET

from backend.contracts.order.events import (
    OrderCancelled,
    OrderPaid,
    OrderRefused,
    OrderReturned,
    OrderReturnReceived,
    PaymentRequested,
    RefundRequested,
)
from backend.contracts.voucher.payments import total_of
from backend.payment import domain
from backend.payment.process import update
from backend.payment.state_machine import Goal, Payment, Refund
from backend.shared import clock
from backend.shared.consumer import event_consumer


def request_payment(event: PaymentRequested) -> None:
    """Start a payment attempt for the order's total."""
    _update(event, lambda payment: domain.request(payment, event, clock.now()))


def capture_payment(event: OrderPaid) -> None:
    """Capture the authorized attempt."""
    _update(event, lambda payment: domain.raise_goal(payment, Goal.CAPTURE, clock.now(), event.attempt))


def release_payment(event: OrderRefused | OrderCancelled | OrderReturned) -> None:
    """Void or refund all attempts of an order that ended."""
    update(event.order_id, event.owner, lambda payment: domain.raise_goal(payment, Goal.RELEASE, clock.now()))


def refund_part(event: OrderReturnReceived | RefundRequested) -> None:
    """Refund the amount of a received return, or of a refund by staff; both are numbered together, and each number is
    refunded once.

    What goes back to vouchers is not refunded to the card.
    """
    to_vouchers = 0 if event.vouchers is UNSET else total_of(event.vouchers)
    refund = Refund(number=event.number, amount=event.refund - to_vouchers)
    update(event.order_id, event.owner, lambda payment: domain.give_back(payment, refund, clock.now()))


def _update(event: PaymentRequested | OrderPaid, change: Callable[[Payment], Payment]) -> None:
    """Change the payment, and publish its state again if the order asked for it after it was last published."""
    update(
        event.order_id,
        event.owner,
        lambda payment: domain.republish_if_missed(change(payment), event.attempt, event.at, clock.now()),
    )


handler = event_consumer({
    PaymentRequested: request_payment,
    OrderPaid: capture_payment,
    OrderRefused: release_payment,
    OrderCancelled: release_payment,
    OrderReturned: release_payment,
    OrderReturnReceived: refund_part,
    RefundRequested: refund_part,
})  # fmt: skip
