"""Many items of the table at once, as they are now."""

import random
import time
from collections.abc import Iterator, Sequence

from backend.contracts.problem import Refused
from backend.shared import table
from backend.shared.aws import client

_MOST = 100
"""Keys of one call: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html"""

_TRIES = 8
_LONGEST_WAIT = 0.05  # seconds before the second try; it doubles with each


def read(keys: Sequence[table.Item]) -> list[table.Item]:
    """Those of the items that there are, in no order. Raises Refused 503 when the table does not give them all in time."""
    return [item for start in range(0, len(keys), _MOST) for item in _read(list(keys[start : start + _MOST]))]


def _read(keys: list[table.Item]) -> Iterator[table.Item]:
    for attempt in range(_TRIES):
        if not keys:
            return
        reply = client("dynamodb").batch_get_item(RequestItems={table.name(): {"Keys": keys, "ConsistentRead": True}})
        yield from reply["Responses"].get(table.name(), [])
        keys = reply.get("UnprocessedKeys", {}).get(table.name(), {}).get("Keys", [])
        if keys:
            time.sleep(random.uniform(0, _LONGEST_WAIT * 2**attempt))  # noqa: S311 - jitter, no secret
    if keys:
        raise Refused(503, "try-again", "Please try again in a moment")
