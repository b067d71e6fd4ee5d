"""Periodic sweeps over due items, in which one failure does not stop the others."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from backend.contracts.alarm_messages import MORE_DUE, NOT_SWEPT
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from backend.shared.log import log_context, logger
from backend.shared.shards import shard_key, shard_keys

T = TypeVar("T")

DUE_INDEX = "waiting"
"""The sparse index of what a sweeper looks after (pk `open`, sk `due`): keys alone, so that a write which leaves these
as they are costs nothing there."""

OPEN = "/"


class LambdaContext(Protocol):
    """What Lambda tells a function about its invocation."""

    def get_remaining_time_in_millis(self) -> int: ...


RETRY_AFTER_SECONDS = 300
"""Seconds that a piece which could not be swept is put behind the others for."""


MIN_REMAINING_MS = 10_000
"""Milliseconds that are left to a function when it should begin nothing new: what it does not finish comes with the
next minute."""


def while_time_remains(
    pieces: Sequence[T], context: LambdaContext, most: int, last_call: int = MIN_REMAINING_MS
) -> Iterator[T]:
    """Yield due items while more than `last_call` milliseconds remain; the next sweep takes the rest.

    `most` is the query's limit: when it was reached, more may be due, and an alarm message is logged.
    """
    if len(pieces) == most:
        logger.warning(MORE_DUE, due=most)
    for piece in pieces:
        if context.get_remaining_time_in_millis() < last_call:
            return
        yield piece


def open_key(item_id: str) -> str:
    """Return the `open` of an item that waits: its shard of the index."""
    return shard_key(OPEN, item_id)


def due_keys(now: str, limit: int) -> list[dynamodb.Item]:
    """Return the keys of the service's items that are due, longest overdue first.

    The index may lag behind the table.
    """
    due = [item for key in shard_keys(OPEN) for item in _due_in(key, now, limit)]
    return sorted(due, key=lambda item: str(item["due"]["S"]))[:limit]


def _due_in(key: str, now: str, limit: int) -> list[dynamodb.Item]:
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        IndexName=DUE_INDEX,
        KeyConditionExpression="#open = :open AND due <= :now",
        ExpressionAttributeNames={"#open": "open"},
        ExpressionAttributeValues=dynamodb.to_item({":open": key, ":now": now}),
        Limit=limit,
    )
    items: list[dynamodb.Item] = reply["Items"]
    return items


def sweep_one(sweep: Callable[[], None], postpone: Callable[[str], None], **which: str) -> bool:
    """Run `sweep`; on failure log it and call `postpone(retry_at)`. Return whether it succeeded.

    `which` are the fields that the log lines carry, such as `order_id`.
    """
    with log_context(**which):
        try:
            sweep()
        except Exception:
            logger.exception(NOT_SWEPT)
        else:
            logger.info("swept one")
            return True
        try:
            postpone(clock.later(clock.now(), RETRY_AFTER_SECONDS))
        except Exception:
            logger.exception("not put off")
        return False
