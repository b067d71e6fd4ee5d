"""A letter as a mail: text and HTML of the same words."""

from backend.contracts.event import Event
from backend.contracts.order import number
from backend.contracts.shop import NAME, SELLER
from backend.notification import page
from backend.notification.domain import Bought, Mail, Recipient
from backend.notification.formats import day
from backend.notification.letters import Letter, address, letter
from backend.notification.names import name
from backend.notification.sums import rows

WIDTH = 62
"""Letters in a line of the text that has an amount at its end."""


def mail(event: Event, order_id: str, who: Recipient, shop: str) -> Mail:
    """Return the mail about this event. `shop` is the storefront's address."""
    said, link = letter(event, who), f"{shop}/orders/{order_id}/"
    return Mail(
        to=who.email,
        subject=said.subject.format(number(order_id)),
        text=_text(said, who, number(order_id), link),
        html=page.html(said, who, number(order_id), link),
        name=name(event),
    )


def _text(said: Letter, who: Recipient, number: str, link: str) -> str:
    parts = [said.heading, *said.paragraphs, "\n".join(f"- {each}" for each in said.listed), "\n".join(said.place)]
    parts.append(f"{said.button}: {link}")
    if who.bought:
        parts += [
            f"Order {number}, {day(who.bought.placed_at)}",
            _table(who, who.bought),
            "Delivery to",
            "\n".join(address(who.bought.address)),
        ]
    parts.append("\n".join((NAME, *SELLER.address, SELLER.email)))
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(who: Recipient, bought: Bought) -> str:
    lines = []
    for row in rows(who, bought):
        lines.append(f"{row.title}  {row.amount:>{max(WIDTH - len(row.title) - 2, len(row.amount))}}")
        lines += [f"  {row.note}"] if row.note else []
    return "\n".join(lines)
