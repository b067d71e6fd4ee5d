"""The models of the basket service's operations and events."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts import shop
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.inventory.models import LeavingDay, Level
from backend.contracts.payment.models import OptionalToken
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import Picture
from backend.contracts.product.translations import LocalTitle, LocalValues
from backend.contracts.promotion.models import AppliedPromotion, EnteredCode
from backend.contracts.tax import TaxLines, all_lines
from backend.contracts.types import (
    MAX_QUANTITY,
    MAX_SAFE_INTEGER,
    Amount,
    Country,
    Currency,
    Day,
    Email,
    Key,
    Language,
    Model,
    OptionalShortText,
    PostalCode,
    Quantity,
    RequestModel,
    ShortText,
    Sku,
    Slug,
    StoredEmail,
    TaxRate,
    TotalAmount,
    VatId,
)
from backend.contracts.voucher.codes import Hint, VoucherId

MAX_LINES = 50
GUEST_DAYS, HOME_COUNTRY = 30, shop.HOME_COUNTRY
EUROPE = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
COUNTRIES = (*EUROPE, "AE", "AU", "BR", "CA", "HK", "IN", "JP", "MX", "NZ", "US")
"""Where a shop delivers until staff change something, and where it can: addresses and holidays of these are known."""


class Owner(enum.StrEnum):
    """The kinds of owner a basket or an order may have; an owner is written `kind#id`."""

    SHOPPER = "shopper"
    GUEST = "guest"


class Delivery(enum.StrEnum):
    """The ways an order may be delivered: goods in a parcel, gift vouchers by e-mail."""

    STANDARD = "standard"
    EXPRESS = "express"
    EMAIL = "email"


class Address(Model, frozen=True, omit_defaults=True, kw_only=True):
    """Where an order goes and who is notified. `state` is a province or county as printed; `vat_id` is a company's."""

    name: ShortText
    email: StoredEmail
    street: ShortText
    postal_code: PostalCode = ""
    town: ShortText
    country: Country
    extra: OptionalShortText = ""
    phone: Annotated[str, Meta(pattern=r"^(\+?[0-9][0-9 ()/.-]{3,24})?$(?!\n)")] = ""
    company: OptionalShortText = ""
    state: OptionalShortText = ""
    vat_id: VatId = ""


class NewAddress(Address, frozen=True, omit_defaults=True, kw_only=True):
    """An address as it is typed: mail must be able to reach it."""

    email: Email


class Change(enum.StrEnum):
    """What happened to a line's offer since it was added. `SHORT`: fewer are left than the line has. `APART`: it is a
    gift voucher among goods, and can only be bought by itself."""

    NONE = "none"
    PRICE = "price"
    WITHDRAWN = "withdrawn"
    SOLD_OUT = "sold-out"
    SHORT = "short"
    APART = "apart"


class BasketLine(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A SKU and a quantity with the current offer.

    `seen_price` is the price when it was added or last agreed to. `since` is when the line was added (ms since 1970);
    lines are sorted by it. `discount` is subtracted from `total`.
    """

    sku: Sku
    quantity: Quantity
    product_id: Slug
    title: ShortText
    price: Amount
    seen_price: Amount
    total: TotalAmount
    values: tuple[ShortText, ...] = ()
    picture: Picture | None = None
    change: Change = Change.NONE
    level: Level = Level.IN_STOCK
    back_on: LeavingDay | None = None
    left: int | None = None
    since: int = 0
    discount: TotalAmount = 0
    kind: ProductKind = ProductKind.GOODS
    titles: tuple[LocalTitle, ...] = ()
    local_values: tuple[LocalValues, ...] = ()


class DeliveryOption(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A way of delivery, its price, the promised day, and the basket's total: a checkout's `expected_total`. `tax` is
    the part of the total that is tax in the requested country; where prices exclude tax, it was added to them.
    `by_voucher` is the part that the basket's vouchers pay. Gift vouchers promise no day, since no parcel is sent. If
    the total is taxed at several rates, `taxes` are its parts, and `tax_rate` is the highest."""

    delivery: Delivery
    title: ShortText
    price: Amount
    total: TotalAmount
    tax: TotalAmount
    tax_rate: TaxRate
    promised_on: Day | None = None
    by_voucher: TotalAmount = 0
    taxes: TaxLines = ()

    @property
    def tax_lines(self) -> TaxLines:
        """The total by rate of tax."""
        return all_lines(self.total, self.tax, self.tax_rate, self.taxes)

    @property
    def to_pay(self) -> int:
        """What is left for a card; 0 where the vouchers pay all of it."""
        return self.total - self.by_voucher


class EnteredVoucher(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A voucher in a basket, by its id and the end of its code. `balance` is 0 if it cannot be used any more."""

    id: VoucherId
    hint: Hint
    balance: TotalAmount = 0


class Basket(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A basket with the service's own offers. `subtotal` and `count` (of pieces) cover only what can be bought.

    `free_delivery_from` is the subtotal from which standard delivery is free. The subtotal is before `discount`, the
    sum that `promotions` take off the lines; `codes` and `vouchers` are those that were entered.
    """

    currency: Currency
    lines: tuple[BasketLine, ...]
    count: int
    subtotal: TotalAmount
    deliveries: tuple[DeliveryOption, ...]
    free_delivery_from: TotalAmount
    can_check_out: bool = False
    discount: TotalAmount = 0
    promotions: tuple[AppliedPromotion, ...] = ()
    codes: tuple[EnteredCode, ...] = ()
    vouchers: tuple[EnteredVoucher, ...] = ()


class SetLine(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """The new quantity of the line, not a difference: sending it twice changes nothing.

    `since`, from a line that was removed, restores its position; an existing line keeps its own.
    """

    quantity: Quantity
    since: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)] | None = None


class AgreedLine(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A line of the order as its review page showed it."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
    product_id: Slug
    title: ShortText
    price: Amount
    back_on: LeavingDay | None = None
    values: tuple[ShortText, ...] = ()
    discount: TotalAmount = 0


class Agreed(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What the review page showed: each line, and the chosen delivery with its price, day, tax and total."""

    lines: Annotated[tuple[AgreedLine, ...], Meta(max_length=MAX_LINES)]
    delivery: DeliveryOption


class CheckOut(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """`expected_total` and `agreed` are what the shopper agreed to; they only refuse an order that differs.

    `token` is empty if vouchers pay everything. A client that sends no `agreed` is refused only for another total.
    Fields are only ever added at the end, with a default: a repeat is recognized by a digest of the body without
    defaults, in this order. `language`, the page's, is not in the digest. Without an `invoice_address` the invoice goes
    to `address`.
    """

    key: Key
    address: NewAddress
    delivery: Delivery
    expected_total: TotalAmount
    token: OptionalToken
    agreed: Agreed | None = None
    language: Language = "en"
    invoice_address: InvoiceAddress | None = None


class OrderLine(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A line as it was bought, under its name of then; `total` is price times quantity, `discount` by promotions.

    `tax_rate` is set only if the order's lines have different ones.
    """

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
    product_id: Slug
    title: ShortText
    price: Amount
    total: TotalAmount
    back_on: LeavingDay | None = None
    values: tuple[ShortText, ...] = ()
    picture: Picture | None = None
    discount: TotalAmount = 0
    kind: ProductKind = ProductKind.GOODS
    tax_rate: TaxRate | None = None
