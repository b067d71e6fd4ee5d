"""The payment service's event consumer: what the order asks for, and what becomes of it."""

from collections.abc import Callable

from backend.contracts.order.events import OrderCancelled, OrderPaid, OrderRefused, OrderReturned, OrderReturnReceived, PaymentRequested
from backend.payment import domain
from backend.payment.process import update
from backend.payment.state_machine import Goal, Payment, Refund
from backend.shared import clock
from backend.shared.consumer import event_consumer


def request_payment(event: PaymentRequested) -> None:
    """Asks the provider for the order's total."""
    _update(event, lambda payment: domain.request(payment, event, clock.now()))


def capture_payment(event: OrderPaid) -> None:
    """Takes the money that the attempt holds."""
    _update(event, lambda payment: domain.raise_goal(payment, Goal.CAPTURE, clock.now(), event.attempt))


def release_payment(event: OrderRefused | OrderCancelled | OrderReturned) -> None:
    """Gives back whatever is held or taken, now and as soon as more of it is known."""
    update(event.order_id, event.owner, lambda payment: domain.raise_goal(payment, Goal.RELEASE, clock.now()))


def refund_part(event: OrderReturnReceived) -> None:
    """Gives back what was paid for the pieces that came back, once per return."""
    refund = Refund(number=event.number, amount=event.refund)
    update(event.order_id, event.owner, lambda payment: domain.give_back(payment, refund, clock.now()))


def _update(event: PaymentRequested | OrderPaid, change: Callable[[Payment], Payment]) -> None:
    """Orders ask again while they have heard nothing."""
    update(event.order_id, event.owner, lambda payment: domain.republish_if_missed(change(payment), event.attempt, event.at, clock.now()))


handler = event_consumer({
    PaymentRequested: request_payment,
    OrderPaid: capture_payment,
    OrderRefused: release_payment,
    OrderCancelled: release_payment,
    OrderReturned: release_payment,
    OrderReturnReceived: refund_part,
})  # fmt: skip
