"""What the operations service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.types import Cursor, Model, OptionalShortText, RequestModel, Timestamp

LIST_LIMIT, REDRIVE_LIMIT, SCAN_LIMIT = 20, 20, 200
"""How many letters a list has and one call redrives at most, and how many are looked at to find those: SQS finds no
message by name."""
MAX_RECEIVES = 5
"""How often a queue gives a message to its function before it becomes a letter."""
EXCERPT_LENGTH, MAX_BODY_LENGTH = 2_000, 256 * 1024
"""Characters of a body that a list shows, and a letter by itself. A message may be longer than a function's reply."""
QueueName = Annotated[
    str, Meta(pattern=r"^[A-Z][A-Za-z]*$(?!\n)", max_length=64, description="such as OrderDeadLetters")
]
LetterId = Annotated[
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
    """Why messages are in a queue: no service could take them in, the bus could not reach one, a relay could not
    publish what its table's stream told, or the search index was not made anew."""

    UNCONSUMED = "unconsumed"
    UNDELIVERED = "undelivered"
    UNPUBLISHED = "unpublished"
    UNBUILT = "unbuilt"


class LetterQueue(Model, frozen=True, kw_only=True):
    """A queue of letters.

    `held` are those that somebody looks at just now. SQS counts both about, and late by up to a minute.
    """

    name: QueueName
    kind: Kind
    waiting: Count
    held: Count


class LetterQueues(Model, frozen=True, kw_only=True):
    """All of them, by name. `at` is the service's time: letters up to then are the ones that were seen."""

    items: tuple[LetterQueue, ...]
    at: Timestamp


class Letter(Model, frozen=True, kw_only=True):
    """A message that failed, `sent` when it was first sent.

    `event`, `source` and `reason` are what it tells, in ASCII, and may be empty.

    `received` is how often a service was given it: looks of staff do not count. `cause` is what the service's log says
    of the last failure, for a letter by itself. `order_id` and `correlation_id` are what it was about and which page it
    goes back to, where it says so.

    `to` is where a redrive takes it; where that is empty, `stuck` says why in plain words. `size` is the whole body's,
    in bytes.
    """

    id: LetterId
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


class LetterPage(Model, frozen=True, kw_only=True):
    """The letters that could be had, oldest first: SQS shows no others before these are gone."""

    queue: LetterQueue
    items: tuple[Letter, ...]
    at: Timestamp


class Redrive(RequestModel, frozen=True, kw_only=True):
    """Why, for the audit log; may be empty."""

    reason: OptionalShortText


class RedriveAll(RequestModel, frozen=True, kw_only=True):
    """Letters that were sent up to `before`, so that one which comes back at once is not sent round for ever."""

    before: Timestamp
    reason: OptionalShortText


class Redriven(Model, frozen=True, kw_only=True):
    """What one call has moved.

    It is asked again until `items` is empty; `stuck` are letters that it came across and could not move.
    """

    items: tuple[Letter, ...]
    stuck: tuple[Letter, ...]


class Discard(RequestModel, frozen=True, kw_only=True):
    """Why it is thrown away, for the audit log."""

    reason: Reason


class Deed(Model, frozen=True, kw_only=True):
    """What was about to be done to a letter: written before it was done. `who` is the `sub` of the one who did it,
    and `email` the address that the user pool had for them; entries of earlier releases have none.

    Of the body there is the SHA-256 only: a body may hold a shopper's address, which must not outlive the order.
    """

    at: Timestamp
    who: str
    what: str
    queue: str
    letter: str
    why: str
    digest: str
    email: str = ""


class Deeds(Model, frozen=True, kw_only=True):
    """A page of the audit log, newest first."""

    items: tuple[Deed, ...]
    next: Cursor | None


class QueuePath(Model, frozen=True, kw_only=True):
    queue: QueueName


class LetterPath(Model, frozen=True, kw_only=True):
    queue: QueueName
    letter_id: LetterId


class DeedsQuery(RequestModel, frozen=True, kw_only=True):
    cursor: Cursor | None = None
