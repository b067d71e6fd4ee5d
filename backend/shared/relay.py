"""The outbox: what a table's stream shows as committed is published on the bus, at least once and in order per item.

A store that causes an event writes it, encoded, into the item's `event` attribute in the same write as the change itself.
Publishing after the write instead would lose or double events whenever something stops in between.
"""

import os
from typing import Any

import msgspec

from backend.contracts.event import SOURCE
from backend.shared.aws import client
from backend.shared.log import logger

_MOST = 10  # entries of one PutEvents call
_TRIES = 3


def relay(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Publishes each record's event. Reports the first record that stayed unpublished: the stream sends it and all later ones again."""
    records = [record for record in event["Records"] if _event(record, "NewImage") not in (None, _event(record, "OldImage"))]
    for start in range(0, len(records), _MOST):
        if (failed := _publish(records[start : start + _MOST])) is not None:
            return {"batchItemFailures": [{"itemIdentifier": failed["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def _event(record: dict[str, Any], image: str) -> str | None:
    value = record["dynamodb"].get(image, {}).get("event", {}).get("S")
    return value if value is None else str(value)


def _publish(records: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first record that the bus refused each time, or None when all are published."""
    for _ in range(_TRIES):
        entries = client("events").put_events(Entries=[_entry(record) for record in records])["Entries"]
        refused = [record for record, entry in zip(records, entries, strict=True) if "ErrorCode" in entry]
        logger.info("published", count=len(records) - len(refused), refused=len(refused))
        if not refused:
            return None
        records = refused
    return records[0]


def _entry(record: dict[str, Any]) -> dict[str, str]:
    detail = str(_event(record, "NewImage"))
    kind = msgspec.json.decode(detail)["type"]
    return {"EventBusName": os.environ["BUS"], "Source": f"{SOURCE}.{os.environ['SERVICE']}", "DetailType": kind, "Detail": detail}
