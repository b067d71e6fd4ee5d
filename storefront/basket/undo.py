"""Taking a removal back: a signed note of what was removed, carried by the page itself, so it needs no memory and
survives a reload."""

import msgspec
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from backend.contracts.basket.models import BasketLine
from backend.contracts.types import ShortText, Sku
from storefront.basket import owner

SALT = "basket.undo"
MAX_AGE = 3600  # seconds


class Removed(msgspec.Struct, frozen=True):
    """A removed line. `since` is its place in the basket; notes of earlier releases have none."""

    sku: Sku
    quantity: int
    title: ShortText
    since: int | None = None


def find_removed(line: BasketLine) -> Removed:
    """Return what is removed with that line."""
    return Removed(line.sku, line.quantity, line.title, line.since or None)


class _Note(Removed, frozen=True):
    """What the page carries: whose basket it was taken from, too.

    Notes of earlier releases do not say so, and end within the hour.
    """

    of: str | None = None


def note(request: HttpRequest, line: BasketLine) -> str:
    """Return the note, fit for a URL, for whoever removed it."""
    values = msgspec.to_builtins(find_removed(line)) | {"of": owner.digest(request)}
    return signing.dumps(values, salt=SALT, compress=True)


def read(request: HttpRequest, note: str | None) -> Removed | None:
    """Return what the note says, or None for none, an old one, one that is not ours, or of somebody else's basket."""
    try:
        removed = msgspec.convert(signing.loads(note or "", salt=SALT, max_age=MAX_AGE), _Note)
    except (signing.BadSignature, msgspec.ValidationError):
        return None
    if removed.of is not None and not constant_time_compare(removed.of, owner.digest(request) or ""):
        return None
    return Removed(removed.sku, removed.quantity, removed.title, removed.since)
