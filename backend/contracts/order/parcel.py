"""A parcel of an order: what is in it, how it is followed, and whether it has arrived."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.types import MAX_QUANTITY, Model, OptionalShortText, Sku, Timestamp

MAX_PARCELS = 50
"""Parcels that one order may go in."""

ParcelNumber = Annotated[int, Meta(ge=1, le=MAX_PARCELS)]
"""Counts the parcels of an order from 1."""


class ParcelLine(Model, frozen=True, kw_only=True):
    """Pieces of a SKU that go in a parcel."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]


class Parcel(Model, frozen=True, omit_defaults=True, kw_only=True):
    """One parcel, sent `at`. `tracking` as staff typed it, the carrier before the number (`contracts.tracking`).

    `delivered_at` is None while it is on its way. An order that went in one parcel has one with all that was to be
    sent, whichever release sent it.
    """

    number: ParcelNumber
    at: Timestamp
    lines: tuple[ParcelLine, ...]
    tracking: OptionalShortText = ""
    delivered_at: Timestamp | None = None
