"""The rules of stock: its level in words, and the transitions of a hold.

A piece is either available, or an order has it. A new hold takes it, and one that ends as `BACK` returns it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from backend.contracts.inventory.models import (
    LAST_DAY,
    LOW_STOCK_THRESHOLD,
    BackOrder,
    HeldLine,
    Level,
    SetStock,
    StockLevel,
)
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import PlacedLine, ReturnLine
from backend.contracts.problem import FieldError, Refused

# The turns a hold may take. `BACK` is final, so whatever comes late finds nothing to do: a confirmation that was
# overtaken by
# the cancellation must not sell the pieces again.
TRANSITIONS = {
    HoldState.HELD: (HoldState.SOLD, HoldState.BACK),
    HoldState.SOLD: (HoldState.BACK,),
    HoldState.BACK: (),
    HoldState.REFUSED: (),
}


class OpenPieces(NamedTuple):
    """Pieces that open holds have, by SKU. Unless `is_whole`, there are more holds than were counted."""

    by_sku: Mapping[str, int]
    is_whole: bool = True


def merge_lines(lines: Iterable[PlacedLine | ReturnLine | HeldLine]) -> tuple[HeldLine, ...]:
    """Return one line per SKU, sorted by SKU so that concurrent transactions claim them in the same order."""
    pieces: Counter[str] = Counter()
    for line in lines:
        pieces[line.sku] += line.quantity
    return tuple(HeldLine(sku=sku, quantity=quantity) for sku, quantity in sorted(pieces.items()))


def remaining(lines: Iterable[HeldLine], back: Iterable[HeldLine]) -> tuple[HeldLine, ...]:
    """Return the sold pieces that have not been returned."""
    pieces = Counter({line.sku: line.quantity for line in lines})
    pieces.subtract({line.sku: line.quantity for line in back})
    return tuple(HeldLine(sku=sku, quantity=quantity) for sku, quantity in sorted(pieces.items()) if quantity)


def agreed_days(lines: Iterable[PlacedLine]) -> dict[str, str]:
    """Return by SKU the day on which a line on back order was promised to leave; the later of two."""
    days: dict[str, str] = {}
    for line in lines:
        if line.back_on:
            days[line.sku] = max(line.back_on, days.get(line.sku, ""))
    return days


def stock_level(sku: str, available: int, back_order: BackOrder | None = None) -> StockLevel:
    """Return a SKU's stock in words, with the number only when it is low, before the day of its back order."""
    if available > LOW_STOCK_THRESHOLD:
        return StockLevel(sku=sku, level=Level.IN_STOCK)
    if available > 0:
        return StockLevel(sku=sku, level=Level.LOW, left=available)
    if back_order and (left := available + back_order.pieces) > 0:
        few = left if left <= LOW_STOCK_THRESHOLD else None
        return StockLevel(sku=sku, level=Level.BACK_ORDER, left=few, back_on=back_order.on)
    return StockLevel(sku=sku, level=Level.SOLD_OUT)


def check(body: SetStock) -> None:
    """Raise Refused 422 where more pieces would be owed than the back order allows, and for a day that no calendar
    has."""
    back = body.back_order if isinstance(body.back_order, BackOrder) else None
    if body.available < -(back.pieces if back else 0):
        raise _refuse("available", f"{-body.available} are owed: a back order has to allow as many")
    if back and not _is_day(back.on):
        raise _refuse("back_order.on", f"Enter a day up to {LAST_DAY}")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() <= LAST_DAY
    except ValueError:
        return False


def _refuse(field: str, message: str) -> Refused:
    return Refused(422, "invalid", "The stock is not right", errors=(FieldError(field=field, message=message),))
