"""The order service's event consumer: creates orders from checkouts, and moves them on by other services' events."""

from collections.abc import Callable
from typing import Any

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.order import repository, state_machine
from backend.shared import clock
from backend.shared.consumer import event_consumer


def _transition_by(
    by: Callable[[state_machine.OrderState, Any, str], state_machine.OrderState | None],
) -> Callable[[Any], None]:
    """Return a consumer that applies a transition to the event's order; it retries while there is none."""

    def consume(event: Any) -> None:
        repository.change(event.owner, event.order_id, lambda order: by(order, event, clock.now()))

    return consume


handler = event_consumer({
    BasketCheckedOut: repository.place,
    StockHeld: _transition_by(state_machine.on_stock_held),
    StockRefused: _transition_by(state_machine.on_stock_refused),
    PaymentActionRequired: _transition_by(state_machine.on_action_required),
    PaymentAuthorized: _transition_by(state_machine.on_authorized),
    PaymentDeclined: _transition_by(state_machine.on_declined),
    PaymentCaptured: _transition_by(state_machine.on_captured),
    PaymentReturned: _transition_by(state_machine.on_payment_returned),
})  # fmt: skip
