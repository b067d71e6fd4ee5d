"""What was paid for pieces of an order that go back: whatever goes back in which order, and whatever was promised and
then denied, the pieces of a SKU add up to exactly what was paid for it. Money is in minor units."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.paid_lines import paid_for_lines


def prices_left(order: Order, gone: Iterable[OrderReturn], chosen: Mapping[str, int]) -> dict[str, int]:
    """Return what was paid for these pieces, by SKU, where the returns `gone` are back.

    So many pieces as are back then are the first of the SKU's lines: what was paid for those, less what came back
    before.
    """
    sums = _sums_paid(order)
    pieces, amounts = _count(sums, gone)
    return {sku: max(_first(sums, sku, pieces[sku] + quantity) - amounts[sku], 0) for sku, quantity in chosen.items()}


def _first(sums: Mapping[str, list[int]], sku: str, quantity: int) -> int:
    """Return what was paid for so many pieces of a SKU, the first of its lines: all of them at most."""
    of_sku = sums.get(sku, [0])
    return of_sku[min(quantity, len(of_sku) - 1)]


def _sums_paid(order: Order) -> dict[str, list[int]]:
    """Return what was paid for the first pieces of each SKU: for none, one, two, and so on."""
    pieces: dict[str, list[int]] = {}
    for line, paid in zip(order.lines, paid_for_lines(order), strict=True):
        pieces.setdefault(line.sku, []).extend(_prices(paid, line.quantity))
    return {sku: list(accumulate(prices, initial=0)) for sku, prices in pieces.items()}


def _prices(paid: int, quantity: int) -> list[int]:
    """Return what was paid for each piece of a line: its discount is shared by all of them, and their sum is exact."""
    return [paid * (piece + 1) // quantity - paid * piece // quantity for piece in range(quantity)]


def _count(sums: Mapping[str, list[int]], gone: Iterable[OrderReturn]) -> tuple[Counter[str], Counter[str]]:
    """Return how many pieces are back, and what came back for them, by SKU."""
    pieces: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for each in gone:
        for sku, quantity, price in _parts(sums, each, pieces):
            pieces[sku] += quantity
            amounts[sku] += price
    return pieces, amounts


def _parts(
    sums: Mapping[str, list[int]], gone: OrderReturn, before: Mapping[str, int]
) -> Iterator[tuple[str, int, int]]:
    """Yield the SKUs of a return with their pieces and what came back for these.

    A return of an earlier release tells its sum alone: of one SKU that is its price, of several each had the price of
    the first pieces that were left.
    """
    for at, line in enumerate(gone.lines):
        if len(gone.prices) == len(gone.lines):
            price = gone.prices[at]
        elif len(gone.lines) == 1:
            price = gone.refund - gone.delivery
        else:
            first = before[line.sku]
            price = _first(sums, line.sku, first + line.quantity) - _first(sums, line.sku, first)
        yield line.sku, line.quantity, price
