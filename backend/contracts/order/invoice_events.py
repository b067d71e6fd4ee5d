"""What the invoice service needs to know of an order whose invoice is issued late."""

from backend.contracts.event import VersionedOrderEvent
from backend.contracts.order.models import OrderReturn, Refund
from backend.contracts.order.purchase import Purchase
from backend.contracts.types import Timestamp


class InvoiceRequested(VersionedOrderEvent, frozen=True, omit_defaults=True, kw_only=True, tag="InvoiceRequested.v1"):
    """Staff ask for the invoice of an order that an earlier release confirmed without telling what was bought.

    `supplied_at` is when it left the shop, None before it did. `refunds` is the money that went back by then, and
    `returns` what it was for; `shopper` is the account that took a guest's order along. It may be published again.
    """

    purchase: Purchase
    supplied_at: Timestamp | None = None
    returns: tuple[OrderReturn, ...] = ()
    refunds: tuple[Refund, ...] = ()
    shopper: str = ""
