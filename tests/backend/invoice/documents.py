"""Events that an invoice is made of."""

from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from backend.contracts.order.events import OrderConfirmed, OrderReturnReceived, RefundRequested
from backend.contracts.order.models import ReturnLine
from backend.contracts.order.purchase import Purchase
from backend.contracts.payment.events import PaymentReturned
from tests.backend.order.checkouts import ADA, checked_out, order_id


def purchase(**more: Any) -> Purchase:
    """Six pieces of three articles for €174.00, €27.78 of it tax."""
    event = checked_out()
    lines = tuple(replace(line, picture=None) for line in event.lines)
    return msgspec.convert(asdict(event) | {"placed_at": event.at, "lines": lines} | more, Purchase)


def order_confirmed(number: int = 1, owner: str = ADA, **more: Any) -> OrderConfirmed:
    at = "2026-11-03T10:12:00.000Z"
    return OrderConfirmed(order_id=order_id(number), owner=owner, at=at, purchase=purchase(**more))


def payment_returned(amount: int, return_number: int = 0, number: int = 1, attempt: int = 1) -> PaymentReturned:
    return PaymentReturned(
        order_id=order_id(number),
        owner=ADA,
        at="2026-11-09T08:00:00.000Z",
        attempt=attempt,
        refunded=amount,
        currency="EUR",
        number=return_number,
    )


def return_received(return_number: int = 1, number: int = 1) -> OrderReturnReceived:
    line = ReturnLine(sku=checked_out().lines[0].sku, quantity=1)
    at = "2026-11-08T08:00:00.000Z"
    return OrderReturnReceived(
        order_id=order_id(number), owner=ADA, at=at, number=return_number, lines=(line,), refund=2900
    )


def given_by_staff(refund: int, return_number: int = 1, pieces: int = 0) -> RefundRequested:
    """Money that staff give back because the parcel was late: for pieces of the first article, or for none."""
    lines = (ReturnLine(sku=checked_out().lines[0].sku, quantity=pieces),) if pieces else ()
    return RefundRequested(
        order_id=order_id(1),
        owner=ADA,
        at="2026-11-08T08:00:00.000Z",
        number=return_number,
        refund=refund,
        reason="Late by a week",
        lines=lines,
    )
