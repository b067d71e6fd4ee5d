"""The time, and ids that sort by it."""

import secrets
from datetime import UTC, datetime, timedelta


def now() -> str:
    """This instant in UTC as `contracts.words.Instant`: milliseconds, ending in Z."""
    return _instant(datetime.now(UTC))


def later(instant: str, seconds: float) -> str:
    """The instant so many seconds after another one."""
    return _instant(datetime.fromisoformat(instant) + timedelta(seconds=seconds))


def epoch() -> int:
    """Whole seconds since 1970, as DynamoDB's TTL counts."""
    return int(datetime.now(UTC).timestamp())


def millis() -> int:
    """Milliseconds since 1970."""
    return int(datetime.now(UTC).timestamp() * 1000)


def instant(millis: int) -> str:
    """The instant so many milliseconds after 1970."""
    return _instant(datetime.fromtimestamp(millis / 1000, UTC))


def new_id() -> str:
    """A `contracts.words.OrderId`: 48 bits of milliseconds, then 64 random bits, in hex. Later ids sort after earlier ones."""
    return f"{millis():012x}{secrets.token_hex(8)}"


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
