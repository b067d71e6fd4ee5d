"""What a search is narrowed down to: sets of products, one for each thing that was chosen, so that one can be left aside."""

import sqlite3
from collections.abc import Iterable
from functools import cached_property

from backend.contracts.search import CATEGORY, SearchQuery, chosen
from backend.search import bitmap
from backend.search.index import ALL, PRICE, SOLD_OUT

_PRICES, _STOCK = PRICE, SOLD_OUT  # whose choices are told apart from facets by the space they begin with


class Narrowed:
    """The sets of one query; `found` are the numbers that its words find, None where it has no words."""

    def __init__(self, connection: sqlite3.Connection, asked: SearchQuery, found: int | None) -> None:
        """Raises Refused 400 for filters that cannot be read."""
        self._connection = connection
        self.chosen = chosen(asked.filters)
        start = self.every if found is None else found
        self._start = start & self.products(CATEGORY, asked.category) if asked.category else start
        self._sets = {name: self._any(name, values) for name, values in self.chosen.items()}
        if asked.price_min is not None or asked.price_max is not None:
            self._sets[_PRICES] = self._priced(asked.price_min or 0, asked.price_max)
        if asked.in_stock:
            self._sets[_STOCK] = self.every & ~self.sold_out

    def products(self, name: str, value: str) -> int:
        """The products that have the value."""
        return bitmap.joined(self.blocks(name, value))

    def blocks(self, name: str, value: str) -> Iterable[tuple[int, bytes]]:
        """The same as they are kept."""
        return self._connection.execute("SELECT block, kept FROM products WHERE name = ? AND value = ? ORDER BY block", (name, value))

    @cached_property
    def every(self) -> int:
        return self.products(ALL, "")

    @cached_property
    def sold_out(self) -> int:
        return self.products(SOLD_OUT, "")

    @cached_property
    def prices(self) -> list[int]:
        """The prices' binary digits."""
        return [self.products(PRICE, str(digit)) for digit in range(bitmap.DIGITS)]

    @cached_property
    def matching(self) -> int:
        """What matches all that was chosen."""
        return self.but(None)

    def but(self, name: str | None) -> int:
        """What matches all that was chosen but of this facet."""
        within = self._start
        for each, numbers in self._sets.items():
            if each != name:
                within &= numbers
        return within

    def but_price(self) -> int:
        """What matches all that was chosen but a range of prices."""
        return self.but(_PRICES)

    def _any(self, name: str, values: Iterable[str]) -> int:
        found = 0
        for value in values:
            found |= self.products(name, value)
        return found

    def _priced(self, least: int, most: int | None) -> int:
        below = bitmap.at_most(most, self.prices, self.every) if most is not None else self.every
        return below & ~bitmap.at_most(least - 1, self.prices, self.every)
