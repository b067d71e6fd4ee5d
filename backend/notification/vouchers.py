"""The mail that brings a voucher's code.

A message in it was typed by a person: it is printed as text, each line in quotation marks, so that it cannot pass for
the shop's own words.
"""

from backend.contracts.formats import date_of, money
from backend.contracts.shop import NAME
from backend.contracts.voucher.codes import group_code
from backend.contracts.voucher.events import VoucherMailRequested
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.links import Links
from backend.notification.mail import plain_mail


def voucher_mail(event: VoucherMailRequested, shop: str) -> Mail:
    """Return the mail with the voucher's code. `shop` is the storefront's address."""
    voucher = event.voucher
    amount = money(voucher.balance, voucher.currency)
    content = MailContent(
        subject=f"Your gift voucher for {NAME}",
        heading=f"A gift voucher, with {amount} on it.",
        preview=f"{amount} for anything at {NAME}.",
        paragraphs=(
            *(f"“{line}”" for line in event.message.splitlines() if line.strip()),
            f"It is good for everything in the shop until {date_of(voucher.expires_on)}, at once or bit by bit. "
            "Type this code into the basket:",
        ),
        code=group_code(event.code),
        button="See what is on it",
        link=f"{shop}/basket/voucher/",
    )
    return plain_mail(content, event.email, f"voucher-{event.number}", Links(shop=shop))
