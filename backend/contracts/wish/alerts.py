"""What the operations and events of alerts carry: “tell me when it is back”, and “when it gets cheaper”."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.product.translations import LocalTitle, LocalValues
from backend.contracts.types import (
    Amount,
    Currency,
    Email,
    Language,
    Model,
    RequestModel,
    ShortText,
    Sku,
    Slug,
)

ALERTS_PER_ADDRESS = 5
"""Alerts in an hour that name the same address: each has a mail sent there, and nobody has proved whose it is."""

MAX_ALERTS = 100
"""Alerts that a shopper may have at once."""

AlertKey = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{64}$(?!\n)",
        description="opens one alert: a hash of its address, and 128 random bits that only its mails tell",
    ),
]


class AlertKind(enum.StrEnum):
    """`BACK`: one mail, when it is in stock again. `CHEAPER`: a mail each time it costs less than ever since."""

    BACK = "back"
    CHEAPER = "cheaper"


class AlertState(enum.StrEnum):
    """`UNCONFIRMED`: the address has not been confirmed. `SENT`: the one mail is sent. `STOPPED`: nothing is sent."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    SENT = "sent"
    STOPPED = "stopped"


class Alert(Model, frozen=True, omit_defaults=True, kw_only=True):
    """An alert. `price` is what the variant cost when it was asked for, or in the last mail."""

    kind: AlertKind
    sku: Sku
    product_id: Slug
    state: AlertState
    title: ShortText
    price: Amount
    currency: Currency
    values: tuple[ShortText, ...] = ()
    titles: tuple[LocalTitle, ...] = ()
    local_values: tuple[LocalValues, ...] = ()


class AlertList(Model, frozen=True, kw_only=True):
    items: tuple[Alert, ...]


class SetAlert(RequestModel, frozen=True, kw_only=True):
    """Set an alert on a product's variant; `language` is what its mails are written in."""

    product_id: Slug
    language: Language = "en"


class RequestAlert(RequestModel, frozen=True, kw_only=True):
    """Ask for an alert to an address, which is mailed a link that confirms it. `language` is that of its mails."""

    kind: AlertKind
    product_id: Slug
    sku: Sku
    email: Email
    language: Language = "en"


class AlertPath(Model, frozen=True, kw_only=True):
    kind: AlertKind
    sku: Sku


class AlertKindPath(Model, frozen=True, kw_only=True):
    kind: AlertKind


class AlertLinkPath(Model, frozen=True, kw_only=True):
    """What the link in an alert's mails tells."""

    kind: AlertKind
    sku: Sku
    alert_key: AlertKey
