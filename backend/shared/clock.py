"""The current time in UTC, and ids that sort by it."""

import secrets
from datetime import UTC, datetime, timedelta


def now() -> str:
    """Return the current time as `contracts.types.Timestamp`: ISO 8601 in UTC with milliseconds, ending in Z."""
    return _instant(datetime.now(UTC))


def later(instant: str, seconds: float) -> str:
    """Return the timestamp `seconds` after another one."""
    return _instant(datetime.fromisoformat(instant) + timedelta(seconds=seconds))


def epoch() -> int:
    """Return whole seconds since 1970, the unit of DynamoDB's TTL."""
    return int(datetime.now(UTC).timestamp())


def millis() -> int:
    """Return milliseconds since 1970."""
    return int(datetime.now(UTC).timestamp() * 1000)


def instant(millis: int) -> str:
    """Convert milliseconds since 1970 to a timestamp."""
    return _instant(datetime.fromtimestamp(millis / 1000, UTC))


def new_id() -> str:
    """Return a new `contracts.types.OrderId`: 48 bits of milliseconds, 64 random bits, in hex; ids sort by time."""
    return f"{millis():012x}{secrets.token_hex(8)}"


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
