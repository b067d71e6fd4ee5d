"""Pagination cursors: the position where a page ended, encoded as an opaque string for the client.

Lists in DynamoDB use them by way of `backend.shared.pagination`; the audit log, which is in CloudWatch, on its own.
"""

import base64
import binascii
from typing import TypeVar
from zlib import crc32

import msgspec

from backend.contracts.problem import FieldError, Refused

Position = TypeVar("Position", bound=tuple[object, ...])


def encode(end: tuple[object, ...], *query: str) -> str:
    """Encode a position as base64url without padding. It is valid only for a list with the same `query` values."""
    return base64.urlsafe_b64encode(_query_digest(query) + msgspec.json.encode(end)).rstrip(b"=").decode()


def decode(cursor: str, shape: type[Position], *query: str) -> Position:
    """Decode a cursor that `encode` made for the same `query`. Raise Refused 400 for any other text."""
    try:
        encoded_position, mark = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), _query_digest(query)
        end = msgspec.json.decode(encoded_position.removeprefix(mark), type=shape)
    except (msgspec.DecodeError, binascii.Error, UnicodeError, RecursionError):
        raise bad_cursor() from None
    if encode(end, *query) != cursor:
        raise bad_cursor()
    return end


def _query_digest(query: tuple[str, ...]) -> bytes:
    """Return four bytes that identify the query, so that a cursor of another list is recognized."""
    return crc32("\0".join(query).encode()).to_bytes(4, "big") if query else b""


def bad_cursor() -> Refused:
    """Return the 400 reply to a cursor that is malformed or of another list."""
    return Refused(
        400,
        "bad-query",
        "The query cannot be read",
        errors=(FieldError(field="cursor", message="Not a cursor of this list"),),
    )
