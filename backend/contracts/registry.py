"""Every service's operations and events, and who consumes which: for the infrastructure, the documents and the tests.

No function imports this module: each loads only the contracts it uses.
"""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from backend import contracts
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.event import Event
from backend.contracts.inventory.events import StockChanged, StockHeld, StockRefused
from backend.contracts.notification.events import MessageReceived
from backend.contracts.operation import AnyOperation
from backend.contracts.order.events import (
    OrderActionRequired,
    OrderAddressChanged,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderDelivered,
    OrderPacked,
    OrderPaid,
    OrderPaymentDeclined,
    OrderPlaced,
    OrderRefused,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturned,
    OrderReturnReceived,
    OrderReturnRequested,
    OrderSent,
    OrderTrackingChanged,
    PaymentRequested,
    RefundRequested,
)
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.contracts.product.events import ProductChanged, ProductWithdrawn

SERVICES = tuple(sorted(each.name for each in iter_modules(contracts.__path__) if each.ispkg))
"""The shop's services: each has a package here. Its functions, construct and tests are found by the same name."""


def _operations(service: str) -> tuple[AnyOperation, ...]:
    operations: tuple[AnyOperation, ...] = import_module(f"backend.contracts.{service}.operations").OPERATIONS
    return operations


def _events(service: str) -> tuple[type[Event], ...]:
    """Return what the service publishes: nothing where its contract has no module of events."""
    name = f"backend.contracts.{service}.events"
    events: tuple[type[Event], ...] = import_module(name).EVENTS if find_spec(name) else ()
    return events


OPERATIONS = tuple(operation for service in SERVICES for operation in _operations(service))
EVENTS = tuple(event for service in SERVICES for event in _events(service))

# Who publishes an event, and which services it is delivered to: the bus's rules are made from these tables.
PUBLISHER: dict[type[Event], str] = {event: service for service in SERVICES for event in _events(service)}
CONSUMERS: dict[type[Event], tuple[str, ...]] = dict.fromkeys(EVENTS, ()) | {
    ProductChanged: ("basket", "inventory", "recommendation", "search"),
    ProductWithdrawn: ("basket", "recommendation", "search"),
    BasketCheckedOut: ("order", "recommendation", "notification", "desk"),
    StockHeld: ("order",),
    StockRefused: ("order",),
    StockChanged: ("basket", "search"),
    OrderPlaced: ("inventory", "notification"),
    PaymentRequested: ("payment",),
    OrderPaid: ("payment",),
    OrderPaymentDeclined: ("notification", "desk"),
    OrderActionRequired: ("notification", "desk"),
    OrderConfirmed: ("inventory", "recommendation", "notification", "desk", "invoice"),
    OrderRefused: ("inventory", "payment", "notification", "desk"),
    OrderCancelled: ("inventory", "payment", "notification", "desk"),
    OrderPacked: ("desk",),
    OrderSent: ("notification", "desk"),
    OrderTrackingChanged: ("notification", "desk"),
    OrderDelivered: ("notification", "desk"),
    OrderReturnRequested: ("notification", "desk"),
    OrderReturnAccepted: ("notification", "desk"),
    OrderReturnReceived: ("inventory", "payment", "desk", "invoice"),
    RefundRequested: ("payment", "invoice"),
    OrderAddressChanged: ("notification", "desk"),
    OrderReturned: ("inventory", "payment", "desk"),
    OrderReturnDenied: ("notification", "desk"),
    OrderClaimed: ("invoice",),
    MessageReceived: ("notification",),
    PaymentActionRequired: ("order",),
    PaymentAuthorized: ("order",),
    PaymentDeclined: ("order",),
    PaymentCaptured: ("order",),
    PaymentReturned: ("order", "notification", "invoice"),
}
