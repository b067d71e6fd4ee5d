"""Mails about the newsletter itself: the confirmation and the welcome.

Each is claimed like any other mail, under its subscription, so that it is sent once. Once the subscription was stopped,
a mark keeps mails that are still on their way from being sent.
"""

from msgspec.structs import replace

from backend.contracts.newsletter.events import SubscriptionConfirmed, SubscriptionEvent, SubscriptionRequested
from backend.contracts.shop import NAME
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.languages import phrasebook
from backend.notification.links import Links, pages_in, way_to_settings
from backend.notification.mail import plain_mail


def owner_key(subscription_key: str) -> str:
    """Return the key that the marks of a subscription's mails stand under."""
    return f"NEWSLETTER#{subscription_key}"


def confirmation_mail(event: SubscriptionRequested, shop: str) -> Mail:
    """Return the mail that asks for a confirmation of the subscription."""
    say = phrasebook(event.language).say
    content = MailContent(
        subject=say("Please confirm: the newsletter of {shop}", shop=NAME),
        heading=say("Please confirm your address"),
        paragraphs=(
            say("Somebody, probably you, asked us to send the newsletter of {shop} to this address.", shop=NAME),
            say("If it was not you, ignore this e-mail: we write again only if you confirm."),
        ),
        button=say("Confirm"),
        link=_page(event, shop),
        language=event.language,
    )
    return plain_mail(content, event.email, "newsletter-confirm", Links(shop=shop))


def welcome_mail(event: SubscriptionConfirmed, shop: str) -> Mail:
    """Return the mail that announces the newsletter, and says how to stop it."""
    say, page = phrasebook(event.language).say, _page(event, shop)
    content = MailContent(
        subject=say("You get the newsletter of {shop}", shop=NAME),
        heading=say("Thank you. You get our newsletter."),
        paragraphs=(
            say("We write when there is something new. Each e-mail has a link that stops it, as this one has."),
        ),
        button="",
        language=event.language,
    )
    settings = (way_to_settings(event.language, pages_in(event.language, shop)),) if event.has_account else ()
    foot = ((say("Stop these e-mails"), page), *settings)
    mail = plain_mail(content, event.email, "newsletter-welcome", Links(shop=shop, foot=foot))
    return replace(mail, unsubscribe=f"{page}unsubscribe/")


def _page(event: SubscriptionEvent, shop: str) -> str:
    """Return the page of the subscription, whose buttons confirm and stop it."""
    return f"{pages_in(event.language, shop)}/newsletter/{event.key}/"
