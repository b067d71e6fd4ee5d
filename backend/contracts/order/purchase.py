"""What an order's buyer owes money for, as the events that need it carry it."""

from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.payment.models import Attempt
from backend.contracts.types import Amount, Currency, Day, Model, TaxRate, Timestamp, TotalAmount


class Purchase(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Lines without their pictures, address and sums of an order, and by which attempt it was paid.

    Amounts are in minor units and include tax.
    """

    placed_at: Timestamp
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
    attempt: Attempt = 1
