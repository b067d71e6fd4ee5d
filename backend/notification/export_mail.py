"""The mail that announces a shopper's data export: it links to the account, which requires signing in."""

from backend.contracts.order.data_export import EXPORT_DAYS, DataExported
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.languages import phrasebook
from backend.notification.links import Links, pages_in
from backend.notification.mail import plain_mail

NAME = "data-export"


def export_mail(event: DataExported, shop: str) -> Mail:
    """Return the mail in the language of the page that requested the export. `shop` is the storefront's address."""
    book = phrasebook(event.language)
    content = MailContent(
        subject=book.say("Your data are ready"),
        heading=book.say("Your data are ready."),
        paragraphs=(
            book.say(
                "You asked for a copy of what we keep about you. Sign in to fetch it, until {day}, {time}.",
                day=book.day(event.expires_at),
                time=book.time(event.expires_at),
            ),
            book.say(
                "After these {days} days we delete the file; you can ask for another at any time.",
                days=str(EXPORT_DAYS),
            ),
            book.say("If it was not you who asked, somebody else has signed in to your account: change your password."),
        ),
        button=book.say("Fetch your data"),
        language=event.language,
    )
    page = f"{pages_in(event.language, shop)}/account/data/"
    return plain_mail(content, event.email, NAME, Links(shop=shop, page=page))
