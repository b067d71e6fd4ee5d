"""The outbox relay: publishes the events in a table's stream on the event bus, at least once.

A repository writes an event into the item's `event` attribute in the same write as the change, so neither can be lost
without the other. Order is not guaranteed: an event carries the version by which consumers recognize an old one.
"""

import base64
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NotRequired, TypeAlias, TypedDict

import msgspec

from backend.contracts.alarm_messages import EVENTS_LATE
from backend.contracts.correlation import traceparent
from backend.contracts.event import SOURCE, Event
from backend.shared import clock
from backend.shared.aws import client, preload_client
from backend.shared.compression import decompress
from backend.shared.log import logger

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

    from backend.shared.dynamodb import Item

BatchResponse: TypeAlias = dict[str, list[dict[str, str]]]
"""The records of a batch that failed, by their numbers."""


class StreamImages(TypedDict):
    """A write's number in its shard, and the item before and after it, whose bytes are base64."""

    SequenceNumber: str
    ApproximateCreationDateTime: NotRequired[float]
    OldImage: NotRequired["Item"]
    NewImage: NotRequired["Item"]


class Record(TypedDict):
    """A write in a table's stream: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"""

    dynamodb: StreamImages


class StreamEvent(TypedDict):
    """A batch of writes, in order."""

    Records: list[Record]


# The limits of one PutEvents call: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
_MAX_ENTRIES = 10
_MAX_CALL_BYTES = 256 * 1024
_MAX_ATTEMPTS = 3

MAX_AGE_SECONDS = 60
"""Seconds after its write from which on an event is logged as late."""


class _EventSummary(msgspec.Struct, omit_defaults=True):
    """The fields of an event that its log lines name."""

    type: str
    correlation_id: str = ""
    order_id: str = ""


def relay(event: StreamEvent, context: object) -> BatchResponse:
    """Publish each record's event. Report the first one that failed: the stream delivers it and all later ones again.

    Raises if the bus cannot be reached or an event cannot be decoded; the stream then splits the batch and retries.
    """
    _note_late(event["Records"])
    for records in _batches([record for record in event["Records"] if _is_new(record)]):
        if (failed := _publish(records)) is not None:
            return {"batchItemFailures": [{"itemIdentifier": failed["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def relay_derived(
    event: StreamEvent, context: object, derive: Callable[["Item | None", "Item | None"], Event | None]
) -> BatchResponse:
    """Publish as `relay` does, with the event that `derive` makes of the item before and after a write, if any."""
    for record in event["Records"]:
        images = record["dynamodb"]
        if (derived := derive(images.get("OldImage"), images.get("NewImage"))) is not None:
            images["NewImage"]["event"] = {"S": msgspec.json.encode(derived).decode()}
    return relay(event, context)


def _note_late(records: list[Record]) -> None:
    """Log that the oldest record waited long: the relay fails again and again, or cannot keep up."""
    oldest_write = min(record["dynamodb"].get("ApproximateCreationDateTime", clock.epoch()) for record in records)
    if (age := clock.epoch() - int(oldest_write)) > MAX_AGE_SECONDS:
        logger.warning(EVENTS_LATE, seconds=age)


def _is_new(record: Record) -> bool:
    """Return whether the record's write brought a new event; other writes leave the earlier event in the item."""
    return _event(record, "NewImage") not in (None, _event(record, "OldImage"))


def _event(record: Record, image: Literal["OldImage", "NewImage"]) -> str | None:
    """Return the image's event as JSON; a compressed one arrives as base64."""
    value = record["dynamodb"].get(image, {}).get("event", {})
    return decompress(base64.b64decode(value["B"])).decode() if "B" in value else value.get("S")


def _batches(records: list[Record]) -> Iterator[list[Record]]:
    """Group the records, in order, into calls within PutEvents' limits."""
    group: list[Record] = []
    size = 0
    for record in records:
        record_size = _size(record)
        if group and (len(group) == _MAX_ENTRIES or size + record_size > _MAX_CALL_BYTES):
            yield group
            group, size = [], 0
        group.append(record)
        size += record_size
    if group:
        yield group


def _size(record: Record) -> int:
    """Return the bytes of an entry as EventBridge counts them, with the longest source, detail-type and traceparent."""
    return len(str(_event(record, "NewImage")).encode()) + 384


def _publish(records: list[Record]) -> Record | None:
    """Publish the records; return the first one that was refused at every try, or None."""
    for _ in range(_MAX_ATTEMPTS):
        answers = client("events").put_events(Entries=[_entry(record) for record in records])["Entries"]
        refused_records = [record for record, answer in zip(records, answers, strict=True) if answer.get("ErrorCode")]
        if published := [_log_fields(record) for record in records if record not in refused_records]:
            logger.debug("published", events=published)  # whoever hears an event logs it under the same ids
        if not refused_records:
            return None
        logger.warning("not published", events=[_log_fields(record) for record in refused_records])
        records = refused_records
    return records[0]


def _log_fields(record: Record) -> dict[str, str]:
    """Return the fields of a record's event for the log."""
    fields: dict[str, str] = msgspec.to_builtins(
        msgspec.json.decode(str(_event(record, "NewImage")), type=_EventSummary)
    )
    return fields


def _entry(record: Record) -> "PutEventsRequestEntryTypeDef":
    """Return the PutEvents entry of a record."""
    detail = str(_event(record, "NewImage"))
    event = msgspec.json.decode(detail, type=_EventSummary)
    if event.correlation_id:
        parent = traceparent(event.correlation_id, record["dynamodb"]["SequenceNumber"])
        detail = f'{detail.rstrip()[:-1]},"traceparent":"{parent}"}}'
    return {
        "EventBusName": os.environ["BUS"],
        "Source": f"{SOURCE}.{os.environ['SERVICE']}",
        "DetailType": event.type,
        "Detail": detail,
    }


preload_client("events")
