"""What the halves of the shop and its services agree on: every path, shape and event name is written here and nowhere else."""

from backend.contracts import basket, inventory, notification, operations, order, payment, picture, product, recommendation, search
from backend.contracts.event import Event
from backend.contracts.operation import Operation

_OPERATIONS = {
    "product": product.OPERATIONS,
    "basket": basket.OPERATIONS,
    "order": order.OPERATIONS,
    "inventory": inventory.OPERATIONS,
    "payment": payment.OPERATIONS,
    "notification": notification.OPERATIONS,
    "recommendation": recommendation.OPERATIONS,
    "search": search.OPERATIONS,
    "picture": picture.OPERATIONS,
    "operations": operations.OPERATIONS,
}
_EVENTS: dict[str, tuple[type[Event], ...]] = {
    "product": product.EVENTS,
    "basket": basket.EVENTS,
    "order": order.EVENTS,
    "inventory": inventory.EVENTS,
    "payment": payment.EVENTS,
    "notification": notification.EVENTS,
    "recommendation": recommendation.EVENTS,
    "search": search.EVENTS,
    "picture": picture.EVENTS,
    "operations": operations.EVENTS,
}

SERVICES = tuple(_OPERATIONS)
OPERATIONS: tuple[Operation, ...] = tuple(operation for operations in _OPERATIONS.values() for operation in operations)
EVENTS: tuple[type[Event], ...] = tuple(event for events in _EVENTS.values() for event in events)

# Who publishes an event, and which services it is delivered to: the bus's rules are made from these tables.
PUBLISHER: dict[type[Event], str] = {event: service for service, events in _EVENTS.items() for event in events}
CONSUMERS: dict[type[Event], tuple[str, ...]] = {
    product.ProductChanged: ("basket", "inventory", "recommendation", "search"),
    product.ProductWithdrawn: ("basket", "recommendation", "search"),
    basket.BasketCheckedOut: ("order", "recommendation", "notification"),
    inventory.StockHeld: ("order",),
    inventory.StockRefused: ("order",),
    inventory.StockChanged: ("basket", "search"),
    order.OrderPlaced: ("inventory", "notification"),
    order.PaymentRequested: ("payment",),
    order.OrderPaid: ("payment",),
    order.OrderPaymentDeclined: ("notification",),
    order.OrderActionRequired: ("notification",),
    order.OrderConfirmed: ("inventory", "recommendation", "notification"),
    order.OrderRefused: ("inventory", "payment", "notification"),
    order.OrderCancelled: ("inventory", "payment", "notification"),
    order.OrderPacked: (),
    order.OrderSent: ("notification",),
    order.OrderTrackingChanged: ("notification",),
    order.OrderDelivered: ("notification",),
    order.OrderReturnRequested: ("notification",),
    order.OrderReturnAccepted: ("notification",),
    order.OrderReturnReceived: ("inventory", "payment"),
    order.OrderReturned: ("inventory", "payment"),
    order.OrderReturnDenied: ("notification",),
    notification.MessageReceived: ("notification",),
    payment.PaymentActionRequired: ("order",),
    payment.PaymentAuthorized: ("order",),
    payment.PaymentDeclined: ("order",),
    payment.PaymentCaptured: ("order",),
    payment.PaymentReturned: ("order", "notification"),
}
