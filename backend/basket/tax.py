"""The tax of an order: of its goods by the class and the country that they go to, and of their delivery with them.

Prices are the same everywhere. Where they include tax, only the part of them that is tax differs; where they do not, it
is added to them, and only the total differs. Delivery is taxed as what is delivered: at several rates in proportion to
what costs how much. Rounding: once per order and rate, on the total at that rate, half up to the minor unit.
"""

from collections.abc import Iterable, Mapping

from backend.contracts.delivery.tax_rates import TaxRates
from backend.contracts.tax import TaxClass, TaxLine, TaxLines, added_tax, included_tax, share


def goods_by_rate(goods: Iterable[tuple[TaxClass, int]], country: str, rates: TaxRates) -> dict[int, int]:
    """Return what the goods cost, after discounts, at each rate of a country, the highest first.

    Where nothing costs anything, that is the highest rate of what there is; the standard one where there is nothing.
    """
    sums: dict[int, int] = {}
    for tax_class, amount in goods:
        rate = rates.rate(country, tax_class)
        sums[rate] = sums.get(rate, 0) + amount
    none = {max(sums, default=rates.rate(country)): 0}
    sums = {rate: amount for rate, amount in sums.items() if amount} or none
    return dict(sorted(sums.items(), reverse=True))


def tax_lines(goods: Mapping[int, int], delivery: int, prices_include_tax: bool = True) -> TaxLines:
    """Return the total of goods by rate and their delivery, with its tax, at each rate."""
    shares = share(delivery, dict(goods))
    prices = {rate: amount + shares[rate] for rate, amount in goods.items()}
    line = _with_tax_in if prices_include_tax else _with_tax_on_top
    return tuple(line(rate, price) for rate, price in prices.items())


def _with_tax_in(rate: int, price: int) -> TaxLine:
    return TaxLine(rate=rate, total=price, tax=included_tax(price, rate))


def _with_tax_on_top(rate: int, price: int) -> TaxLine:
    tax = added_tax(price, rate)
    return TaxLine(rate=rate, total=price + tax, tax=tax)
