"""An event for each mail about an order, and whose order it is."""

from types import SimpleNamespace
from typing import Any

from backend.contracts.order.events import (
    OrderActionRequired,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPaymentAwaited,
    OrderPaymentDeclined,
    OrderRefused,
    OrderReturnAccepted,
    OrderReturnDenied,
    OrderReturnReceived,
    OrderReturnRequested,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.order.models import ReturnLine
from backend.contracts.order.parcel import ParcelLine
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.review.events import ReviewRefused
from backend.contracts.voucher.events import VoucherRefunded
from backend.notification import domain
from tests.backend import shop
from tests.backend.order.checkouts import checked_out

ORDER = "0" * 27 + "1"
LINK = f"https://halftone.example/orders/{ORDER}/"
WHOSE: dict[str, Any] = {"order_id": ORDER, "owner": "shopper#1", "at": "2026-11-03T10:20:00.000Z"}
LINES = (ReturnLine(sku=shop.SKUS[1], quantity=1),)
IN_PARCEL, TO_COME = (tuple(ParcelLine(sku=sku, quantity=1) for sku in skus) for skus in (shop.SKUS[1:], shop.SKUS[:1]))
PAY_BY = "2026-11-03T10:50:00.000Z"
EVENTS: tuple[Any, ...] = (
    OrderConfirmed(**WHOSE),
    OrderPaymentDeclined(**WHOSE, attempt=1, reason="The card has expired.", pay_by=PAY_BY),
    OrderActionRequired(**WHOSE, attempt=1, pay_by=PAY_BY),
    OrderRefused(**WHOSE, reason="Somebody else was quicker.", missing=(shop.SKUS[0],)),
    OrderCancelled(**WHOSE, paid=True),
    OrderSent(**WHOSE, tracking="RR123456785DE"),
    OrderTrackingChanged(**WHOSE, tracking="DHL 00340434161094042557"),
    OrderDelivered(**WHOSE),
    OrderReturnRequested(**WHOSE, number=1, lines=LINES, refund=2900),
    OrderReturnAccepted(**WHOSE, number=1, lines=LINES, refund=2900, note="Please wrap it as it came."),
    OrderReturnDenied(**WHOSE, number=1, reason="It was used."),
    PaymentReturned(**WHOSE, attempt=1, refunded=2900, currency="EUR", number=1),
    ReviewRefused(**WHOSE, product_id="harbour-at-dusk", title="Harbour at Dusk", reason="It names a person."),
    OrderPaymentAwaited(**WHOSE, pay_by=PAY_BY),
    OrderReturnReceived(**WHOSE, number=1, lines=LINES, refund=2900, announced=(*LINES, *LINES)),
    VoucherRefunded(**WHOSE, refunded=2900, currency="EUR", number=1),
    OrderParcelDelivered(**WHOSE, parcel=1, lines=IN_PARCEL, awaited=TO_COME),
    OrderParcelSent(**WHOSE, parcel=1, lines=IN_PARCEL, unsent=TO_COME, tracking="DHL 00340434161094042557"),
)
BUYER = domain.buyer(checked_out())

MINUTE = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)
"""Lambda's context of a sweeper that has just begun."""
