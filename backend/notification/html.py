"""A mail as HTML, in the shop's look (`contracts.mail_layout`).

It is put together from strings instead of by a template engine: importing one takes longer than the function's own
start (see docs/decisions/040).
"""

from collections.abc import Iterable

from backend.contracts import mail_layout as layout
from backend.contracts.shop import seller
from backend.contracts.types import Language
from backend.notification.content import MailContent, address, address_title, look_at_order, order_title
from backend.notification.domain import OrderDetails, Recipient
from backend.notification.languages import phrasebook
from backend.notification.links import Links
from backend.notification.phrasebook import Phrasebook
from backend.notification.sums import totals_rows


def render_html(content: MailContent, recipient: Recipient | None, number: str, links: Links) -> str:
    """Return the whole mail. It lists the purchase, where that is known."""
    return layout.page(
        content.heading,
        content.preview or " ".join(content.paragraphs),
        _blocks(content, recipient, number, links),
        _foot(links, content.language),
        content.language,
    )


def _blocks(content: MailContent, recipient: Recipient | None, number: str, links: Links) -> Iterable[str]:
    yield layout.element("h1", content.heading, "heading")
    yield from (layout.lines(each.splitlines()) for each in content.paragraphs)
    yield layout.bullets(content.listed)
    for group in content.groups:
        yield layout.element("h2", group.title, "subheading")
        yield layout.bullets(group.listed)
    yield layout.lines(content.block)
    if content.code:
        yield layout.element("p", content.code, "long-code")
    for goods in content.goods:
        yield layout.row(goods.title, "", goods.price, picture=goods.picture, href=goods.link)
    book = phrasebook(content.language)
    if content.button != "":
        yield layout.button(content.button or look_at_order(book), content.link or links.page)
    if content.link and links.page:
        yield f'<p style="margin:0 0 16px">{layout.link(look_at_order(book), links.page)}</p>'
    if recipient and recipient.bought:
        yield from _order(recipient, recipient.bought, number, links.shop, book)


def _order(recipient: Recipient, order: OrderDetails, number: str, shop: str, book: Phrasebook) -> Iterable[str]:
    """Return what was bought, and where it goes."""
    yield layout.element("h2", order_title(book, number, order.placed_at), "subheading")
    for row in totals_rows(recipient, order, book):
        picture = None if row.picture is None else f"{shop}{row.picture}" if row.picture else ""
        yield layout.row(row.title, row.note, row.amount, look="total" if row.total else "amount", picture=picture)
    yield layout.element("h2", address_title(book, order.delivery), "subheading")
    yield layout.lines(address(order.address, book))


def _foot(links: Links, language: Language) -> Iterable[str]:
    shown = "&nbsp;&nbsp; ".join(layout.link(text, href, "foot-link") for text, href in links.foot)
    yield f'<p style="margin:0 0 12px">{shown}</p>' if shown else ""
    yield from layout.signature(seller(), language)
