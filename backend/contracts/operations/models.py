"""What the operations service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.types import Cursor, Model, OptionalShortText, RequestModel, Timestamp

LIST_LIMIT, REDRIVE_LIMIT, SCAN_LIMIT = 20, 20, 200
"""Dead letters in a list, redriven by one call, and read to find them, at most: SQS finds none by its id."""
MAX_RECEIVES = 5
"""How often a queue gives a message to its function before it is moved to the dead-letter queue."""
EXCERPT_LENGTH, MAX_BODY_LENGTH = 2_000, 256 * 1024
"""Characters of a body in a list, and in one dead letter. A message may be longer than a function's reply."""
QueueName = Annotated[
    str, Meta(pattern=r"^[A-Z][A-Za-z]*$(?!\n)", max_length=64, description="such as OrderDeadLetters")
]
DeadLetterId = Annotated[
    str,
    Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$(?!\n)", description="the id that SQS gave the message"),
]
Reason = Annotated[
    str,
    Meta(
        pattern=r"^[^\x00-\x20\x7f\xa0\u2028\u2029][^\x00-\x1f\x7f\u2028\u2029]*$(?!\n)",
        max_length=200,
        description="one line of text that does not begin with white space",
    ),
]
Count = Annotated[int, Meta(ge=0)]


class Kind(enum.StrEnum):
    """Why messages are in a queue: a consumer raised, EventBridge or S3 could not deliver an event, an outbox relay
    could not publish, or the search index was not rebuilt."""

    CONSUMER_FAILED = "unconsumed"
    DELIVERY_FAILED = "undelivered"
    PUBLISH_FAILED = "unpublished"
    BUILD_FAILED = "unbuilt"


class DeadLetterQueue(Model, frozen=True, kw_only=True):
    """A dead-letter queue.

    `held` are messages that somebody has received just now. SQS's counts are approximate, and up to a minute old.
    """

    name: QueueName
    kind: Kind
    waiting: Count
    held: Count


class DeadLetterQueues(Model, frozen=True, kw_only=True):
    """All dead-letter queues, by name. `at` is the service's time: messages up to then have been counted."""

    items: tuple[DeadLetterQueue, ...]
    at: Timestamp


class DeadLetter(Model, frozen=True, kw_only=True):
    """A message that failed; `sent` is when it was first sent.

    `event`, `source` and `reason` are read from it, in ASCII, and may be empty. `order_id` and `correlation_id` are the
    order it is about and the page request it goes back to, or empty.

    `received` is how often the consumer received it: reads by staff do not count. `cause` is the last failure in the
    consumer's log; lists leave it out.

    `to` is where a redrive sends it; if that is empty, `stuck` says why. `size` is that of the whole body, in bytes.
    """

    id: DeadLetterId
    queue: QueueName
    sent: Timestamp
    received: Count
    event: str
    source: str
    reason: str
    to: str
    stuck: str
    size: Count
    body: str
    cause: str = ""
    order_id: str = ""
    correlation_id: str = ""


class DeadLetterPage(Model, frozen=True, kw_only=True):
    """The dead letters that could be received, oldest first: SQS returns others once these are gone."""

    queue: DeadLetterQueue
    items: tuple[DeadLetter, ...]
    at: Timestamp


class Redrive(RequestModel, frozen=True, kw_only=True):
    """Why, for the audit log; may be empty."""

    reason: OptionalShortText


class RedriveAll(RequestModel, frozen=True, kw_only=True):
    """Redrive what was sent up to `before`, so that a message which fails again at once does not circle for ever."""

    before: Timestamp
    reason: OptionalShortText


class Redriven(Model, frozen=True, kw_only=True):
    """What one call has redriven; call again until `items` is empty. `stuck` are messages that cannot be redriven."""

    items: tuple[DeadLetter, ...]
    stuck: tuple[DeadLetter, ...]


class Discard(RequestModel, frozen=True, kw_only=True):
    """Why it is discarded, for the audit log."""

    reason: Reason


class AuditEntry(Model, frozen=True, kw_only=True):
    """An action on a dead letter, logged before it was taken. `who` is the `sub` of the staff member, and `email` the
    address that the user pool had for them, or empty in entries of earlier releases.

    `digest` is the SHA-256 of the body, which is not kept: it may hold a shopper's address.
    """

    at: Timestamp
    who: str
    what: str
    queue: str
    letter: str
    why: str
    digest: str
    email: str = ""


class AuditPage(Model, frozen=True, kw_only=True):
    """A page of the audit log, newest first."""

    items: tuple[AuditEntry, ...]
    next: Cursor | None


class QueuePath(Model, frozen=True, kw_only=True):
    queue: QueueName


class DeadLetterPath(Model, frozen=True, kw_only=True):
    queue: QueueName
    letter_id: DeadLetterId


class AuditQuery(RequestModel, frozen=True, kw_only=True):
    cursor: Cursor | None = None
