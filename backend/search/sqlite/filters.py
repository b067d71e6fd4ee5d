"""The filters of a search as bitmaps, one per filter, so that one can be left out when its facet is counted.

Filters of variants use bitmaps by variant number: of each product's cheapest variant, of the second, and so on.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from backend.contracts.search.models import CATEGORY, SearchQuery
from backend.search.sqlite import bitmap
from backend.search.sqlite.index import ALL, DEAREST, NOT_IN_STOCK, PRICE, SOLD_OUT, variant_set_name
from backend.search.variant_filters import IN_STOCK, OF_PRODUCTS, PRICES, ChosenFilters


class FilterSet:
    """The bitmaps of one query; `found` are the products that its words match, None without words."""

    def __init__(self, connection: sqlite3.Connection, query: SearchQuery, matches: int | None) -> None:
        """Parse the filters. Raise Refused 400 if they cannot be read."""
        self._connection = connection
        self.chosen_filters = ChosenFilters(query)
        start = self.every if matches is None else matches
        self._start = start & self.products(CATEGORY, query.category) if query.category else start
        self._sets = {name: self._any(name, name) for name in OF_PRODUCTS if name in self.chosen_filters.keys}
        self._each: dict[tuple[int, str], int] = {}
        self._but: dict[str | None, int] = {}

    def products(self, name: str, value: str) -> int:
        """Return the products that have the value."""
        return bitmap.join_blocks(self.blocks(name, value))

    def blocks(self, name: str, value: str) -> Iterable[tuple[int, bytes]]:
        """Return the stored blocks of the value's products."""
        return self._connection.execute(
            "SELECT block, kept FROM products WHERE name = ? AND value = ? ORDER BY block", (name, value)
        )

    @cached_property
    def every(self) -> int:
        return self.products(ALL, "")

    @cached_property
    def sold_out(self) -> int:
        return self.products(SOLD_OUT, "")

    @cached_property
    def matching(self) -> int:
        """Return the products that match every filter."""
        return self.excluding(None)

    @cached_property
    def in_stock(self) -> int:
        """Return the products that match every filter, in a variant that is in stock."""
        if self.chosen_filters.in_stock:
            return self.matching
        return self._matching(self._base(None), [*self.chosen_filters.of_variants(), IN_STOCK])

    def excluding(self, name: str | None) -> int:
        """Return the products that match every filter except this facet's."""
        if name not in self._but:
            self._but[name] = self._matching(self._base(name), self.chosen_filters.of_variants(name))
        return self._but[name]

    def excluding_price(self) -> int:
        """Return the products that match every filter except the price range."""
        return self.excluding(PRICES)

    def variants(self, without: str | None = None) -> Iterator[tuple[int, int]]:
        """Yield each variant number with the products whose variant of that number matches, except `without`."""
        return self._variants(self._base(without), self.chosen_filters.of_variants(without))

    def _variants(self, base: int, names: Iterable[str]) -> Iterator[tuple[int, int]]:
        number = 0
        while has := self._with_variant(number):
            within = base & has
            for name in names:
                within = within and within & self._of_variant(number, name)
            yield number, within
            number += 1

    def prices(self, name: str) -> list[int]:
        """Return the bit slices of prices, of one variant number or the dearest."""
        return [self.products(name, str(digit)) for digit in range(bitmap.DIGITS)]

    def range(self) -> tuple[int, int, int] | None:
        """Return the lowest and highest price of the matches, without the price filter, and the cheapest products."""
        within = self.excluding_price()
        if not within:
            return None
        if not self.chosen_filters.of_variants(PRICES):
            least, cheapest = bitmap.minimum(self.prices(PRICE + variant_set_name(0)), within)
            return least, bitmap.maximum(self.prices(DEAREST), within), cheapest
        ends = [
            (*bitmap.minimum(slices, some), bitmap.maximum(slices, some))
            for number, some in self.variants(PRICES)
            if some and (slices := self.prices(PRICE + variant_set_name(number)))
        ]
        least, cheapest, _ = min(ends, key=lambda end: end[0])
        return least, max(most for _, _, most in ends), cheapest

    def shown_prices(self) -> list[int]:
        """Return the bit slices of the prices shown: of each match its cheapest variant that matches."""
        slices, visited = [0] * bitmap.DIGITS, 0
        for number, within in self.variants():
            if new := within & ~visited:
                visited |= new
                slices = [
                    digit | new & price_digit
                    for digit, price_digit in zip(slices, self.prices(PRICE + variant_set_name(number)), strict=True)
                ]
        return slices

    def _matching(self, base: int, names: list[str]) -> int:
        if not names:
            return base
        if names == [IN_STOCK]:
            return base & ~self.products(NOT_IN_STOCK, "")
        if names != [PRICES] and len(names) == 1:  # one option: some variant has it when the product does
            return base & self._any(names[0], names[0])
        products = 0
        for _, within in self._variants(base, names):
            products |= within
        return products

    def _base(self, without: str | None) -> int:
        within = self._start
        for name, numbers in self._sets.items():
            if name != without:
                within &= numbers
        return within

    def _with_variant(self, number: int) -> int:
        return self._once(number, "", lambda: self.products(variant_set_name(number), ""))

    def _of_variant(self, number: int, name: str) -> int:
        if name == PRICES:
            return self._once(number, name, lambda: self._in_price_range(number))
        if name == IN_STOCK:
            return self._once(number, name, lambda: self._in_stock(number))
        return self._once(number, name, lambda: self._any(name, variant_set_name(number, name)))

    def _once(self, number: int, name: str, make: Callable[[], int]) -> int:
        if (number, name) not in self._each:
            self._each[number, name] = make()
        return self._each[number, name]

    def _in_stock(self, number: int) -> int:
        return self._with_variant(number) & ~self.products(variant_set_name(number, NOT_IN_STOCK), "")

    def _in_price_range(self, number: int) -> int:
        slices, has = self.prices(PRICE + variant_set_name(number)), self._with_variant(number)
        least, most = self.chosen_filters.range or (0, None)
        below = bitmap.at_most(most, slices, has) if most is not None else has
        return below & ~bitmap.at_most(least - 1, slices, has)

    def _any(self, name: str, stored_name: str) -> int:
        """Return the products of any value that is chosen of the facet, by the name that its sets are kept under."""
        products = 0
        for value in self.chosen_filters.keys[name]:
            products |= self.products(stored_name, value)
        return products
