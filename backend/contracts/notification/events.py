"""The events that the notification service publishes."""

from backend.contracts.email_addresses import AddressHash
from backend.contracts.event import Event
from backend.contracts.notification.models import FeedbackKind, MailName, Message
from backend.contracts.types import Key, Language, OptionalShortText, OrderId, StoredEmail, Timestamp


class MessageReceived(Event, frozen=True, kw_only=True, tag="MessageReceived.v1"):
    """Somebody wrote to the shop."""

    message: Message


class MessageAnswered(Event, frozen=True, kw_only=True, tag="MessageAnswered.v1"):
    """Staff answered or closed a message: its `answer` is there."""

    message: Message


class MailResendRequested(Event, frozen=True, kw_only=True, tag="MailResendRequested.v1"):
    """Staff asked for a mail about an order to be sent again; `key` tells their requests apart."""

    order_id: OrderId
    name: MailName
    key: Key
    by: OptionalShortText = ""


class AccountEmailChanged(Event, frozen=True, kw_only=True, tag="AccountEmailChanged.v1"):
    """An account has another confirmed address. `email` is the one before, which is told, in `language`."""

    owner: str
    at: Timestamp
    email: StoredEmail
    language: Language = "en"


class SecondFactorRemoved(Event, frozen=True, kw_only=True, omit_defaults=True, tag="SecondFactorRemoved.v1"):
    """The second factor of the account with this address is removed, of which it is told. `language` is that of the
    page; None where staff removed it, who do not know the reader's."""

    at: Timestamp
    email: StoredEmail
    language: Language | None = None


class AddressRejectedMail(Event, frozen=True, kw_only=True, omit_defaults=True, tag="AddressRejectedMail.v1"):
    """An address took a mail of ours not, for good, or its reader called one spam. It is named by its hash alone.
    `mail` is what the mail was called, where that is known."""

    address: AddressHash
    kind: FeedbackKind
    at: Timestamp
    mail: str = ""


EVENTS = (
    MessageReceived,
    MessageAnswered,
    MailResendRequested,
    AccountEmailChanged,
    SecondFactorRemoved,
    AddressRejectedMail,
)
