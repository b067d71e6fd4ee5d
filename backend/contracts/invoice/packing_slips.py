"""Packing slips as one PDF: what staff's print page shows of each, in its words. Nothing of it is stored.

`MAX_BODY_BYTES` of a request bounds how much text there is, and so how long the drawing takes.
"""

from typing import Annotated

from msgspec import Meta

from backend.contracts.basket.models import MAX_LINES
from backend.contracts.order.guest_models import OrderNumber
from backend.contracts.product.models import MAX_OPTIONS
from backend.contracts.types import (
    MAX_QUANTITY,
    AddressLine,
    Model,
    OptionalShortText,
    RequestModel,
    ShortText,
    Sku,
)

MAX_SLIPS = 50
"""Orders whose slips are printed at once."""
MAX_ADDRESS_LINES, MAX_FACTS = 12, 4


class SlipLine(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """An article of a parcel; `note` is why it is not there yet."""

    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
    title: ShortText
    sku: Sku
    values: Annotated[tuple[ShortText, ...], Meta(max_length=MAX_OPTIONS)] = ()
    note: OptionalShortText = ""


class PackingSlip(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """What goes in one parcel of an order, and where to. `facts` are its day, its parcel and what was promised."""

    number: OrderNumber
    way: ShortText
    facts: Annotated[tuple[ShortText, ...], Meta(max_length=MAX_FACTS)] = ()
    address: Annotated[tuple[AddressLine, ...], Meta(min_length=1, max_length=MAX_ADDRESS_LINES)]
    lines: Annotated[tuple[SlipLine, ...], Meta(min_length=1, max_length=MAX_LINES)]

    @property
    def pieces(self) -> int:
        """How many pieces are on it."""
        return sum(line.quantity for line in self.lines)


class DrawPackingSlips(RequestModel, frozen=True, kw_only=True):
    """The slips in the order in which they are printed."""

    slips: Annotated[tuple[PackingSlip, ...], Meta(min_length=1, max_length=MAX_SLIPS)]


class PackingSlipFile(Model, frozen=True, kw_only=True):
    """All slips as one file, each on sheets of its own; `pdf` is its content in Base64."""

    pdf: bytes
