"""Mails about an account's own safety: to the address that it had before, and about a removed second factor.

The owner can undo a change that somebody else made.
"""

from typing import get_args

from backend.contracts.notification.events import AccountEmailChanged, SecondFactorRemoved
from backend.contracts.types import Language
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.languages import phrasebook
from backend.notification.links import Links, pages_in
from backend.notification.mail import plain_mail

NAME = "account-email-changed"
REMOVED = "second-factor-removed"


def email_changed_mail(event: AccountEmailChanged, shop: str) -> Mail:
    """Return the mail in the language of the page. `shop` is the storefront's address."""
    book = phrasebook(event.language)
    content = MailContent(
        subject=book.say("Your account has another e-mail address"),
        heading=book.say("Your account has another e-mail address."),
        paragraphs=(
            book.say(
                "On {day}, {time}, the e-mail address of your account was changed. You sign in with the new one from "
                "now on. Mails about orders go on to the address that each order was placed with.",
                day=book.day(event.at),
                time=book.time(event.at),
            ),
            book.say(
                "If it was not you, somebody else has your account. Write to us at once, and we help you to get it "
                "back."
            ),
        ),
        button=book.say("Write to us"),
        language=event.language,
    )
    return plain_mail(content, event.email, NAME, Links(shop=shop, page=f"{pages_in(event.language, shop)}/contact/"))


def second_factor_mail(event: SecondFactorRemoved, shop: str) -> Mail:
    """Return the mail in the reader's language, or in each where it is unknown. `shop` is the storefront's address."""
    language: Language = event.language or "en"
    every: tuple[Language, ...] = (event.language,) if event.language else get_args(Language)
    say = phrasebook(language).say
    content = MailContent(
        subject=say("Your second factor is removed"),
        heading=say("Your second factor is removed."),
        paragraphs=tuple(text for each in every for text in _removal_texts(event, each)),
        button=say("Write to us"),
        language=language,
    )
    return plain_mail(content, event.email, REMOVED, Links(shop=shop, page=f"{pages_in(language, shop)}/contact/"))


def _removal_texts(event: SecondFactorRemoved, language: Language) -> tuple[str, str]:
    book = phrasebook(language)
    return (
        book.say(
            "On {day}, {time}, the second factor of your account was removed. Your password alone signs you in.",
            day=book.day(event.at),
            time=book.time(event.at),
        ),
        book.say(
            "If it was not you, choose another password at once, set the second factor up again, and write to us."
        ),
    )
