"""A mail, as text and HTML of the same words."""

from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.order.models import number
from backend.contracts.seller_address import in_words
from backend.contracts.shop import NAME, seller
from backend.contracts.types import Language
from backend.notification import html
from backend.notification.content import MailContent, address, address_title, look_at_order, order_title
from backend.notification.domain import Mail, OrderDetails, Recipient
from backend.notification.kinds import kind_of
from backend.notification.languages import phrasebook
from backend.notification.links import Links, order_links
from backend.notification.phrasebook import Phrasebook
from backend.notification.sums import totals_rows

WIDTH = 62
"""Letters in a line of the text that has an amount at its end."""


def order_mail(event: Event, order_id: str, recipient: Recipient, shop: str) -> Mail:
    """Return the mail about this event of an order. `shop` is the storefront's address."""
    kind = kind_of(event)
    content = replace(kind.content(event, recipient), language=recipient.language)
    links = order_links(order_id, recipient, shop, content.documents)
    return Mail(
        to=recipient.email,
        subject=content.subject.format(number(order_id)),
        text=_text(content, recipient, number(order_id), links),
        html=html.render_html(content, recipient, number(order_id), links),
        name=kind.name(event),
        reply_to=seller().email,
    )


def plain_mail(content: MailContent, to: str, name: str, links: Links, reply_to: str = "") -> Mail:
    """Return a mail that is about no order which this service knows. Answers go to the seller unless to `reply_to`."""
    return Mail(
        to=to,
        subject=content.subject,
        text=_text(content, None, "", links),
        html=html.render_html(content, None, "", links),
        name=name,
        reply_to=reply_to or seller().email,
    )


def _text(content: MailContent, recipient: Recipient | None, number: str, links: Links) -> str:
    book = phrasebook(content.language)
    button = look_at_order(book) if content.button is None else content.button
    parts = [
        content.heading,
        *content.paragraphs,
        "\n".join(f"- {each}" for each in content.listed),
        *("\n".join((group.title, *(f"- {each}" for each in group.listed))) for group in content.groups),
        "\n".join(content.block),
        content.code,
        *(f"{goods.title}, {goods.price}\n{goods.link}" for goods in content.goods),
        _link(book, button, content.link or links.page) if button else "",
        _link(book, look_at_order(book), links.page) if content.link and links.page else "",
    ]
    if recipient and recipient.bought:
        parts += [
            order_title(book, number, recipient.bought.placed_at),
            _table(recipient, recipient.bought, book),
            address_title(book, recipient.bought.delivery),
            "\n".join(address(recipient.bought.address, book)),
        ]
    parts.append("\n".join(_link(book, text, href) for text, href in links.foot))
    parts.append(_signature(content.language))
    return "\n\n".join(filter(None, parts)) + "\n"


def _link(book: Phrasebook, text: str, href: str) -> str:
    return book.say("{text}: {link}", text=text, link=href)


def _signature(language: Language) -> str:
    sender = in_words(seller(), language)
    return "\n".join((*dict.fromkeys((NAME, sender.name)), *sender.address, sender.email))


def _table(recipient: Recipient, order: OrderDetails, book: Phrasebook) -> str:
    lines = []
    for row in totals_rows(recipient, order, book):
        lines.append(f"{row.title}  {row.amount:>{max(WIDTH - len(row.title) - 2, len(row.amount))}}")
        lines += [f"  {row.note}"] if row.note else []
    return "\n".join(lines)
