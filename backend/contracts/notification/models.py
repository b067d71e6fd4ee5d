"""What the notification service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.newsletter.issues import IssueContent
from backend.contracts.types import (
    Cursor,
    Email,
    Key,
    Language,
    Model,
    Note,
    OptionalNote,
    OptionalShortText,
    OrderId,
    PageQuery,
    RequestModel,
    StoredEmail,
    Timestamp,
)

MESSAGES_PER_ADDRESS = 10
"""Messages in an hour that name the same reply address: each has a mail sent there, and whose address it is nobody has
proved."""
MessageId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="made from the form and what was typed into it")
]
MaybeOrderNumber = Annotated[
    str,
    Meta(
        pattern=r"^([0-9A-F]{4}-[0-9A-F]{4})?$(?!\n)",
        description="an order's number as people read it out; may be empty",
    ),
]
MailName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)",
        max_length=100,
        description="tells which of its order's mails it is, such as `declined-2`",
    ),
]


class Topic(enum.StrEnum):
    """What a message is about.

    A withdrawal counts as soon as it is sent, so its receipt names the order and the moment.
    """

    ORDER = "order"
    DAMAGED = "damaged"
    WITHDRAWAL = "withdrawal"
    PRIVACY = "privacy"
    OTHER = "other"


class SendMessage(RequestModel, frozen=True, kw_only=True):
    """A message to the shop.

    `email` is where the answer goes, and `language` what our mails to it are written in; `key` is the form's, so that
    the same form is taken once.
    """

    key: Key
    topic: Topic
    email: Email
    text: Note
    name: OptionalShortText = ""
    order: MaybeOrderNumber = ""
    language: Language = "en"


class Answer(Model, frozen=True, kw_only=True, omit_defaults=True):
    """What staff did with a message: they mailed `text` to its sender, or without one closed it."""

    at: Timestamp
    text: OptionalNote = ""
    by: OptionalShortText = ""


class Message(Model, frozen=True, kw_only=True, omit_defaults=True):
    """A message as it was taken in. Nothing in it is proved: anybody can write any address, name and order number.

    `answer` is there once staff have answered or closed it.
    """

    id: MessageId
    at: Timestamp
    topic: Topic
    email: Email
    text: Note
    name: OptionalShortText = ""
    order: MaybeOrderNumber = ""
    answer: Answer | None = None
    language: Language = "en"


class ReportRemoval(RequestModel, frozen=True, kw_only=True):
    """The caller's second factor is removed; `language` is what the mail about it is written in."""

    language: Language = "en"


class ReportRemovalFor(RequestModel, frozen=True, kw_only=True):
    """Staff remove the second factor of the account with this address; `key` is the form's, which tells once."""

    email: StoredEmail
    key: Key
    by: OptionalShortText = ""


class MessagePath(Model, frozen=True, kw_only=True):
    message_id: MessageId


class AnswerMessage(RequestModel, frozen=True, kw_only=True):
    """Mail an answer to a message's sender; without `text` the message is closed and nobody is mailed."""

    text: OptionalNote = ""
    by: OptionalShortText = ""


class MessageState(enum.StrEnum):
    """Whether a message still waits for staff, or was answered or closed."""

    OPEN = "open"
    DONE = "done"


class MessagesQuery(PageQuery, frozen=True):
    """A page of messages in one state; without `state`, of all."""

    state: MessageState | None = None


class MessagePage(Model, frozen=True, kw_only=True):
    """A page of messages, newest first."""

    items: tuple[Message, ...]
    next: Cursor | None


class OrderMailsPath(Model, frozen=True, kw_only=True):
    order_id: OrderId


class OrderMailPath(Model, frozen=True, kw_only=True):
    order_id: OrderId
    name: MailName


class FeedbackKind(enum.StrEnum):
    """What became of a mail that was sent: the other side put it off, took it not, or its reader called it spam."""

    PUT_OFF = "put-off"
    UNDELIVERED = "undelivered"
    SPAM = "spam"


class FeedbackReason(enum.StrEnum):
    """Why a mail did not arrive. A suppressed address is one that SES sends nothing to, for what came before."""

    MAILBOX_UNKNOWN = "mailbox-unknown"
    MAILBOX_FULL = "mailbox-full"
    CONTENT = "content"
    SUPPRESSED = "suppressed"
    OTHER = "other"


class Feedback(Model, frozen=True, kw_only=True, omit_defaults=True):
    """What the other side said of a mail, and when. What it wrote itself is not kept: it names addresses."""

    kind: FeedbackKind
    at: Timestamp
    reason: FeedbackReason = FeedbackReason.OTHER


class AddressQuery(RequestModel, frozen=True, kw_only=True):
    """Which address, in whatever case it is written."""

    email: StoredEmail


class AddressFeedback(Model, frozen=True, kw_only=True, omit_defaults=True):
    """Why an address takes no mail of ours, or was not glad of it; `feedback` is None where nothing of the kind is
    known."""

    feedback: Feedback | None = None


class PreviewIssue(RequestModel, frozen=True, kw_only=True):
    """An issue of the newsletter that is to be looked at in a language."""

    content: IssueContent
    language: Language


class MailPreview(Model, frozen=True, kw_only=True):
    """A mail as its reader gets it: HTML, and text for programs that show none."""

    subject: str
    text: str
    html: str


class OrderMail(Model, frozen=True, kw_only=True, omit_defaults=True):
    """A mail about an order: when it was sent, where to, and what it says.

    `refused` is why it was not sent: SES's code. `by` is who had it sent again. Of old mails only name and
    moment are known: `to` is None, `subject` and `text` are empty, and they cannot be sent again. `feedback` is there
    once the other side took it not, put it off or called it spam.
    """

    name: MailName
    at: Timestamp
    to: StoredEmail | None = None
    subject: str = ""
    text: str = ""
    refused: str = ""
    by: OptionalShortText = ""
    feedback: Feedback | None = None


class OrderMailList(Model, frozen=True, kw_only=True):
    """Every mail about an order, newest first."""

    items: tuple[OrderMail, ...]


class ResendMail(RequestModel, frozen=True, kw_only=True):
    """Send a mail about an order again. `key` is the form's, so that the same form sends one mail."""

    key: Key
    by: OptionalShortText = ""
