"""The mail to the address that an account had before: a change that its owner did not make can be undone."""

from backend.contracts.formats import day, time
from backend.contracts.notification.events import AccountEmailChanged
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.links import Links
from backend.notification.mail import plain_mail

NAME = "account-email-changed"


def email_changed_mail(event: AccountEmailChanged, shop: str) -> Mail:
    """Return the mail. `shop` is the storefront's address."""
    content = MailContent(
        subject="Your account has another e-mail address",
        heading="Your account has another e-mail address.",
        paragraphs=(
            f"On {day(event.at)}, {time(event.at)}, the e-mail address of your account was changed. You sign in with "
            "the new one from now on. Mails about orders go on to the address that each order was placed with.",
            "If it was not you, somebody else has your account. Write to us at once, and we help you to get it back.",
        ),
        button="Write to us",
    )
    return plain_mail(content, event.email, NAME, Links(shop=shop, page=f"{shop}/contact/"))
