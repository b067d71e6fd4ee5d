"""The events that the basket service publishes."""

from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.event import OrderEvent
from backend.contracts.promotion.models import AppliedPromotion
from backend.contracts.tax import TaxLines
from backend.contracts.types import (
    Amount,
    Currency,
    Day,
    Language,
    OrderKey,
    TaxRate,
    TotalAmount,
)
from backend.contracts.voucher.models import VoucherPayment


class BasketCheckedOut(OrderEvent, frozen=True, omit_defaults=True, kw_only=True, tag="BasketCheckedOut.v1"):
    """A basket was closed under a new order id, at these prices.

    `owner` is `shopper#<sub>`; for a guest it is `guest#<digest>`, and `order_key` opens the order
    (`contracts.guest_keys`). `total` is `subtotal` minus `discount`, plus `delivery_price`, plus `tax` if the prices do
    not include it; `discount` is the sum over the lines. `pay_later`: staff checked out for the buyer, who is mailed a
    payment link; there is no `token`. `vouchers` pay a part of the total; if they pay all of it, there is no `token`.
    `language` is that of the mails about it. Without an `invoice_address` the invoice goes to `address`. `taxes` as in
    `PurchaseDetails`.
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
    discount: TotalAmount = 0
    promotions: tuple[AppliedPromotion, ...] = ()
    pay_later: bool = False
    vouchers: tuple[VoucherPayment, ...] = ()
    language: Language = "en"
    invoice_address: InvoiceAddress | None = None
    taxes: TaxLines = ()


EVENTS = (BasketCheckedOut,)
