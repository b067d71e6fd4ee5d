"""Session entries that are useful for an hour at most, several of a kind, each under an unguessable name.

Several tabs do not disturb one another, and a session cannot be made to grow.
"""

import base64
import secrets
import time
import zlib
from typing import Generic, TypedDict, TypeVar

import msgspec
from django.http import HttpRequest

TTL = 3600  # seconds
MAX_ENTRIES = 3  # entries of a kind that a session keeps; the oldest go
MAX_LENGTH = 60_000  # characters of what is packed: the session's item may have 400 kB in all
Shape = TypeVar("Shape", bound=msgspec.Struct)


class _Entry(TypedDict):
    """An entry of the session: when it was added, in seconds since 1970, and what it holds."""

    at: int
    value: object


class ShortLived(Generic[Shape]):
    """The entries of one kind, a struct each."""

    def __init__(self, kind: str, shape: type[Shape]) -> None:
        self._prefix, self._shape = f"{kind}:", shape

    def add(self, request: HttpRequest, value: Shape) -> str:
        """Keep a new entry; its name."""
        name = secrets.token_urlsafe(12)
        self._tidy(request)
        request.session[self._prefix + name] = {"at": int(time.time()), "value": msgspec.to_builtins(value)}
        return name

    def find(self, request: HttpRequest, name: str) -> Shape | None:
        """Return the entry of that name, or None where there is none any more."""
        entry: _Entry | None = request.session.get(self._prefix + name)
        return msgspec.convert(entry["value"], self._shape) if entry and entry["at"] > time.time() - TTL else None

    def drop(self, request: HttpRequest, name: str) -> None:
        """Forget the entry of that name, if there is one."""
        request.session.pop(self._prefix + name, None)

    def _tidy(self, request: HttpRequest) -> None:
        entries = sorted(
            (entry["at"], name) for name, entry in request.session.items() if name.startswith(self._prefix)
        )
        young = [name for at, name in entries if at > time.time() - TTL]
        for _, name in entries:
            if name not in young[1 - MAX_ENTRIES :]:
                del request.session[name]


def compress(content: bytes) -> str | None:
    """Return bytes as a short text; None where that is too long to be kept."""
    text = base64.b64encode(zlib.compress(content, 9)).decode()
    return text if len(text) <= MAX_LENGTH else None


def decompress(text: str) -> bytes:
    """Return the bytes again."""
    return zlib.decompress(base64.b64decode(text))
