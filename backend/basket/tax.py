"""The tax of an order: on its goods by their tax class and destination country, and on delivery along with them.

Prices are the same everywhere. If they include tax, only the share that is tax differs; if they do not, tax is added
and only the total differs. Delivery is taxed as the goods are: at several rates, in proportion to the price of the
goods at each. Rounding: once per order and rate, on the total at that rate, half up to the minor unit.
"""

from collections.abc import Iterable, Mapping

from backend.contracts.delivery.tax_rates import TaxRates
from backend.contracts.tax import TaxClass, TaxLine, TaxLines, added_tax, included_tax, share


def goods_by_rate(goods: Iterable[tuple[TaxClass, int]], country: str, rates: TaxRates) -> dict[int, int]:
    """Return the price of the goods, after discounts, at each rate of a country, the highest rate first.

    If everything is free, that is the highest rate among the goods; the standard rate if there are none.
    """
    sums: dict[int, int] = {}
    for tax_class, amount in goods:
        rate = rates.rate(country, tax_class)
        sums[rate] = sums.get(rate, 0) + amount
    none = {max(sums, default=rates.rate(country)): 0}
    sums = {rate: amount for rate, amount in sums.items() if amount} or none
    return dict(sorted(sums.items(), reverse=True))


def tax_lines(goods: Mapping[int, int], delivery: int, prices_include_tax: bool = True) -> TaxLines:
    """Return for each rate the total of goods and their share of delivery, with its tax."""
    shares = share(delivery, dict(goods))
    prices = {rate: amount + shares[rate] for rate, amount in goods.items()}
    line = _with_tax_in if prices_include_tax else _with_tax_on_top
    return tuple(line(rate, price) for rate, price in prices.items())


def _with_tax_in(rate: int, price: int) -> TaxLine:
    return TaxLine(rate=rate, total=price, tax=included_tax(price, rate))


def _with_tax_on_top(rate: int, price: int) -> TaxLine:
    tax = added_tax(price, rate)
    return TaxLine(rate=rate, total=price + tax, tax=tax)
