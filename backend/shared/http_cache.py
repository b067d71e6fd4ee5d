"""Replies that whoever asked may keep: for how long, and how to ask whether they have changed since (RFC 9110 and 9111, RFC 5861)."""

import hashlib
from typing import Any

MAX_STALE_SECONDS = 24 * 60 * 60
"""Seconds that a kept reply may still be shown for, where the shop does not answer."""

Reply = dict[str, Any]


def with_cache_headers(reply: Reply, fresh: int, headers: dict[str, str]) -> Reply:
    """The reply, to be kept for `fresh` seconds; a 304 without a body when it is the one that the asking headers say they have."""
    tag = f'"{hashlib.sha256(reply["body"].encode()).hexdigest()[:32]}"'
    named = {"cache-control": f"public, max-age={fresh}, stale-if-error={MAX_STALE_SECONDS}", "etag": tag}
    if tag in _known_tags(headers):
        return {"statusCode": 304, "headers": named}
    return {**reply, "headers": {**reply["headers"], **named}}


def _known_tags(headers: dict[str, str]) -> list[str]:
    """The tags of If-None-Match; a weak one is as good as a strong one here (RFC 9110, 13.1.2)."""
    given = next((value for name, value in headers.items() if name.lower() == "if-none-match"), "")
    return [tag.strip().removeprefix("W/") for tag in given.split(",")]
