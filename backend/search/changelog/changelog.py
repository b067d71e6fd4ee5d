"""The change log in the table, and the newest snapshot.

| pk  | sk          | else                                                                      |
| LOG | <12 digits> | entry (compressed), changes: the running total up to this entry           |
| LOG | SNAPSHOT    | snapshot (compressed), seq, generation                                    |

An entry's number is taken by a conditional write, so that no two writers get the same one and none is left out. A
writer that loses reads its content again: what was appended last is never older than what was appended before.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.search.domain import Entry, Head, Snapshot
from backend.shared import compression, dynamodb
from backend.shared.aws import client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import QueryOutputTypeDef

LOG, SNAPSHOT = "LOG", "SNAPSHOT"
_FAILED = "ConditionalCheckFailed"
_MAX_ATTEMPTS = 12
_MAX_WAIT_SECONDS = 0.02  # seconds before the second try; it doubles with each, up to a second


def head() -> Head:
    """Return the end of the log and the newest snapshot."""
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :log",
        ExpressionAttributeValues={":log": {"S": LOG}},
        ConsistentRead=True,
        ScanIndexForward=False,
        Limit=2,  # the snapshot sorts after every number
    )
    snapshot = next((_snapshot(item) for item in reply["Items"] if _is_snapshot(item)), None)
    last = next((item for item in reply["Items"] if not _is_snapshot(item)), None)
    if last:
        return Head(seq=_seq(last), changes=int(last["changes"]["N"]), snapshot=snapshot)
    return Head(seq=snapshot.seq, changes=snapshot.changes, snapshot=snapshot) if snapshot else Head()


def append(make: Callable[[], Entry], more_items: Sequence[dynamodb.TransactionItem] = ()) -> Head:
    """Append the entry that `make` returns, in one transaction with more items; return the new end of the log.

    `make` is called again when another writer was quicker. Raises ClientError if a condition of the other items fails,
    and Refused 503 after the last try.
    """
    for attempt in range(_MAX_ATTEMPTS):
        before = head()
        entry = make()
        after = Head(seq=before.seq + 1, changes=before.changes + len(entry.changes), snapshot=before.snapshot)
        try:
            _write(_put(after, entry), more_items)
        except ClientError as error:
            if not _lost_race(error):
                raise
            time.sleep(random.uniform(0, min(1, _MAX_WAIT_SECONDS * 2**attempt)))  # noqa: S311 - jitter, no secret
        else:
            return after
    raise Refused(503, "try-again", "Many are changing this at once; please try again in a moment")


def _write(put: dynamodb.Put, more_items: Sequence[dynamodb.TransactionItem]) -> None:
    if more_items:
        dynamodb.transact([{"Put": put}, *more_items])
    else:
        client("dynamodb").put_item(**put)  # not twice the price, as a transaction of one would be


def since(seq: int, *, consistent: bool = False) -> tuple[list[tuple[int, Entry]], Snapshot | None]:
    """Return the numbered entries after `seq`, and the newest snapshot. Entries right after `seq` may be truncated."""
    entries: list[tuple[int, Entry]] = []
    snapshot = None
    for page in _after(seq, consistent):
        for item in page["Items"]:
            if _is_snapshot(item):
                snapshot = _snapshot(item)
            else:
                entries.append((_seq(item), compression.decode(bytes(item["entry"]["B"]), Entry)))
    return entries, snapshot


def set_snapshot(snapshot: Snapshot, before: Snapshot | None) -> bool:
    """Make this the newest snapshot; return False if another generation or a longer one was set since `before`."""
    item = {
        "pk": LOG,
        "sk": SNAPSHOT,
        "snapshot": compression.compress(snapshot),
        "seq": snapshot.seq,
        "generation": snapshot.generation,
    }
    condition: dict[str, object] = {"ConditionExpression": "attribute_not_exists(pk)"}
    if before:
        condition = {
            "ConditionExpression": "generation = :before AND seq <= :seq",
            "ExpressionAttributeValues": dynamodb.to_item({":before": before.generation, ":seq": snapshot.seq}),
        }
    return dynamodb.write_if("put_item", TableName=dynamodb.table_name(), Item=dynamodb.to_item(item), **condition)


def truncate(last: int) -> None:
    """Delete the entries up to `last`; a replica that lags further starts from the snapshot."""
    pages = (
        client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=dynamodb.table_name(),
            KeyConditionExpression="pk = :log AND sk <= :last",
            ExpressionAttributeValues={":log": {"S": LOG}, ":last": {"S": f"{last:012d}"}},
            ProjectionExpression="pk, sk",
        )
    )
    for page in pages:
        for item in page["Items"]:
            client("dynamodb").delete_item(TableName=dynamodb.table_name(), Key=item)


def _after(seq: int, consistent: bool) -> "Iterable[QueryOutputTypeDef]":
    return client("dynamodb").get_paginator("query").paginate(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :log AND sk > :seq",
        ExpressionAttributeValues={":log": {"S": LOG}, ":seq": {"S": f"{seq:012d}"}},
        ConsistentRead=consistent,
    )  # fmt: skip


def _put(after: Head, entry: Entry) -> dynamodb.Put:
    item = _key(after.seq) | dynamodb.to_item({"entry": compression.compress(entry), "changes": after.changes})
    return {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}


def _lost_race(error: ClientError) -> bool:
    """Return whether the entry's number was taken, and no condition of the other items failed."""
    reasons = dynamodb.cancellation_reasons(error)
    return reasons[0] == _FAILED and _FAILED not in reasons[1:] if reasons else dynamodb.condition_failed(error)


def _key(seq: int) -> dynamodb.Item:
    return dynamodb.to_item({"pk": LOG, "sk": f"{seq:012d}"})


def _seq(item: dynamodb.Item) -> int:
    return int(item["sk"]["S"])


def _is_snapshot(item: dynamodb.Item) -> bool:
    return bool(item["sk"]["S"] == SNAPSHOT)


def _snapshot(item: dynamodb.Item) -> Snapshot:
    snapshot: Snapshot = compression.decode(bytes(item["snapshot"]["B"]), Snapshot)
    return snapshot
