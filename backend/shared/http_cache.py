"""Cache-Control and ETag headers of cacheable replies (RFC 9110, RFC 9111, RFC 5861)."""

import hashlib
from typing import NotRequired, TypedDict

MAX_STALE_SECONDS = 24 * 60 * 60
"""Seconds that a kept reply may still be shown for, where the shop does not answer."""


class Reply(TypedDict):
    """The reply that API Gateway passes on (payload format 2.0)."""

    statusCode: int
    headers: dict[str, str]
    body: NotRequired[str]


def with_cache_headers(reply: Reply, fresh: int, headers: dict[str, str]) -> Reply:
    """Add Cache-Control (`fresh` seconds) and ETag; return a 304 if the request has that ETag already."""
    tag = f'"{hashlib.sha256(reply["body"].encode()).hexdigest()[:32]}"'
    named = {"cache-control": f"public, max-age={fresh}, stale-if-error={MAX_STALE_SECONDS}", "etag": tag}
    if tag in _known_tags(headers):
        return {"statusCode": 304, "headers": named}
    return {**reply, "headers": {**reply["headers"], **named}}


def _known_tags(headers: dict[str, str]) -> list[str]:
    """Return the tags of If-None-Match, weak ones like strong ones (RFC 9110, 13.1.2)."""
    given = next((value for name, value in headers.items() if name.lower() == "if-none-match"), "")
    return [tag.strip().removeprefix("W/") for tag in given.split(",")]
