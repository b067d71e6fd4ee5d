"""A letter as a mail: text and HTML of the same words."""

from backend.contracts.event import Event
from backend.contracts.formats import day
from backend.contracts.order.models import number
from backend.contracts.shop import NAME, SELLER
from backend.notification import html
from backend.notification.domain import Mail, OrderDetails, Recipient
from backend.notification.kinds import kind_of
from backend.notification.sums import totals_rows
from backend.notification.texts import MailContent, address

WIDTH = 62
"""Letters in a line of the text that has an amount at its end."""


def order_mail(event: Event, order_id: str, who: Recipient, shop: str) -> Mail:
    """Return the mail about this event of an order. `shop` is the storefront's address."""
    kind, link, write = kind_of(event), _link(order_id, who, shop), f"{shop}/contact/?order={number(order_id)}"
    content = kind.content(event, who)
    return Mail(
        to=who.email,
        subject=content.subject.format(number(order_id)),
        text=_text(content, who, number(order_id), link, write),
        html=html.render_html(content, who, number(order_id), link, write),
        name=kind.name(event),
    )


def _link(order_id: str, who: Recipient, shop: str) -> str:
    """Return the address of the order's page; a guest's has the key that opens it."""
    page = f"{shop}/orders/{order_id}/"
    return f"{page}open/?key={who.order_key}" if who.order_key else page


def plain_mail(content: MailContent, to: str, name: str, link: str = "", reply_to: str = SELLER.email) -> Mail:
    """Return a mail that is about no order which this service knows; `link` is where its button leads."""
    return Mail(
        to=to,
        subject=content.subject,
        text=_text(content, None, "", link),
        html=html.render_html(content, None, "", link),
        name=name,
        reply_to=reply_to,
    )


def _text(content: MailContent, who: Recipient | None, number: str, link: str, write: str = "") -> str:
    parts = [
        content.heading,
        *content.paragraphs,
        "\n".join(f"- {each}" for each in content.listed),
        "\n".join(content.place),
    ]
    parts.append(f"{content.button}: {link}" if content.button else "")
    if who and who.bought:
        parts += [
            f"Order {number}, {day(who.bought.placed_at)}",
            _table(who, who.bought),
            "Delivery to",
            "\n".join(address(who.bought.address)),
        ]
    parts.append(f"Write to us about it: {write}" if write else "")
    parts.append("\n".join((NAME, *SELLER.address, SELLER.email)))
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(who: Recipient, bought: OrderDetails) -> str:
    lines = []
    for row in totals_rows(who, bought):
        lines.append(f"{row.title}  {row.amount:>{max(WIDTH - len(row.title) - 2, len(row.amount))}}")
        lines += [f"  {row.note}"] if row.note else []
    return "\n".join(lines)
