"""Tax of money that goes back: whatever goes back in which order, rate by rate it adds up to what was paid."""

from collections import Counter
from collections.abc import Iterable, Mapping

from backend.contracts.tax import TaxLine, TaxLines, included_tax, share


def credit(paid: TaxLines, back: Iterable[TaxLine], amount: int, wanted: Mapping[int, int]) -> TaxLines:
    """Return an amount that goes back, by rate.

    `paid` is the total by rate, `back` what went back of it before; the amount is no more than the rest. It is for
    what is `wanted` at each rate as far as so much is left there, and the remainder in proportion to what is left.
    """
    total_back, tax_back = _sums(back)
    left = {line.rate: max(line.total - total_back[line.rate], 0) for line in paid}
    taken = _take(left, amount, wanted)
    return tuple(
        TaxLine(rate=line.rate, total=taken[line.rate], tax=_tax(line, total_back, tax_back, taken[line.rate]))
        for line in paid
        if taken[line.rate] or len(paid) == 1
    )


def _sums(lines: Iterable[TaxLine]) -> tuple[Counter[int], Counter[int]]:
    totals: Counter[int] = Counter()
    taxes: Counter[int] = Counter()
    for line in lines:
        totals[line.rate] += line.total
        taxes[line.rate] += line.tax
    return totals, taxes


def _take(left: dict[int, int], amount: int, wanted: Mapping[int, int]) -> dict[int, int]:
    first = {rate: min(wanted.get(rate, 0), rest) for rate, rest in left.items()}
    first = share(amount, first) if sum(first.values()) > amount else first
    others = share(amount - sum(first.values()), {rate: rest - first[rate] for rate, rest in left.items()})
    return {rate: first[rate] + others[rate] for rate in left}


def _tax(line: TaxLine, total_back: Counter[int], tax_back: Counter[int], amount: int) -> int:
    """Return the tax of what goes back at a rate: the last of it brings exactly what is left of the tax."""
    so_far = total_back[line.rate] + amount
    tax = line.tax if so_far == line.total else min(included_tax(so_far, line.rate), line.tax)
    return max(tax - tax_back[line.rate], 0)
