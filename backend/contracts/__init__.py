"""What the halves of the shop and its services agree on: every path, shape and event name is written here and nowhere else."""

from backend.contracts import basket, order, product
from backend.contracts.event import Event
from backend.contracts.operation import Operation

SERVICES = ("product", "basket", "order")
OPERATIONS: tuple[Operation, ...] = product.OPERATIONS + basket.OPERATIONS + order.OPERATIONS
EVENTS: tuple[type[Event], ...] = product.EVENTS + basket.EVENTS + order.EVENTS

# Who publishes an event, and which services it is delivered to: the bus's rules are made from this table.
_BY_SERVICE = {"product": product.EVENTS, "basket": basket.EVENTS, "order": order.EVENTS}
PUBLISHER: dict[type[Event], str] = {event: service for service, events in _BY_SERVICE.items() for event in events}
CONSUMERS: dict[type[Event], tuple[str, ...]] = {
    product.ProductChanged: ("basket",),
    product.ProductWithdrawn: ("basket",),
    basket.BasketCheckedOut: ("order",),
    order.OrderPlaced: (),
}
