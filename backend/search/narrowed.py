"""What a search is narrowed down to: sets of products, one for each thing that was chosen, so that one can be left aside.

What is chosen of options and prices must be true of one variant, not of several together: who wants 60 × 75 for up to €30 wants no
print whose smallest size costs that. So these sets are of one variant each: of each product's cheapest, of each product's second, …
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from backend.contracts.folding import comparable
from backend.contracts.search import BRAND, CATEGORY, SearchQuery, chosen
from backend.search import bitmap
from backend.search.document import Document, Offer, offers
from backend.search.index import ALL, DEAREST, PRICE, SOLD_OUT, offered, values

OF_PRODUCTS = (CATEGORY, BRAND)
"""Facets that a product has, and not its variants one by one."""

_PRICES, _STOCK = PRICE, SOLD_OUT  # whose choices are told apart from facets by the space they begin with


class Narrowed:
    """The sets of one query; `found` are the numbers that its words find, None where it has no words."""

    def __init__(self, connection: sqlite3.Connection, asked: SearchQuery, found: int | None) -> None:
        """Raises Refused 400 for filters that cannot be read."""
        self._connection = connection
        self.chosen = chosen(asked.filters)
        start = self.every if found is None else found
        self._start = start & self.products(CATEGORY, asked.category) if asked.category else start
        keys = {name: tuple(self.key(name, value) for value in values) for name, values in self.chosen.items()}
        self._sets = {name: self._any(name, keys[name]) for name in OF_PRODUCTS if name in keys}
        if asked.in_stock:
            self._sets[_STOCK] = self.every & ~self.sold_out
        self._options = {name: keys[name] for name in keys if name not in OF_PRODUCTS}
        ranged = asked.price_min is not None or asked.price_max is not None
        self._range = (asked.price_min or 0, asked.price_max) if ranged else None
        self._each: dict[tuple[int, str], int] = {}
        self._but: dict[str | None, int] = {}

    @staticmethod
    def key(name: str, value: str) -> str:
        """A facet's value as the index has it."""
        return value if name == CATEGORY else comparable(value)

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
    def matching(self) -> int:
        """What matches all that was chosen."""
        return self.but(None)

    @property
    def by_variant(self) -> bool:
        """Whether something was chosen that is true of some variants of a product only."""
        return bool(self._of_variants(None))

    def variants_matter(self, name: str) -> bool:
        """Whether of this facet's products only those count that have it in a variant which matches what else was chosen."""
        return name not in OF_PRODUCTS and bool(self._of_variants(name))

    def but(self, name: str | None) -> int:
        """What matches all that was chosen but of this facet."""
        if name not in self._but:
            self._but[name] = self._matching(name)
        return self._but[name]

    def but_price(self) -> int:
        """What matches all that was chosen but a range of prices."""
        return self.but(_PRICES)

    def variants(self, without: str | None = None) -> Iterator[tuple[int, int]]:
        """Of each number of variants the products whose variant of that number matches all that was chosen but of this facet."""
        base, names = self._base(without), self._of_variants(without)
        number = 0
        while has := self._have(number):
            within = base & has
            for name in names:
                within = within and within & self._of_variant(number, name)
            yield number, within
            number += 1

    def fitting(self, document: Document, without: str | None = None) -> list[Offer]:
        """The variants of a product that match what was chosen of options and prices but of this facet."""
        names = self._of_variants(without)
        return [offer for offer in offers(document) if all(self._fits(document, offer, name) for name in names)]

    def prices(self, name: str) -> list[int]:
        """The binary digits of prices: of the variants of a number, or the dearest."""
        return [self.products(name, str(digit)) for digit in range(bitmap.DIGITS)]

    def range(self) -> tuple[int, int, int] | None:
        """The least and the most that a match costs, its range of prices left aside; and the products that cost the least."""
        within = self.but_price()
        if not within:
            return None
        if not self._of_variants(_PRICES):
            least, cheapest = bitmap.least(self.prices(PRICE + offered(0)), within)
            return least, bitmap.most(self.prices(DEAREST), within), cheapest
        ends = [
            (*bitmap.least(slices, some), bitmap.most(slices, some))
            for number, some in self.variants(_PRICES)
            if some and (slices := self.prices(PRICE + offered(number)))
        ]
        least, cheapest, _ = min(ends, key=lambda end: end[0])
        return least, max(most for _, _, most in ends), cheapest

    def shown_prices(self) -> list[int]:
        """The binary digits of the prices that are shown: of each match that of its cheapest variant that matches."""
        shown, done = [0] * bitmap.DIGITS, 0
        for number, within in self.variants():
            if new := within & ~done:
                done |= new
                shown = [digit | new & more for digit, more in zip(shown, self.prices(PRICE + offered(number)), strict=True)]
        return shown

    def _matching(self, name: str | None) -> int:
        base, names = self._base(name), self._of_variants(name)
        if not names:
            return base
        if names != [_PRICES] and len(names) == 1:  # one option: some variant has it when the product does
            return base & self._any(names[0], self._options[names[0]])
        found = 0
        for _, within in self.variants(name):
            found |= within
        return found

    def _base(self, without: str | None) -> int:
        within = self._start
        for name, numbers in self._sets.items():
            if name != without:
                within &= numbers
        return within

    def _of_variants(self, without: str | None) -> list[str]:
        names = [*self._options, _PRICES] if self._range else [*self._options]
        return [name for name in names if name != without]

    def _have(self, number: int) -> int:
        return self._once(number, "", lambda: self.products(offered(number), ""))

    def _of_variant(self, number: int, name: str) -> int:
        if name == _PRICES:
            return self._once(number, name, lambda: self._priced(number))
        return self._once(number, name, lambda: self._any(offered(number, name), self._options[name]))

    def _once(self, number: int, name: str, make: Callable[[], int]) -> int:
        if (number, name) not in self._each:
            self._each[number, name] = make()
        return self._each[number, name]

    def _priced(self, number: int) -> int:
        slices, has = self.prices(PRICE + offered(number)), self._have(number)
        least, most = self._range or (0, None)
        below = bitmap.at_most(most, slices, has) if most is not None else has
        return below & ~bitmap.at_most(least - 1, slices, has)

    def _fits(self, document: Document, offer: Offer, name: str) -> bool:
        if name == _PRICES:
            least, most = self._range or (0, None)
            return least <= offer.price and (most is None or offer.price <= most)
        return any(choice.name == name and value in self._options[name] for choice, value in values(document, offer))

    def _any(self, name: str, values: Iterable[str]) -> int:
        found = 0
        for value in values:
            found |= self.products(name, value)
        return found
