"""Parsing of dead letters, and the rules for where they can be sent. No I/O.

There are three forms:

- a message that a consumer failed on is unchanged: SQS moved it;
- an event that EventBridge could not deliver has its target and error as message attributes:
  https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
- the failure of a stream's function is a note that names records of the stream, and contains none of them:
  https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

import msgspec

from backend.contracts.operations.models import MAX_RECEIVES

T = TypeVar("T")

STREAM_RETENTION = timedelta(hours=24)
"""How long a table's stream keeps its records."""

_MAX_TEXT_LENGTH = 200  # characters of what a letter tells

RECORDS_EXPIRED = (
    "The stream keeps records for a day, and these are gone. Set right what they did not tell, then discard this."
)
RECORDS_NOT_READ = "The stream did not show all of these this time, and may at the next: try again."
REBUILD_INSTEAD = (
    "Nothing is sent on from here: have the index made anew (manage.py rebuild_search), then discard this."
)


class NotRedrivable(Exception):
    """The message cannot be redriven; the text tells staff why."""


Sequence = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{21,40}$(?!\n)")]
"""A record's number in its stream, as the API of streams takes it."""


class Range(msgspec.Struct, frozen=True, rename="camel"):
    """Records of a stream's shard, from the first to the last one."""

    stream_arn: str
    shard_id: Annotated[str, msgspec.Meta(min_length=28, max_length=65)]
    start_sequence_number: Sequence
    end_sequence_number: Sequence
    approximate_arrival_of_first_record: Annotated[datetime, msgspec.Meta(tz=True)]
    batch_size: int


class _Context(msgspec.Struct, frozen=True, rename="camel"):
    condition: str = ""
    function_arn: str = ""


class _Note(msgspec.Struct, frozen=True):
    range: Range = msgspec.field(name="DDBStreamBatchInfo")
    context: _Context = msgspec.field(name="requestContext", default=_Context())


class _Ids(msgspec.Struct, frozen=True):
    order_id: str = ""
    correlation_id: str = ""


class _Event(msgspec.Struct, frozen=True):
    type: str = msgspec.field(name="detail-type")
    source: str = ""
    detail: _Ids = _Ids()


class MessageSummary(msgspec.Struct, frozen=True):
    """What happened, who published it, and why it failed; each may be empty."""

    event: str = ""
    source: str = ""
    reason: str = ""
    order_id: str = ""
    correlation_id: str = ""


def summarize(body: str, attributes: Mapping[str, str], receive_count: int) -> MessageSummary:
    """Return a summary in printable ASCII, one line per field."""
    if note := _read(body, _Note):
        count = note.range.batch_size
        return _plain(
            f"{count} record{'' if count == 1 else 's'}",
            note.context.function_arn.rpartition(":")[2],
            note.context.condition,
        )
    error_text = ": ".join(attributes[name] for name in ("ERROR_CODE", "ERROR_MESSAGE") if attributes.get(name))
    event = _read(body, _Event) or _Event(type="")
    tries = min(receive_count, MAX_RECEIVES)  # the queue let go of it then; each look of staff has counted as one more
    why = error_text or ("tried once" if tries == 1 else f"tried {tries} times")
    return _plain(event.type, event.source, why, event.detail.order_id, event.detail.correlation_id)


def _read(body: str, shape: type[T]) -> T | None:
    """Decode the body as this shape; return None if it has another."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None


def _plain(*texts: str) -> MessageSummary:
    return MessageSummary(*(ascii(text[:_MAX_TEXT_LENGTH])[1:-1][:_MAX_TEXT_LENGTH] for text in texts))


def target(attributes: Mapping[str, str], queues: Mapping[str, str]) -> str:
    """Return the name of the queue that EventBridge could not reach. Raise NotRedrivable."""
    target_name = attributes.get("TARGET_ARN", "").rpartition(":")[2]
    for name, physical in queues.items():
        if physical == target_name:
            return name
    raise NotRedrivable("It does not say which queue of the shop it was for.")


def records(body: str, stream: str, now: datetime) -> Range:
    """Return the stream records that a relay's note names, if the stream still has them. Raise NotRedrivable."""
    note = _read(body, _Note)
    if note is None or note.range.stream_arn != stream:
        raise NotRedrivable("It names no records of this service's stream.")
    if note.range.approximate_arrival_of_first_record + STREAM_RETENTION < now:
        raise NotRedrivable(RECORDS_EXPIRED)
    return note.range


def as_lambda(value: object) -> object:
    """Convert a record of the streams API to the form that Lambda passes to functions (times, base64 bytes)."""
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            return value.timestamp()
        case dict():
            return {name: as_lambda(each) for name, each in value.items()}
        case list():
            return [as_lambda(each) for each in value]
        case _:
            return value
