"""The rules of the change log: what one entry contains, and when a snapshot is due. No I/O.

Each change is appended to a log, numbered without gaps; every copy of the index applies the entries after its own. A
snapshot is a copy of the index at one number of the log.
"""

import zlib
from collections.abc import Iterable, Sequence

import msgspec

from backend.contracts.types import Model, Timestamp
from backend.search.document import Change, Groups

MAX_ENTRY_BYTES = 300_000
"""Bytes of the changes in one entry before they are compressed: DynamoDB takes items of 400 KB, and no event is larger
than 256 KB."""

SNAPSHOT_AFTER_CHANGES = 1_000
"""Changes after which a new snapshot is due: so many are applied in less time than a function takes to start."""

SHARDS = 16
"""Partitions that the products, and the stock levels, are spread over: each takes 1,000 writes a second."""


class IndexUnavailable(Exception):
    """There is no index that this code can read: it must be rebuilt."""


class Entry(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What one append changes; without `synonyms` they stay. `format` is its documents' (the first had none)."""

    at: Timestamp
    format: int = 0
    changes: tuple[Change, ...] = ()
    synonyms: Groups | None = None


class Snapshot(Model, frozen=True, kw_only=True):
    """An index in the bucket, version `file` there: the log up to entry `seq`, which was its change number `changes`.

    `generation` is 0, or when the index was made from scratch (in ms), so that copies of another one are given up;
    `format` is the file's.
    """

    file: str
    seq: int
    changes: int
    generation: int
    format: int
    at: Timestamp


class Head(Model, frozen=True, kw_only=True):
    """The end of the log, and the newest snapshot."""

    seq: int = 0
    changes: int = 0
    snapshot: Snapshot | None = None

    @property
    def due(self) -> bool:
        """Return whether the log since the snapshot is long enough for a new one."""
        return self.changes - (self.snapshot.changes if self.snapshot else 0) >= SNAPSHOT_AFTER_CHANGES


def shard(key: str) -> int:
    """Return the partition of a product id or SKU."""
    return zlib.crc32(key.encode()) % SHARDS


def fit_batch(changes: Sequence[Change]) -> int:
    """Return how many of the changes, from the first on, fit into one entry; at least one."""
    size = 0
    for number, change in enumerate(changes):
        size += len(msgspec.json.encode(change))
        if number and size > MAX_ENTRY_BYTES:
            return number
    return len(changes)


def contiguous_prefix(numbers: Iterable[int], after: int) -> int:
    """Return how many of the ascending numbers follow `after` without a gap."""
    count = 0
    for number in numbers:
        if number != after + count + 1:
            break
        count += 1
    return count
