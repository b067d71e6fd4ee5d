"""What the mails of an order know of it, and what a mail is. Money is in minor units until it is printed."""

from msgspec.structs import replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.order.events import OrderPlaced
from backend.contracts.shop import SELLER
from backend.contracts.types import Model


class OrderDetails(Model, frozen=True, kw_only=True):
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


class Recipient(Model, frozen=True, kw_only=True):
    """Who ordered.

    `bought` is None for an order of which the checkout was not heard: those from before mails named what was bought.
    `order_key` opens a guest's order; it is part of the mails' links.
    """

    email: str
    total: int
    currency: str
    pieces: int
    bought: OrderDetails | None = None
    order_key: str | None = None


class Mail(Model, frozen=True, kw_only=True):
    """A mail, ready to send.

    `name` tells which of its order's mails it is, such as `declined-2`. Answers go to `reply_to`.
    """

    to: str
    subject: str
    text: str
    html: str
    name: str
    reply_to: str = SELLER.email


def recipient(event: OrderPlaced) -> Recipient:
    """Return all that an order's placing tells of its recipient."""
    return Recipient(
        email=event.email, total=event.total, currency=event.currency, pieces=sum(line.quantity for line in event.lines)
    )


def buyer(event: BasketCheckedOut) -> Recipient:
    """Return the recipient with what was bought. Neither the card's token nor pictures are kept."""
    bought = OrderDetails(
        placed_at=event.at,
        lines=tuple(replace(line, picture=None) for line in event.lines),
        address=event.address,
        delivery=event.delivery,
        subtotal=event.subtotal,
        delivery_price=event.delivery_price,
        tax=event.tax,
        tax_rate=event.tax_rate,
        promised_on=event.promised_on,
    )
    pieces = sum(line.quantity for line in event.lines)
    return Recipient(
        email=event.address.email,
        total=event.total,
        currency=event.currency,
        pieces=pieces,
        bought=bought,
        order_key=event.order_key,
    )
