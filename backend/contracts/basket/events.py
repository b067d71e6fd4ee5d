"""The events that the basket service publishes."""

from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.event import OrderEvent
from backend.contracts.types import (
    Amount,
    Currency,
    Day,
    OrderKey,
    TaxRate,
    TotalAmount,
)


class BasketCheckedOut(OrderEvent, frozen=True, omit_defaults=True, kw_only=True, tag="BasketCheckedOut.v1"):
    """A basket was closed under a new order id, at these prices.

    `owner` is `shopper#<sub>`; for a guest it is `guest#<digest>`, and `order_key` opens the order
    (`contracts.guest_keys`).
    """

    currency: Currency
    lines: tuple[OrderLine, ...]
    address: Address
    delivery: Delivery
    subtotal: TotalAmount
    delivery_price: Amount
    total: TotalAmount
    tax: TotalAmount = 0
    tax_rate: TaxRate = 0
    promised_on: Day | None = None
    token: str = ""
    order_key: OrderKey | None = None


EVENTS = (BasketCheckedOut,)
