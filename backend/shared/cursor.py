"""Cursors: where a page ended, as an opaque word that a stranger hands back."""

import base64
import binascii
from typing import Any

import msgspec

from backend.contracts.problem import FieldError, Refused


def encode(end: msgspec.Struct) -> str:
    """The position as base64url without padding, fit for a query."""
    return base64.urlsafe_b64encode(msgspec.json.encode(end)).rstrip(b"=").decode()


def decode(cursor: str, shape: type[Any]) -> Any:
    """The position that `encode` wrote. Refused 400 for anything that `encode` cannot have written, to the letter."""
    try:
        end = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=shape)
    except (msgspec.DecodeError, binascii.Error, UnicodeError, RecursionError):
        raise refused() from None
    if encode(end) != cursor:
        raise refused()
    return end


def refused() -> Refused:
    """The answer to a cursor that is none of ours, or of another list."""
    return Refused(400, "bad-query", "The query cannot be read", errors=(FieldError(field="cursor", message="Not a cursor of this list"),))
