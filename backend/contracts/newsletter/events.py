"""The events that the newsletter service publishes."""

from backend.contracts.event import Event
from backend.contracts.newsletter.models import SubscriptionKey
from backend.contracts.types import Email, Language


class SubscriptionEvent(Event, frozen=True, kw_only=True):
    """Something about one subscription, to be mailed to its address. The key is part of the mail's links."""

    key: SubscriptionKey
    email: Email
    language: Language = "en"


class SubscriptionRequested(
    SubscriptionEvent, frozen=True, kw_only=True, omit_defaults=True, tag="SubscriptionRequested.v1"
):
    """Somebody asked for the newsletter to an address that is to be confirmed."""


class SubscriptionConfirmed(
    SubscriptionEvent, frozen=True, kw_only=True, omit_defaults=True, tag="SubscriptionConfirmed.v1"
):
    """An address gets the newsletter from now on. `has_account` is whether an account asked, whose pages show it."""

    has_account: bool = False


class SubscriptionStopped(Event, frozen=True, kw_only=True, tag="SubscriptionStopped.v1"):
    """No more newsletters are wanted."""

    key: SubscriptionKey


EVENTS = (SubscriptionRequested, SubscriptionConfirmed, SubscriptionStopped)
