"""What the halves of the shop and its services agree on: every path, shape and event name is written here and nowhere else."""

from types import ModuleType

from backend.contracts import basket, inventory, notification, operations, order, payment, picture, product, recommendation, search
from backend.contracts.event import Event
from backend.contracts.operation import AnyOperation

_CONTRACTS: dict[str, ModuleType] = {
    "product": product,
    "basket": basket,
    "order": order,
    "inventory": inventory,
    "payment": payment,
    "notification": notification,
    "recommendation": recommendation,
    "search": search,
    "picture": picture,
    "operations": operations,
}
"""The shop's services: this is the one list of them. Functions, constructs and tests are found by these names."""

SERVICES = tuple(_CONTRACTS)
OPERATIONS: tuple[AnyOperation, ...] = tuple(operation for contract in _CONTRACTS.values() for operation in contract.OPERATIONS)
EVENTS: tuple[type[Event], ...] = tuple(event for contract in _CONTRACTS.values() for event in contract.EVENTS)

# Who publishes an event, and which services it is delivered to: the bus's rules are made from these tables.
PUBLISHER: dict[type[Event], str] = {event: service for service, contract in _CONTRACTS.items() for event in contract.EVENTS}
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
