"""Mails about alerts: the one that confirms an address, and the alerts themselves.

Each is claimed like any other mail, under its alert and its content, so that it is sent once. Once an alert was
stopped, a mark keeps mails that are still on their way from being sent.
"""

from msgspec.structs import replace

from backend.contracts.shop import prices_include_tax
from backend.contracts.types import Model
from backend.contracts.wish.alerts import AlertKind
from backend.contracts.wish.events import AlertEvent, AlertRequested, AlertTriggered
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.languages import phrasebook
from backend.notification.links import Links, pages_in, way_to_settings
from backend.notification.mail import plain_mail
from backend.notification.phrasebook import Phrasebook


class AlertLinks(Model, frozen=True):
    """The links in an alert's mail: the product, the alert's own page, and where mail programs stop it (RFC 8058)."""

    product: str
    alert: str
    stop: str


def owner_key(alert_key: str) -> str:
    """Return the key that the marks of an alert's mails stand under."""
    return f"ALERT#{alert_key}"


def confirmation_mail(event: AlertRequested, shop: str) -> Mail:
    """Return the mail that asks for a confirmation of the alert. It repeats nothing that was typed."""
    links, say = _links(event, shop), phrasebook(event.language).say
    question = say("Somebody, probably you, asked us to write to this address about {name}.", name=_name(event))
    content = MailContent(
        subject=say("Please confirm: {alert}", alert=_alert(event)),
        heading=say("Please confirm your alert"),
        paragraphs=(
            f"{question} {_promise(event)}",
            say("If it was not you, ignore this e-mail: we write again only if you confirm."),
        ),
        button=say("Confirm"),
        link=links.alert,
        language=event.language,
    )
    return plain_mail(content, event.email, "confirm", Links(shop=shop))


def triggered_mail(event: AlertTriggered, shop: str) -> Mail:
    """Return the alert's mail, once its condition is met."""
    links, say = _links(event, shop), phrasebook(event.language).say
    content = _back(event) if event.kind is AlertKind.BACK else _cheaper(event)
    settings = (way_to_settings(event.language, pages_in(event.language, shop)),) if event.has_account else ()
    foot = ((say("Stop these e-mails"), links.alert), *settings)
    mail = plain_mail(content, event.email, name(event), Links(shop=shop, page=links.product, foot=foot))
    return replace(mail, unsubscribe=links.stop)


def name(event: AlertTriggered) -> str:
    """Return the mail's name within its alert. Each price is mailed only once, since each mailed price is lower than
    the last."""
    return "back" if event.kind is AlertKind.BACK else f"cheaper-{event.price}"


def _alert(event: AlertRequested) -> str:
    say = phrasebook(event.language).say
    if event.kind is AlertKind.BACK:
        return say("{title} when it is back", title=event.title)
    return say("{title} when it gets cheaper", title=event.title)


def _promise(event: AlertRequested) -> str:
    say = phrasebook(event.language).say
    if event.kind is AlertKind.BACK:
        return say("We will e-mail you once, when it is in stock again.")
    return say("We will e-mail you each time it gets cheaper, until you stop it.")


def say_price(amount: int, currency: str, book: Phrasebook) -> str:
    """Return a price in the shop's words: with tax, or marked as before tax."""
    price = book.money(amount, currency)
    return price if prices_include_tax() else book.say("{price} before tax", price=price)


def _back(event: AlertTriggered) -> MailContent:
    book = phrasebook(event.language)
    price = say_price(event.price, event.currency, book)
    return MailContent(
        subject=book.say("{title} is back", title=event.title),
        heading=book.say("It is back."),
        paragraphs=(
            book.say("{name} is in stock again, at {price}.", name=_name(event), price=price),
            book.say(
                "Others are waiting for it too, and we cannot keep one for you. This is the only e-mail about it."
            ),
        ),
        button=book.say("Look at it"),
        language=event.language,
    )


def _cheaper(event: AlertTriggered) -> MailContent:
    book = phrasebook(event.language)
    now, before = say_price(event.price, event.currency, book), book.money(event.old_price, event.currency)
    return MailContent(
        subject=book.say("{title} is cheaper now", title=event.title),
        heading=book.say("It is cheaper now."),
        paragraphs=(book.say("{name} costs {now} now, and was {before}.", name=_name(event), now=now, before=before),),
        button=book.say("Look at it"),
        language=event.language,
    )


def _name(event: AlertEvent) -> str:
    quoted = phrasebook(event.language).say("“{text}”", text=event.title)
    return quoted + (f" ({', '.join(event.values)})" if event.values else "")


def _links(event: AlertEvent, shop: str) -> AlertLinks:
    pages = pages_in(event.language, shop)
    alert = f"{pages}/wishes/alerts/{event.kind}/{event.sku}/{event.key}/"
    return AlertLinks(f"{pages}/product/{event.product_id}/?v={event.sku}", alert, f"{alert}unsubscribe/")
