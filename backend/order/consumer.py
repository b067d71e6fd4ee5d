"""The order service's event consumer: a checkout becomes an order, and what other services report moves it on."""

from collections.abc import Callable
from typing import Any

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.payment.events import PaymentActionRequired, PaymentAuthorized, PaymentCaptured, PaymentDeclined, PaymentReturned
from backend.order import repository, state_machine
from backend.shared import clock
from backend.shared.consumer import event_consumer


def _moved(by: Callable[[state_machine.Life, Any, str], state_machine.Life | None]) -> Callable[[Any], None]:
    """The consumer that moves the event's order. An order that is not there yet makes the message come again."""

    def consume(event: Any) -> None:
        repository.change(event.owner, event.order_id, lambda present: by(present, event, clock.now()))

    return consume


handler = event_consumer({
    BasketCheckedOut: repository.place,
    StockHeld: _moved(state_machine.held),
    StockRefused: _moved(state_machine.short),
    PaymentActionRequired: _moved(state_machine.action_required),
    PaymentAuthorized: _moved(state_machine.authorized),
    PaymentDeclined: _moved(state_machine.declined),
    PaymentCaptured: _moved(state_machine.captured),
    PaymentReturned: _moved(state_machine.returned),
})  # fmt: skip
