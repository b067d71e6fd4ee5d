"""The mail that a shopper's data can be fetched: it leads to the account, which asks for the sign-in."""

from backend.contracts.formats import day, time
from backend.contracts.order.data_export import EXPORT_DAYS, DataExported
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.links import Links
from backend.notification.mail import plain_mail

NAME = "data-export"


def export_mail(event: DataExported, shop: str) -> Mail:
    """Return the mail. `shop` is the storefront's address."""
    until = f"{day(event.expires_at)}, {time(event.expires_at)}"
    content = MailContent(
        subject="Your data are ready",
        heading="Your data are ready.",
        paragraphs=(
            f"You asked for a copy of what we keep about you. Sign in to fetch it, until {until}.",
            f"After these {EXPORT_DAYS} days we delete the file; you can ask for another at any time.",
            "If it was not you who asked, somebody else has signed in to your account: change your password.",
        ),
        button="Fetch your data",
    )
    return plain_mail(content, event.email, NAME, Links(shop=shop, page=f"{shop}/account/data/"))
