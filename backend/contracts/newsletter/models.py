"""What the newsletter service takes and returns."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.types import Cursor, Email, Language, Model, PageQuery, RequestModel, Timestamp

REQUESTS_PER_ADDRESS = 5
"""Requests in an hour that name the same address: each has a mail sent there, and nobody has proved whose it is."""

CONSENT_VERSION = 1
"""Which wording of the sentence beside the form people agree to. Whoever changes the sentence counts it up, so that
what is stored of each consent says what was agreed to."""

ConsentVersion = Annotated[int, Meta(ge=1, le=10_000, description="the wording that was agreed to")]
SubscriptionKey = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{64}$(?!\n)",
        description="opens one subscription: a hash of its address, and 128 random bits that only its mails tell",
    ),
]


class SubscriptionState(enum.StrEnum):
    """`UNCONFIRMED`: the address was asked. `ACTIVE`: it gets the newsletter. `STOPPED`: it gets nothing."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    STOPPED = "stopped"


class RequestSubscription(RequestModel, frozen=True, kw_only=True):
    """Ask an address whether it wants the newsletter. `consent_version` is the wording that the page showed."""

    email: Email
    language: Language = "en"
    consent_version: ConsentVersion = CONSENT_VERSION


class SetSubscription(RequestModel, frozen=True, kw_only=True):
    """Subscribe an account's confirmed address."""

    language: Language = "en"
    consent_version: ConsentVersion = CONSENT_VERSION


class Subscription(Model, frozen=True, kw_only=True):
    """A subscription as a mail's link shows it."""

    state: SubscriptionState


class OwnSubscription(Model, frozen=True, kw_only=True):
    """Whether the account's confirmed address gets the newsletter. `email` is that address; empty where it has none."""

    email: str
    active: bool


class SubscriptionPath(Model, frozen=True, kw_only=True):
    """What the link in a mail tells."""

    subscription_key: SubscriptionKey


class SubscriberCount(Model, frozen=True, kw_only=True):
    """How many subscriptions are in a language and a state."""

    language: Language
    state: SubscriptionState
    count: Annotated[int, Meta(ge=1)]


class SubscriberCounts(Model, frozen=True, kw_only=True, omit_defaults=True):
    """How many there are; `estimated` says that there are too many to count each time."""

    items: tuple[SubscriberCount, ...]
    estimated: bool = False


class Subscriber(Model, frozen=True, kw_only=True):
    """An address that gets the newsletter. The key is part of the links by which it is stopped."""

    email: Email
    language: Language
    confirmed_at: Timestamp
    key: SubscriptionKey


class SubscriberPage(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A page of those who get the newsletter, in no order; it may be empty and not the last."""

    items: tuple[Subscriber, ...]
    next: Cursor | None = None


class SubscribersQuery(PageQuery, frozen=True, kw_only=True):
    """A page of those who get the newsletter: larger than other pages are, for whoever writes a file of all."""

    limit: Annotated[int, Meta(ge=1, le=1000)] = 1000


class Consent(Model, frozen=True, kw_only=True):
    """The proof that somebody wanted the newsletter: when it was asked for, in which wording, and confirmed.

    `confirmed_at` is empty until then; `by_account` says that an account did it, whose address was confirmed before.
    """

    asked_at: Timestamp
    confirmed_at: str = ""
    version: ConsentVersion = CONSENT_VERSION
    by_account: bool = False
