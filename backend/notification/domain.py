"""What the mails of an order know of it, and what a mail is. Money is in minor units until it is printed."""

import enum

from msgspec.structs import replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.order.events import OrderPlaced
from backend.contracts.picture.models import thumbnail
from backend.contracts.product.models import Picture
from backend.contracts.promotion.models import AppliedPromotion
from backend.contracts.tax import TaxLines
from backend.contracts.types import Language, Model
from backend.contracts.voucher.models import VoucherPayment
from backend.contracts.voucher.payments import total_of


class OrderDetails(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What was bought, as the checkout said."""

    placed_at: str
    lines: tuple[OrderLine, ...]
    address: Address
    delivery: Delivery
    subtotal: int
    delivery_price: int
    tax: int
    tax_rate: int
    promised_on: str | None = None
    promotions: tuple[AppliedPromotion, ...] = ()
    vouchers: tuple[VoucherPayment, ...] = ()
    taxes: TaxLines = ()


class Payer(enum.Enum):
    """What an order is paid by, and its money goes back to."""

    CARD = enum.auto()
    VOUCHER = enum.auto()
    BOTH = enum.auto()


class Recipient(Model, frozen=True, kw_only=True):
    """Who ordered.

    `bought` is None for an order of which the checkout was not heard: those from before mails named what was bought.
    `order_key` opens a guest's order; it is part of the mails' links. `language` is what it is told in.
    """

    email: str
    total: int
    currency: str
    pieces: int
    bought: OrderDetails | None = None
    order_key: str | None = None
    language: Language = "en"

    @property
    def by_card(self) -> int:
        """What of the total is paid by card: all that vouchers do not pay."""
        return self.total - (total_of(self.bought.vouchers) if self.bought else 0)

    @property
    def payer(self) -> Payer:
        """What the order is paid by."""
        if self.by_card == self.total:
            return Payer.CARD
        return Payer.BOTH if self.by_card else Payer.VOUCHER


class Mail(Model, frozen=True, kw_only=True):
    """A mail, ready to send.

    `name` tells which of its order's mails it is, such as `declined-2`. Answers go to `reply_to`.

    `unsubscribe` is where a mail program stops mails like this by one click (RFC 8058).
    """

    to: str
    subject: str
    text: str
    html: str
    name: str
    reply_to: str
    unsubscribe: str = ""


def recipient(event: OrderPlaced) -> Recipient:
    """Return all that an order's placing tells of its recipient."""
    return Recipient(
        email=event.email, total=event.total, currency=event.currency, pieces=sum(line.quantity for line in event.lines)
    )


def buyer(event: BasketCheckedOut) -> Recipient:
    """Return the recipient with what was bought. The card's token is not kept, and of pictures only their names."""
    bought = OrderDetails(
        placed_at=event.at,
        lines=tuple(replace(line, picture=_strip_words(line.picture)) for line in event.lines),
        address=event.address,
        delivery=event.delivery,
        subtotal=event.subtotal,
        delivery_price=event.delivery_price,
        tax=event.tax,
        tax_rate=event.tax_rate,
        promised_on=event.promised_on,
        promotions=event.promotions,
        vouchers=event.vouchers,
        taxes=event.taxes,
    )
    pieces = sum(line.quantity for line in event.lines)
    return Recipient(
        email=event.address.email,
        total=event.total,
        currency=event.currency,
        pieces=pieces,
        bought=bought,
        order_key=event.order_key,
        language=event.language,
    )


def _strip_words(picture: Picture | None) -> Picture | None:
    """Return the picture without its words, which stand beside it in a mail; None for one that is not the shop's."""
    return replace(picture, alt="", shows=()) if picture and thumbnail(picture) else None
