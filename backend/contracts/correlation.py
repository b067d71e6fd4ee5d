"""The correlation id that follows an order from page to mail: each page request creates one, and calls, events and log
lines carry it."""

import re
from collections.abc import Mapping

HEADER = "x-correlation-id"
"""The HTTP header that a caller names its id in. Who sends none is served all the same."""

LOGGED = ("order_id",)
"""Names of ids that are no secret to whoever reads logs: a path, a reply or an event that has one is logged with it."""

_ID = re.compile(r"[0-9a-f]{32}")


def traceparent(correlation_id: str, span: str) -> str:
    """Return the W3C form of the id, for tools that follow traces; the span is told apart by this number of digits:
    https://www.w3.org/TR/trace-context/"""
    return f"00-{correlation_id}-{int(span) % 2**64 or 1:016x}-01"


def correlation_id(headers: Mapping[str, str]) -> str:
    """Return the id that these headers (named in lower case) carry; empty if there is none, or no valid one."""
    given = headers.get(HEADER, "")
    return given if _ID.fullmatch(given) else ""
