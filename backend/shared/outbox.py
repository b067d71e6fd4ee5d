"""Events as repositories store them beside a change (transactional outbox), with the correlation id of their cause."""

import zlib

import msgspec

from backend.contracts.event import Event
from backend.shared import compression
from backend.shared.dynamodb import Item
from backend.shared.log import correlation_id


class _EventTrace(msgspec.Struct):
    correlation_id: str = ""


def encode_event(event: Event, caused_by: str = "") -> bytes:
    """Return the event's JSON with the bound correlation id, else `caused_by`, else the event's own."""
    return msgspec.json.encode(_with_correlation_id(event, caused_by))


def compress_event(event: Event, caused_by: str = "") -> bytes:
    """Return the same as `encode_event`, compressed."""
    return compression.compress(_with_correlation_id(event, caused_by))


def read_correlation_id(item: Item) -> str:
    """Return the correlation id of an item's event, compressed or not; empty if there is none to read."""
    value = item.get("event", {})
    try:
        event = compression.decompress(value["B"]) if "B" in value else value.get("S", "{}")
        return msgspec.json.decode(event, type=_EventTrace).correlation_id
    except (zlib.error, msgspec.MsgspecError):
        return ""


def _with_correlation_id(event: Event, caused_by: str) -> Event:
    given = correlation_id() or caused_by
    return msgspec.structs.replace(event, correlation_id=given) if given else event
