"""The outbox: what a table's stream shows as committed is published on the bus, at least once.

A store that causes an event writes it, encoded and maybe packed, into the item's `event` attribute in the same write as the change itself.
Publishing after the write instead would lose or double events whenever something stops in between. Order is not promised (the
bus keeps none): an event carries the version by which its consumers know a late one.
"""

import base64
import os
from collections.abc import Iterator
from typing import Any

import msgspec

from backend.contracts.event import SOURCE
from backend.shared.aws import client, preload_client
from backend.shared.compression import decompress
from backend.shared.log import logger

Record = dict[str, Any]

# The limits of one PutEvents call: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
_MAX_ENTRIES = 10
_MAX_CALL_BYTES = 256 * 1024
_MAX_ATTEMPTS = 3


class _EventSummary(msgspec.Struct, omit_defaults=True):
    """What the log tells of an event; `ids` of the contracts that it has, and no more of it."""

    type: str
    correlation_id: str = ""
    order_id: str = ""


def relay(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Publishes each record's event. Reports the first record that stayed unpublished: the stream sends it and all later ones again.

    What raises (the bus out of reach, an attribute that holds no event) fails the whole batch, which the stream bisects and sends again.
    """
    for records in _batches([record for record in event["Records"] if _is_new(record)]):
        if (failed := _publish(records)) is not None:
            return {"batchItemFailures": [{"itemIdentifier": failed["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def _is_new(record: Record) -> bool:
    """An item may change without causing an event; it then still carries the one before."""
    return _event(record, "NewImage") not in (None, _event(record, "OldImage"))


def _event(record: Record, image: str) -> str | None:
    """The event as JSON. Stores that pack theirs (`packing.packed`) show it as base64, as Lambda does with every binary attribute."""
    value = record["dynamodb"].get(image, {}).get("event", {})
    return decompress(base64.b64decode(value["B"])).decode() if "B" in value else value.get("S")


def _batches(records: list[Record]) -> Iterator[list[Record]]:
    """The records in order, in groups that one call may carry."""
    group: list[Record] = []
    size = 0
    for record in records:
        more = _size(record)
        if group and (len(group) == _MAX_ENTRIES or size + more > _MAX_CALL_BYTES):
            yield group
            group, size = [], 0
        group.append(record)
        size += more
    if group:
        yield group


def _size(record: Record) -> int:
    """Bytes of an entry as EventBridge counts them, source and detail-type taken at their longest."""
    return len(str(_event(record, "NewImage")).encode()) + 256


def _publish(records: list[Record]) -> Record | None:
    """The first record that the bus refused each time, or None when all are published."""
    for _ in range(_MAX_ATTEMPTS):
        answers = client("events").put_events(Entries=[_entry(record) for record in records])["Entries"]
        refused = [record for record, answer in zip(records, answers, strict=True) if answer.get("ErrorCode")]
        if published := [_log_fields(record) for record in records if record not in refused]:
            logger.debug("published", events=published)  # whoever hears an event logs it under the same ids
        if not refused:
            return None
        logger.warning("not published", events=[_log_fields(record) for record in refused])
        records = refused
    return records[0]


def _log_fields(record: Record) -> dict[str, str]:
    told: dict[str, str] = msgspec.to_builtins(msgspec.json.decode(str(_event(record, "NewImage")), type=_EventSummary))
    return told


def _entry(record: Record) -> dict[str, str]:
    detail = str(_event(record, "NewImage"))
    kind = msgspec.json.decode(detail, type=_EventSummary).type
    return {"EventBusName": os.environ["BUS"], "Source": f"{SOURCE}.{os.environ['SERVICE']}", "DetailType": kind, "Detail": detail}


preload_client("events")
