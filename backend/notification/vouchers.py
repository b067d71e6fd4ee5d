"""The mail with a voucher's code.

The message in it was typed by a person: it is printed as text, each line in quotation marks, so that it cannot pass for
the shop's own words.
"""

from typing import get_args

from backend.contracts.shop import NAME
from backend.contracts.types import Language
from backend.contracts.voucher.codes import group_code
from backend.contracts.voucher.events import VoucherMailRequested
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.languages import phrasebook
from backend.notification.links import Links, pages_in
from backend.notification.mail import plain_mail
from backend.notification.phrasebook import Phrasebook


def voucher_mail(event: VoucherMailRequested, shop: str, language: Language | None) -> Mail:
    """Return the mail with the voucher's code, in the buyer's language, or in each where staff issued it.

    `shop` is the storefront's address.
    """
    every: tuple[Language, ...] = (language,) if language else get_args(Language)
    voucher, language = event.voucher, every[0]
    book = phrasebook(language)
    amount = book.money(voucher.balance, voucher.currency)
    content = MailContent(
        subject=book.say("Your gift voucher for {shop}", shop=NAME),
        heading=book.say("A gift voucher, with {amount} on it.", amount=amount),
        preview=book.say("{amount} for anything at {shop}.", amount=amount, shop=NAME),
        paragraphs=(
            *(book.say("“{text}”", text=line) for line in event.message.splitlines() if line.strip()),
            *(_use(phrasebook(each), voucher.expires_on) for each in every),
        ),
        code=group_code(event.code),
        button=book.say("See what is on it"),
        link=f"{pages_in(language, shop)}/basket/voucher/",
        language=language,
    )
    return plain_mail(content, event.email, f"voucher-{event.number}", Links(shop=shop))


def _use(book: Phrasebook, last_day: str) -> str:
    return book.say(
        "It is good for everything in the shop until {day}, at once or bit by bit. Type this code into the basket:",
        day=book.date(last_day),
    )
