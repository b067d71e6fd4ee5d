"""Cursors: where a page ended, as an opaque word that a stranger hands back."""

import base64
import binascii
from typing import Any
from zlib import crc32

import msgspec

from backend.contracts.problem import FieldError, Refused


def encode(end: msgspec.Struct, *query: str) -> str:
    """The position as base64url without padding, fit for a query. It holds only for a list that was asked for by the same `query`."""
    return base64.urlsafe_b64encode(_query_digest(query) + msgspec.json.encode(end)).rstrip(b"=").decode()


def decode(cursor: str, shape: type[Any], *query: str) -> Any:
    """The position that `encode` wrote. Refused 400 for anything that `encode` cannot have written for this query, to the letter."""
    try:
        written, mark = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), _query_digest(query)
        end = msgspec.json.decode(written.removeprefix(mark), type=shape)
    except (msgspec.DecodeError, binascii.Error, UnicodeError, RecursionError):
        raise bad_cursor() from None
    if encode(end, *query) != cursor:
        raise bad_cursor()
    return end


def _query_digest(query: tuple[str, ...]) -> bytes:
    """Four bytes that tell one query from another. A place in one list is none in another: a page from there would be empty, or wrong."""
    return crc32("\0".join(query).encode()).to_bytes(4, "big") if query else b""


def bad_cursor() -> Refused:
    """The answer to a cursor that is none of ours, or of another list."""
    return Refused(400, "bad-query", "The query cannot be read", errors=(FieldError(field="cursor", message="Not a cursor of this list"),))
