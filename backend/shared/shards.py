"""Shards of a key that would otherwise be the same for every order, such as that of a list of all of them.

DynamoDB writes 1,000 units a second to one key of a table or an index, however large the table is:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html See
docs/decisions/067-sharded-keys.md.
"""

from zlib import crc32

SHARDS = 8
"""Keys that stand for one. Never fewer: what was written to the last ones would not be read."""

_MARK = "#"


def shard_key(key: str, item_id: str) -> str:
    """Return the shard of the key for this item: always the same one, and another one for other items, out of eight."""
    return f"{key}{_MARK}{crc32(item_id.encode()) % SHARDS}"


def shard_keys(key: str) -> tuple[str, ...]:
    """Return all keys to read, the unsharded one of earlier releases among them."""
    return (key, *(f"{key}{_MARK}{number}" for number in range(SHARDS)))


def base_key(key: str) -> str:
    """Return the key that a shard stands for; one of an earlier release stands for itself."""
    return key.partition(_MARK)[0]
