"""A mail before it is text and HTML, and what several kinds of mails say."""

from typing import NamedTuple

from backend.contracts.addresses import address_lines
from backend.contracts.basket.models import Address, Delivery
from backend.contracts.types import Language, Model
from backend.notification.domain import Recipient
from backend.notification.phrasebook import Phrasebook


class Group(NamedTuple):
    """Things one under another, with what they are over them."""

    title: str
    listed: tuple[str, ...]


class Goods(NamedTuple):
    """A product that a mail shows. `picture` is an address, empty for none."""

    title: str
    price: str
    picture: str
    link: str


class MailContent(Model, frozen=True, kw_only=True):
    """A mail before it is text and HTML. `subject` has a place for the order's number.

    `preview` is what a list of mails shows after the subject; without one, how the mail begins. `button` leads on under
    these words: to `link`, or without one to the page that the mail is about; without words there is none, and None
    says to look at the order. `listed` are things one under another, `groups` several such lists, `block` are lines
    that stay together, such as an address; `code` is to be typed; `goods` are for sale. `documents` are the words that
    lead to the order's invoice and credit notes, empty where the mail tells of none.
    """

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    preview: str = ""
    button: str | None = None
    link: str = ""
    listed: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    block: tuple[str, ...] = ()
    code: str = ""
    documents: str = ""
    goods: tuple[Goods, ...] = ()
    language: Language = "en"


def look_at_order(book: Phrasebook) -> str:
    """Return the words of what leads to the order."""
    return book.say("Look at your order")


def order_title(book: Phrasebook, number: str, placed_at: str) -> str:
    """Return what stands over what was bought. `placed_at` is a `Timestamp`."""
    return book.say("Order {number}, {day}", number=number, day=book.day(placed_at))


def address_title(book: Phrasebook, delivery: Delivery) -> str:
    """Return what stands over the address: nothing is delivered to it where all goes by e-mail."""
    return book.say("Invoice to" if delivery is Delivery.EMAIL else "Delivery to")


def sentences(*sentences: str) -> tuple[str, ...]:
    """Return the sentences that say something."""
    return tuple(filter(None, sentences))


def title_of(recipient: Recipient, sku: str) -> str:
    """Return an article's title with its options; where it is not known, its SKU."""
    lines = recipient.bought.lines if recipient.bought else ()
    return next((", ".join((line.title, *line.values)) for line in lines if line.sku == sku), sku)


def address(address: Address, book: Phrasebook) -> tuple[str, ...]:
    """Return an address line by line."""
    return (*address_lines(address), book.country(address.country))
