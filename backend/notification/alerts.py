"""Mails about alerts: the one that confirms an address, and those that were waited for.

Each is claimed like any other, under its alert and what it says, so that it is sent once. Once an alert was stopped, a
mark of that keeps what is still on its way from being sent.
"""

from msgspec.structs import replace

from backend.contracts.formats import money
from backend.contracts.types import Model
from backend.contracts.wish.alerts import AlertKind
from backend.contracts.wish.events import AlertEvent, AlertRequested, AlertTriggered
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.links import SETTINGS, SETTINGS_PATH, Links
from backend.notification.mail import plain_mail

_CONFIRM = {
    AlertKind.BACK: "We will e-mail you once, when it is in stock again.",
    AlertKind.CHEAPER: "We will e-mail you each time it gets cheaper, until you stop it.",
}


class AlertLinks(Model, frozen=True):
    """Where an alert's mail leads: the product, the alert's own page, and where mail programs stop it (RFC 8058)."""

    product: str
    alert: str
    stop: str


def owner_key(alert_key: str) -> str:
    """Return the key that the marks of an alert's mails stand under."""
    return f"ALERT#{alert_key}"


def confirmation_mail(event: AlertRequested, shop: str) -> Mail:
    """Return the mail that asks whether the address wants the alert. It repeats nothing that was typed."""
    links = _links(event, shop)
    content = MailContent(
        subject=f"Please confirm: {_SUBJECTS[event.kind].format(event.title)}",
        heading="Please confirm your alert",
        paragraphs=(
            f"Somebody, probably you, asked us to write to this address about {_name(event)}. {_CONFIRM[event.kind]}",
            "If it was not you, ignore this e-mail: we write again only if you confirm.",
        ),
        button="Confirm",
        link=links.alert,
    )
    return plain_mail(content, event.email, "confirm", Links(shop=shop))


def triggered_mail(event: AlertTriggered, shop: str) -> Mail:
    """Return the mail that was waited for."""
    links = _links(event, shop)
    content = _back(event) if event.kind is AlertKind.BACK else _cheaper(event)
    foot = (("Stop these e-mails", links.alert), *_ways_to_settings(event, shop))
    mail = plain_mail(content, event.email, name(event), Links(shop=shop, page=links.product, foot=foot))
    return replace(mail, unsubscribe=links.stop)


def _ways_to_settings(event: AlertEvent, shop: str) -> tuple[tuple[str, str], ...]:
    """Return the way to the page of whoever has an account, on which all alerts can be stopped."""
    return ((SETTINGS, f"{shop}{SETTINGS_PATH}"),) if event.has_account else ()


def name(event: AlertTriggered) -> str:
    """Return the mail's name within its alert. A price is told of once: each one told of is lower than the last."""
    return "back" if event.kind is AlertKind.BACK else f"cheaper-{event.price}"


_SUBJECTS = {AlertKind.BACK: "{} when it is back", AlertKind.CHEAPER: "{} when it gets cheaper"}


def _back(event: AlertTriggered) -> MailContent:
    return MailContent(
        subject=f"{event.title} is back",
        heading="It is back.",
        paragraphs=(
            f"{_name(event)} is in stock again, at {money(event.price, event.currency)}.",
            "Others are waiting for it too, and we cannot keep one for you. This is the only e-mail about it.",
        ),
        button="Look at it",
    )


def _cheaper(event: AlertTriggered) -> MailContent:
    now, before = money(event.price, event.currency), money(event.old_price, event.currency)
    return MailContent(
        subject=f"{event.title} is cheaper now",
        heading="It is cheaper now.",
        paragraphs=(f"{_name(event)} costs {now} now, and was {before}.",),
        button="Look at it",
    )


def _name(event: AlertEvent) -> str:
    return f"“{event.title}”" + (f" ({', '.join(event.values)})" if event.values else "")


def _links(event: AlertEvent, shop: str) -> AlertLinks:
    alert = f"{shop}/wishes/alerts/{event.kind}/{event.sku}/{event.key}/"
    return AlertLinks(f"{shop}/product/{event.product_id}/?v={event.sku}", alert, f"{alert}unsubscribe/")
