"""The time, and ids that sort by it."""

import secrets
from datetime import UTC, datetime


def now() -> str:
    """This instant in UTC as `contracts.words.Instant`: milliseconds, ending in Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def epoch() -> int:
    """Whole seconds since 1970, as DynamoDB's TTL counts."""
    return int(datetime.now(UTC).timestamp())


def millis() -> int:
    """Milliseconds since 1970."""
    return int(datetime.now(UTC).timestamp() * 1000)


def new_id() -> str:
    """A `contracts.words.OrderId`: 48 bits of milliseconds, then 64 random bits, in hex. Later ids sort after earlier ones."""
    return f"{millis():012x}{secrets.token_hex(8)}"
