"""Every service's operations and events, and which services consume which: for the infrastructure, the documents and
the tests.

No function imports this module: each loads only the contracts it uses.
"""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from backend import contracts
from backend.contracts import heartbeat
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.delivery.events import DeliveryZonesChanged, TaxRatesChanged
from backend.contracts.desk.events import StaffChangeMade
from backend.contracts.event import Event
from backend.contracts.inventory.events import StockChanged, StockHeld, StockRefused
from backend.contracts.newsletter.events import (
    IssueAddressed,
    IssueStarted,
    IssueTested,
    SubscriptionConfirmed,
    SubscriptionRequested,
    SubscriptionStopped,
)
from backend.contracts.notification.events import (
    AccountEmailChanged,
    AddressRejectedMail,
    MailResendRequested,
    MessageAnswered,
    MessageReceived,
    SecondFactorRemoved,
)
from backend.contracts.operation import AnyOperation
from backend.contracts.order.data_export import DataExported, DataRequested
from backend.contracts.order.erasure import HOLDERS, HOLDERS_OF_ACCOUNTS, HOLDERS_OF_ORDERS
from backend.contracts.order.events import (
    AccountClosed,
    OrderActionRequired,
    OrderAddressChanged,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderDelivered,
    OrderErased,
    OrderPacked,
    OrderPaid,
    OrderPaymentAwaited,
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
    PurchaseVerified,
    RefundRequested,
)
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.promotion.events import PromotionChanged, PromotionHeld, PromotionRefused
from backend.contracts.review.events import RatingChanged, ReviewPicturesChanged, ReviewRefused, ReviewSubmitted
from backend.contracts.voucher.events import (
    VoucherChanged,
    VoucherHeld,
    VoucherMailRequested,
    VoucherRefunded,
    VoucherRefused,
    VoucherWithdrawn,
)
from backend.contracts.wish.events import AlertRequested, AlertsDue, AlertStopped, AlertTriggered

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
# The audit log's event is published in the desk's name by every service that staff change something in.
PUBLISHER: dict[type[Event], str] = {event: service for service in SERVICES for event in _events(service)}
CONSUMERS: dict[type[Event], tuple[str, ...]] = dict.fromkeys(EVENTS, ()) | {
    ProductChanged: ("basket", "inventory", "recommendation", "search", "wish"),
    ProductWithdrawn: ("basket", "recommendation", "search", "wish"),
    BasketCheckedOut: ("order", "notification", "desk"),
    DeliveryZonesChanged: ("basket",),
    TaxRatesChanged: ("basket",),
    StockHeld: ("order",),
    StockRefused: ("order",),
    StockChanged: ("basket", "search", "wish"),
    OrderPlaced: ("inventory", "promotion", "voucher"),
    PaymentRequested: ("payment",),
    OrderPaid: ("payment",),
    OrderPaymentDeclined: ("notification", "desk"),
    OrderPaymentAwaited: ("notification", "desk"),
    OrderActionRequired: ("notification", "desk"),
    OrderConfirmed: ("inventory", "recommendation", "notification", "desk", "invoice", "voucher"),
    OrderRefused: ("inventory", "payment", "notification", "desk", "promotion", "voucher"),
    OrderCancelled: ("inventory", "payment", "notification", "desk", "promotion", "voucher"),
    OrderPacked: ("desk",),
    OrderParcelSent: ("notification", "desk"),
    OrderParcelDelivered: ("notification",),
    OrderSent: ("notification", "desk"),
    OrderTrackingChanged: ("notification", "desk"),
    OrderDelivered: ("notification", "desk"),
    OrderReturnRequested: ("notification", "desk"),
    OrderReturnAccepted: ("notification", "desk"),
    OrderReturnReceived: ("inventory", "payment", "desk", "invoice", "notification", "voucher"),
    RefundRequested: ("payment", "invoice", "voucher"),
    OrderAddressChanged: ("notification", "desk"),
    OrderReturned: ("inventory", "payment", "desk"),
    OrderReturnDenied: ("notification", "desk"),
    OrderClaimed: ("invoice",),
    InvoiceRequested: ("invoice",),
    AccountClosed: HOLDERS_OF_ACCOUNTS,
    OrderErased: HOLDERS_OF_ORDERS,
    DataRequested: HOLDERS,
    DataExported: ("notification",),
    PurchaseVerified: ("review",),
    MessageReceived: ("notification",),
    MailResendRequested: ("notification",),
    MessageAnswered: ("notification",),
    AccountEmailChanged: ("newsletter", "notification"),
    AddressRejectedMail: ("newsletter",),
    SecondFactorRemoved: ("notification",),
    PaymentActionRequired: ("order",),
    PaymentAuthorized: ("order",),
    PaymentDeclined: ("order",),
    PaymentCaptured: ("order",),
    PaymentReturned: ("order", "notification", "invoice"),
    PromotionChanged: ("basket",),
    PromotionHeld: ("order",),
    PromotionRefused: ("order",),
    ReviewSubmitted: ("order",),
    RatingChanged: ("search",),
    ReviewPicturesChanged: ("picture",),
    ReviewRefused: ("notification",),
    StaffChangeMade: ("desk",),
    AlertRequested: ("notification",),
    AlertTriggered: ("notification",),
    AlertStopped: ("notification",),
    AlertsDue: ("wish",),
    SubscriptionRequested: ("notification",),
    SubscriptionConfirmed: ("notification",),
    SubscriptionStopped: ("notification",),
    IssueStarted: ("notification",),
    IssueAddressed: ("notification",),
    IssueTested: ("notification",),
    VoucherChanged: ("basket",),
    VoucherMailRequested: ("notification",),
    VoucherHeld: ("order",),
    VoucherRefused: ("order",),
    VoucherRefunded: ("order", "notification", "invoice"),
    VoucherWithdrawn: ("order",),
}

# A service that most orders do not concern is delivered those alone of their events that have one of these fields. Each
# is a path that ends at a value, such as `field.name` for a list of objects: EventBridge knows of nothing else whether
# it exists. Only what is no goods has a `kind`.
ONLY_WITH: dict[str, tuple[str, ...]] = {
    "promotion": ("codes",),
    "voucher": ("vouchers.id", "purchase.lines.kind"),
}


WITHOUT_HEARTBEATS = ("desk", "invoice", "notification", "recommendation")
"""Services that hear nothing of the heartbeat's orders: staff's lists, invoices, mails and what is bought together know
of none. No event of another service that they consume names such an owner."""


def required_path(event: type[Event], service: str) -> str | None:
    """Return the path without which the service is not delivered the event; None if it always is."""
    paths = ONLY_WITH.get(service, ())
    return next((path for path in paths if path.partition(".")[0] in event.__struct_fields__), None)


def is_delivered(event: type[Event], service: str, detail: object) -> bool:
    """Return whether the bus delivers an event with this JSON to a service that consumes its type."""
    if service in WITHOUT_HEARTBEATS and isinstance(detail, dict) and heartbeat.is_owner(str(detail.get("owner", ""))):
        return False
    path = required_path(event, service)
    return path is None or _has(detail, path.split("."))


def _has(value: object, path: list[str]) -> bool:
    if isinstance(value, list):
        return any(_has(each, path) for each in value)
    if not path:
        return not isinstance(value, dict)
    return isinstance(value, dict) and path[0] in value and _has(value[path[0]], path[1:])
