"""Tax in prices that include it and on prices that do not: what articles are to the tax office, and the tax of a total
at each rate."""

import enum

from backend.contracts.types import Model, TaxRate, TotalAmount


class TaxClass(enum.StrEnum):
    """What a product is to the tax office: countries have a rate for each, of which zero is 0 everywhere."""

    STANDARD = "standard"
    REDUCED = "reduced"
    BOOKS = "books"
    ZERO = "zero"


class TaxLine(Model, frozen=True, kw_only=True):
    """What of a total is at one rate, in minor units: `total` includes `tax`."""

    rate: TaxRate
    total: TotalAmount
    tax: TotalAmount

    @property
    def net(self) -> int:
        """What is left without the tax."""
        return self.total - self.tax


TaxLines = tuple[TaxLine, ...]
"""A total by rate, the highest first. Where there is one rate only, the sums beside it tell everything, and this is
empty: see `all_lines`."""


def included_tax(total: int, rate: int) -> int:
    """Return the tax in a total of minor units, half up: total × rate / (100 % + rate).

    `rate` is in hundredths of a percent.
    """
    return (2 * total * rate + 10_000 + rate) // (2 * (10_000 + rate))


def added_tax(net: int, rate: int) -> int:
    """Return the tax on a sum of minor units without tax, half up: net × rate.

    It is what `included_tax` finds in both together: a total tells its tax, whether that was added to it or not.
    """
    return (2 * net * rate + 10_000) // 20_000


def added_part(total: int, tax: int, prices: int) -> int:
    """Return the tax that stands on top of prices in a total: all of it, or 0 where the prices include it."""
    return tax if total == prices + tax else 0


def all_lines(total: int, tax: int, rate: int, lines: TaxLines) -> TaxLines:
    """Return a total by rate: the lines, or the one that there is where they are not told."""
    return lines or (TaxLine(rate=rate, total=total, tax=tax),)


def lines_to_keep(lines: TaxLines) -> TaxLines:
    """Return the lines as they are kept: none where there is one rate only."""
    return lines if len(lines) > 1 else ()


def share(amount: int, weights: dict[int, int]) -> dict[int, int]:
    """Return an amount in proportion to weights, to the minor unit. No share of no more than all is above its weight.

    Where nothing weighs anything, the first one has it all.
    """
    whole, before, shares = sum(weights.values()), 0, {}
    for rate, weight in weights.items():
        shares[rate] = (amount * (before + weight) // whole - amount * before // whole) if whole else 0
        before += weight
    return shares if whole else {rate: 0 if number else amount for number, rate in enumerate(weights)}
