"""Taking a removal back: a signed note of what was removed, carried by the page itself, so it needs no memory and survives a reload."""

import msgspec
from django.core import signing

from backend.contracts.basket import BasketLine
from backend.contracts.words import Line, Sku

SALT = "basket.undo"
AGE = 3600  # seconds


class Removed(msgspec.Struct, frozen=True):
    """What was taken out. `since` is its place; notes of earlier releases do not know it."""

    sku: Sku
    quantity: int
    title: Line
    since: int | None = None


def of(line: BasketLine) -> Removed:
    """What is removed with that line."""
    return Removed(line.sku, line.quantity, line.title, line.since or None)


def note(line: BasketLine) -> str:
    """The note, fit for a URL."""
    return signing.dumps(msgspec.to_builtins(of(line)), salt=SALT, compress=True)


def read(note: str | None) -> Removed | None:
    """What the note says, or None for none, an old one, or one that is not ours."""
    try:
        return msgspec.convert(signing.loads(note or "", salt=SALT, max_age=AGE), Removed)
    except (signing.BadSignature, msgspec.ValidationError):
        return None
