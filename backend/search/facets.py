"""The facets of what was found, each counted as if nothing of it were chosen.

Few products are looked at one by one; in many, the sets of all of a facet's values are counted in one pass over them.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import msgspec

from backend.contracts.search import CATEGORY, Facet, FacetValue
from backend.search import bitmap
from backend.search.index import decoded, sets
from backend.search.narrowed import Narrowed
from backend.search.telling import most, told

_FEW = 150

Counts = Mapping[str, int]  # products by value
Counting = Callable[[str, Iterable[str]], Counts]  # of a facet by its name, of these values at least


class _Facets:
    """The facets of one query."""

    def __init__(self, connection: sqlite3.Connection, narrowed: Narrowed, category: str) -> None:
        self._connection, self._narrowed, self._category = connection, narrowed, category
        self._counting_in = cache(self._prepared)  # most facets are counted in the same set

    def counted(self, name: str) -> Facet:
        chosen = self._narrowed.chosen.get(name, ())
        if not chosen and not self._narrowed.but(name):
            return Facet(name=name, title=name, values=())
        title, shown, totals = self._titles(name)
        values = tuple(
            FacetValue(value=value, title=shown.get(value, value), count=count, selected=value in chosen)
            for value, count in most(self._counts(name, totals), chosen)
        )
        return Facet(name=name, title=title, values=values)

    def _counts(self, name: str, totals: Counts) -> Counts:
        """Of each value that the index knows, and of those chosen: a category's are only followed, so others than these are none."""
        chosen = () if name == CATEGORY else self._narrowed.chosen.get(name, ())
        within = self._narrowed.but(name)
        if not within:
            return dict.fromkeys((*totals, *chosen), 0)
        counts = totals if within == self._narrowed.every else self._counting_in(within)(name, totals)
        return dict.fromkeys(chosen, 0) | {value: counts[value] for value in totals}

    def _titles(self, name: str) -> tuple[str, dict[str, str], Counts]:
        """The facet's title, its values' and how many products of the index have each: of several titles the one that most have."""
        parent = self._category if name == CATEGORY else ""
        rows = self._connection.execute(
            "SELECT value, title, shown, count FROM facet WHERE name = ? AND parent = ? ORDER BY count, title DESC, shown DESC",
            (name, parent),
        ).fetchall()
        shown: dict[str, str] = {}
        totals: defaultdict[str, int] = defaultdict(int)
        for value, _, each, count in rows:
            shown[value] = each
            totals[value] += count
        return rows[-1][1] if rows else name, shown, totals

    def _prepared(self, within: int) -> Counting:
        if within.bit_count() <= _FEW:
            found = self._one_by_one(within)
            return lambda name, values: {value: found[name, value] for value in values}
        counted = bitmap.Counted(within)
        return lambda name, values: counted.counts(self._kept(name, values))

    def _one_by_one(self, within: int) -> Counter[tuple[str, str]]:
        some = msgspec.json.encode(list(bitmap.numbers(within))).decode()
        rows = self._connection.execute("SELECT body FROM document WHERE number IN (SELECT value FROM json_each(?))", (some,))
        return Counter(each for (body,) in rows for each in sets(decoded(body)))

    def _kept(self, name: str, values: Iterable[str]) -> Iterator[tuple[str, int, bytes]]:
        """The sets of a facet; of categories only those, as all others are deeper or elsewhere."""
        if name != CATEGORY:
            yield from self._connection.execute("SELECT value, block, kept FROM products WHERE name = ?", (name,))
            return
        for value in values:
            yield from ((value, block, kept) for block, kept in self._narrowed.blocks(name, value))


def facets(connection: sqlite3.Connection, narrowed: Narrowed, category: str | None) -> tuple[Facet, ...]:
    """Category, brand and options, in this order."""
    names = {name for (name,) in connection.execute("SELECT DISTINCT name FROM facet")}
    of = _Facets(connection, narrowed, category or "")
    return told(map(of.counted, names | narrowed.chosen.keys()), narrowed.chosen)
