"""The rules by which a guest's basket is merged into a shopper's."""

from collections.abc import Iterable

import msgspec

from backend.basket.domain import Line, in_order
from backend.contracts.basket.models import MAX_LINES
from backend.contracts.promotion.models import MAX_CODES
from backend.contracts.types import MAX_QUANTITY


def merge_codes(
    shopper_codes: tuple[str, ...], guest_codes: tuple[str, ...], most: int = MAX_CODES
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the guest's codes (or vouchers) followed by the shopper's, each once, and those that are over the limit.

    The guest's come first: the person has just typed them.
    """
    codes = tuple(dict.fromkeys((*guest_codes, *shopper_codes)))
    return codes[:most], codes[most:]


def merge(shopper_lines: Iterable[Line], guest_lines: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...], int]:
    """Add the guest's lines to the shopper's. Return the result, the guest's lines that found no room, and the number
    of pieces moved.

    A merged line keeps the guest's seen price: the person has just looked at it.
    """
    lines = {line.sku: line for line in shopper_lines}
    lines_left, pieces = [], 0
    for line in in_order(guest_lines):
        present = lines.get(line.sku)
        if present is None and len(lines) >= MAX_LINES:
            lines_left.append(line)
            continue
        before, since = (present.quantity, present.since) if present else (0, line.since)
        quantity = max(before, min(MAX_QUANTITY, before + line.quantity))
        lines[line.sku] = msgspec.structs.replace(line, quantity=quantity, since=since)
        pieces += quantity - before
    return tuple(lines.values()), tuple(lines_left), pieces
