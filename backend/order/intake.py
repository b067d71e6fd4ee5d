"""The order service's queue door: a checkout becomes an order, and what other services report moves it on."""

from collections.abc import Callable
from typing import Any

from backend.contracts.basket import BasketCheckedOut
from backend.contracts.inventory import StockHeld, StockRefused
from backend.contracts.payment import PaymentActionRequired, PaymentAuthorized, PaymentCaptured, PaymentDeclined, PaymentReturned
from backend.order import life, store
from backend.shared import clock
from backend.shared.intake import intake


def _moved(by: Callable[[life.Life, Any, str], life.Life | None]) -> Callable[[Any], None]:
    """The consumer that moves the event's order. An order that is not there yet makes the message come again."""

    def consume(event: Any) -> None:
        store.change(event.owner, event.order_id, lambda present: by(present, event, clock.now()))

    return consume


handler = intake({
    BasketCheckedOut: store.place,
    StockHeld: _moved(life.held),
    StockRefused: _moved(life.short),
    PaymentActionRequired: _moved(life.action_required),
    PaymentAuthorized: _moved(life.authorized),
    PaymentDeclined: _moved(life.declined),
    PaymentCaptured: _moved(life.captured),
    PaymentReturned: _moved(life.returned),
})  # fmt: skip
