"""The events that the newsletter service publishes."""

from backend.contracts.event import Event
from backend.contracts.newsletter.issues import IssueContent, IssueId
from backend.contracts.newsletter.models import SubscriptionKey
from backend.contracts.types import Email, Key, Language, Timestamp


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


class IssueStarted(Event, frozen=True, kw_only=True, tag="IssueStarted.v1"):
    """An issue is being sent from now on. Whom to is told for each address by itself."""

    issue_id: IssueId
    content: IssueContent


class IssueAddressed(SubscriptionEvent, frozen=True, kw_only=True, omit_defaults=True, tag="IssueAddressed.v1"):
    """An issue goes to one address. `has_account` is whether an account asked, whose pages stop it."""

    issue_id: IssueId
    has_account: bool = False


class IssueTested(Event, frozen=True, kw_only=True, tag="IssueTested.v1"):
    """A draft goes to whoever wrote it, to look at. `key` tells their requests apart."""

    issue_id: IssueId
    content: IssueContent
    language: Language
    email: Email
    key: Key
    at: Timestamp


EVENTS = (
    SubscriptionRequested,
    SubscriptionConfirmed,
    SubscriptionStopped,
    IssueStarted,
    IssueAddressed,
    IssueTested,
)
