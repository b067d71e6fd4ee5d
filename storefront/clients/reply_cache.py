"""Replies cached in this process: fresh for as long as their operation allows, and then as a fallback if the service
does not answer.

Only public replies are cached. A page that shows an old reply says so: `since` is the time of the oldest one used.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from sys import getsizeof
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from msgspec import Struct, structs

MAX_BYTES = 16_000_000
"""Of memory, all together, as well as can be told; what was not asked for the longest goes first."""
# seconds a reply may be shown for while its service does not answer (RFC 5861: the API says the same)
MAX_STALE_SECONDS = 24 * 3600.0
RETRY_AFTER = 5.0  # seconds before a service that did not answer is asked again
_ENTRY_BYTES = (
    450  # bytes of an entry beside its address, tag and value: its place in the order, its times and its size
)


class Reply(Struct):
    """A reply.

    `at` is when it was last known to be true; until `until`, by the process's clock, it is given without asking.
    """

    value: object
    tag: str
    size: int
    at: float
    until: float
    old: bool = False


_replies: OrderedDict[str, Reply] = OrderedDict()
_size = 0  # of all of them: thousands are kept, and to add them up each time would cost more than the page
_lock = Lock()


class Page(Struct):
    """What went into the page that is being made: `stale_since`, when each old reply was last known to be true, and
    whether a reply could not be had at all."""

    stale_since: list[float] = []
    incomplete: bool = False


_page: ContextVar[Page | None] = ContextVar("page", default=None)


def get(url: str) -> object:
    """Return the reply while it is fresh, else None."""
    with _lock:
        reply = _replies.get(url)
        if reply is None or time.monotonic() >= reply.until:
            return None
        _replies.move_to_end(url)
    return _value_of(reply)


def peek(url: str) -> object:
    """Return the reply however old, or None: for callers that begin early and check it afterwards."""
    reply = _replies.get(url)
    return reply.value if reply else None


def entity_tag(url: str) -> str:
    """Return the entity tag of the cached reply, for If-None-Match; empty if there is none."""
    reply = _replies.get(url)
    return reply.tag if reply else ""


def set(url: str, value: object, tag: str, seconds: float) -> None:
    """Cache a reply, and evict those stored longest ago beyond `MAX_BYTES`."""
    global _size
    size = _ENTRY_BYTES + _memory_of(url) + _memory_of(tag) + _memory_of(value)
    with _lock:
        _drop(url)
        _replies[url] = Reply(value, tag, size, time.time(), time.monotonic() + seconds)
        _size += size
        while _size > MAX_BYTES:
            _drop(next(iter(_replies)))


def refresh(url: str, seconds: float) -> object:
    """Renew a reply after the service answered 304, and return it; None if it was evicted meanwhile."""
    with _lock:
        reply = _replies.get(url)
        if reply is None:
            return None
        reply.at, reply.until, reply.old = time.time(), time.monotonic() + seconds, False
    return reply.value


def get_stale(url: str) -> object:
    """Return the last reply of a service that is down, unless it is too old, and serve it for `RETRY_AFTER` seconds."""
    with _lock:
        reply = _replies.get(url)
        if reply is None or time.time() - reply.at > MAX_STALE_SECONDS:
            return None
        reply.until, reply.old = time.monotonic() + RETRY_AFTER, True
    return _value_of(reply)


def clear(url: str | None = None) -> None:
    """Forget the reply to a URL, or all replies."""
    with _lock:
        for each in [url] if url else list(_replies):
            _drop(each)


def _memory_of(value: object) -> int:
    """Return the memory in bytes of a contract's struct: several times its JSON. Shared parts count each time."""
    size, unvisited = 0, [value]
    while unvisited:
        each = unvisited.pop()
        size += getsizeof(each)
        if isinstance(each, Struct):
            unvisited += structs.astuple(each)
        elif isinstance(each, tuple):
            unvisited += each
    return size


def _drop(url: str) -> None:
    """Remove a reply; the caller holds the lock."""
    global _size
    reply = _replies.pop(url, None)
    _size -= reply.size if reply else 0


def _value_of(reply: Reply) -> object:
    page = _page.get()
    if reply.old and page is not None:
        page.stale_since.append(reply.at)
    return reply.value


def note_missing() -> None:
    """Note that the page lacks a reply: the service did not answer and no cached reply was recent enough."""
    if page := _page.get():
        page.incomplete = True


def is_complete() -> bool:
    """Return whether the page has all its replies, and none of them is stale."""
    page = _page.get()
    return page is None or not (page.incomplete or page.stale_since)


def track_stale(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: note which old replies go into a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        noted = _page.set(Page())
        try:
            return get_response(request)
        finally:
            _page.reset(noted)

    return middleware


def context(request: HttpRequest) -> dict[str, object]:
    """Context processor: `since` is the age of the oldest stale reply used on this page; evaluated lazily."""
    return {"since": SimpleLazyObject(_since)}


def _since() -> datetime | None:
    page = _page.get()
    return datetime.fromtimestamp(min(page.stale_since), UTC) if page and page.stale_since else None
