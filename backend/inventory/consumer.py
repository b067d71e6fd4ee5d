"""The inventory's event consumer: moves an order's pieces as the order advances."""

from backend.contracts import heartbeat
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderPlaced,
    OrderRefused,
    OrderReturned,
    OrderReturnReceived,
)
from backend.contracts.product.events import ProductChanged
from backend.inventory import holds, stock
from backend.inventory.restock import restock
from backend.shared.consumer import event_consumer


def _sell(event: OrderConfirmed) -> None:
    holds.transition(event.order_id, HoldState.SOLD)


def _give_back(event: OrderRefused | OrderCancelled | OrderReturned) -> None:
    holds.transition(event.order_id, HoldState.BACK, heartbeat.is_owner(event.owner))


def _restock(event: OrderReturnReceived) -> None:
    if event.restock:
        restock(event.order_id, event.number, event.lines)
    elif event.restocked_part:
        restock(event.order_id, event.number, event.restocked_part)


handler = event_consumer({
    ProductChanged: stock.create_missing,
    OrderPlaced: holds.hold,
    OrderConfirmed: _sell,
    OrderRefused: _give_back,
    OrderCancelled: _give_back,
    OrderReturned: _give_back,
    OrderReturnReceived: _restock,
})  # fmt: skip
