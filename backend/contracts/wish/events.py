"""The events that the wish service publishes."""

from backend.contracts.event import Event
from backend.contracts.product.models import Picture
from backend.contracts.types import Amount, Currency, Email, Language, ShortText, Sku, Slug, Version
from backend.contracts.wish.alerts import AlertKey, AlertKind


class AlertEvent(Event, frozen=True, kw_only=True):
    """Something about one alert, to be mailed to its address in its language. The key is part of the mail's links.

    `has_account` is whether it is a shopper's, whose account lists it.
    """

    kind: AlertKind
    sku: Sku
    key: AlertKey
    email: Email
    product_id: Slug
    title: ShortText
    price: Amount
    currency: Currency
    values: tuple[ShortText, ...] = ()
    picture: Picture | None = None
    has_account: bool = False
    language: Language = "en"


class AlertRequested(AlertEvent, frozen=True, kw_only=True, omit_defaults=True, tag="AlertRequested.v1"):
    """Somebody asked for an alert to an address that is to be confirmed."""


class AlertTriggered(AlertEvent, frozen=True, kw_only=True, omit_defaults=True, tag="AlertTriggered.v1"):
    """What was waited for has happened. `old_price` is the lowest that the address was told of before."""

    old_price: Amount


class AlertStopped(Event, frozen=True, kw_only=True, tag="AlertStopped.v1"):
    """No more mails of this alert are wanted."""

    key: AlertKey


class AlertsDue(Event, frozen=True, kw_only=True, omit_defaults=True, tag="AlertsDue.v1"):
    """Alerts on these SKUs are to be looked at: the rest of those on the first one behind `after`, then the others.

    `version` is that of the stock or the product that caused it, so that no two changes publish the same.
    """

    kind: AlertKind
    skus: tuple[Sku, ...]
    product_id: Slug | None = None
    version: Version
    after: str = ""


EVENTS = (AlertRequested, AlertTriggered, AlertStopped, AlertsDue)
