"""What each mail says, as text and as HTML. Everything that people typed is escaped; money is in minor units until it is printed."""

import enum
from decimal import Decimal
from html import escape

from backend.contracts.event import Event
from backend.contracts.order import OrderCancelled, OrderPlaced, OrderRefused, OrderSent, number
from backend.contracts.words import Shape


class Kind(enum.StrEnum):
    """The mails there are: each is sent once per order."""

    PLACED = "placed"
    REFUSED = "refused"
    SENT = "sent"
    CANCELLED = "cancelled"


KINDS: dict[type[Event], Kind] = {
    OrderPlaced: Kind.PLACED,
    OrderRefused: Kind.REFUSED,
    OrderSent: Kind.SENT,
    OrderCancelled: Kind.CANCELLED,
}


class Recipient(Shape, frozen=True, kw_only=True):
    """Who ordered, and what the mails of the order need to know. `total` is in minor units."""

    email: str
    total: int
    currency: str
    pieces: int


class Mail(Shape, frozen=True, kw_only=True):
    """A mail, ready to send."""

    to: str
    subject: str
    text: str
    html: str


def recipient(event: OrderPlaced) -> Recipient:
    return Recipient(email=event.email, total=event.total, currency=event.currency, pieces=sum(line.quantity for line in event.lines))


def mail(event: Event, order_id: str, who: Recipient, shop: str) -> Mail:
    """The mail about this event. `shop` is the storefront's address."""
    name, link = number(order_id), f"{shop}/orders/{order_id}/"
    subject, paragraphs = _words(event, name, who)
    text = "\n\n".join([*paragraphs, f"Your order: {link}", "Halftone"])
    shown = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    shown += f'<p><a href="{escape(link)}">Your order {name}</a></p><p>Halftone</p>'
    html = f'<!doctype html><html lang="en"><body>{shown}</body></html>'
    return Mail(to=who.email, subject=subject, text=text, html=html)


def _words(event: Event, name: str, who: Recipient) -> tuple[str, list[str]]:
    total = f"{Decimal(who.total).scaleb(-2):,.2f} {who.currency}"
    pieces = f"{who.pieces} piece{'s' if who.pieces != 1 else ''}"
    if isinstance(event, OrderRefused):
        return f"We could not fulfil order {name}", [
            f"We are sorry: {event.reason}",
            "Nothing was charged, or it is on its way back to you.",
        ]
    if isinstance(event, OrderSent):
        tracking = [f"Follow it with the number {event.tracking}."] if event.tracking else []
        return f"Order {name} is on its way", [f"Your order of {pieces} has left our workshop.", *tracking]
    if isinstance(event, OrderCancelled):
        return f"Order {name} is cancelled", [
            f"We are sorry: we had to cancel your order. {event.reason}" if event.reason else "As you asked, we cancelled your order.",
            f"If you had paid, {total} are on their way back to you.",
        ]
    return f"Thank you for order {name}", [f"We have your order of {pieces} for {total}.", "We write again when it is on its way."]
