"""The facets of what was found, each counted as if nothing of it were chosen.

Few products are looked at one by one; in many, the sets of all of a facet's values are counted in one pass over them.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter

import msgspec

from backend.contracts.search.models import CATEGORY, Facet, FacetValue
from backend.search.document import Document
from backend.search.facet_selection import most, told
from backend.search.sqlite import bitmap
from backend.search.sqlite.filters import Narrowed
from backend.search.sqlite.index import decoded, offered, sets
from backend.search.variant_filters import OF_PRODUCTS, key, values

_FEW = 150

Counts = Mapping[str, int]  # products by value
Counting = Callable[[str, Iterable[str]], Counts]  # of a facet by its name, of these values at least


class _Facets:
    """The facets of one query."""

    def __init__(self, connection: sqlite3.Connection, narrowed: Narrowed, category: str) -> None:
        self._connection, self._narrowed, self._category = connection, narrowed, category
        self._counting_in = cache(self._prepared)  # most facets are counted in the same set
        self._documents = cache(self._read)

    def counted(self, name: str) -> Facet:
        chosen = {key(name, value): value for value in self._narrowed.wanted.chosen.get(name, ())}
        if not chosen and not self._narrowed.but(name):
            return Facet(name=name, title=name, values=())
        title, shown, totals = self._titles(name)
        shown = chosen | shown
        values = tuple(
            FacetValue(value=value if name == CATEGORY else shown[value], title=shown[value], count=count, selected=value in chosen)
            for value, count in most(self._counts(name, totals, chosen), chosen)
        )
        return Facet(name=name, title=title, values=values)

    def _counts(self, name: str, totals: Counts, chosen: Iterable[str]) -> Counts:
        """Of each value that the index knows, and of those chosen: a category's are only followed, so others than these are none."""
        chosen = () if name == CATEGORY else chosen
        within = self._narrowed.but(name)
        if not within:
            return dict.fromkeys((*totals, *chosen), 0)
        if name not in OF_PRODUCTS and self._narrowed.wanted.of_variants(name):
            counts = self._by_variant(name, within)
        else:
            counts = totals if within == self._narrowed.every else self._counting_in(within)(name, totals)
        return dict.fromkeys(chosen, 0) | {value: counts[value] for value in totals}

    def _by_variant(self, name: str, within: int) -> Counts:
        """Of each value the products that have a variant with it which matches all else that was chosen."""
        if within.bit_count() <= _FEW:
            return Counter(value for document in self._documents(within) for value in self._had(document, name))
        found: dict[str, int] = defaultdict(int)
        for number, those in self._narrowed.variants(name):
            for value, rows in groupby(self._kept(offered(number, name), ()) if those else (), key=itemgetter(0)):
                found[value] |= those & bitmap.joined((block, kept) for _, block, kept in rows)
        return Counter({value: products.bit_count() for value, products in found.items()})

    def _had(self, document: Document, name: str) -> set[str]:
        fitting = self._narrowed.wanted.fitting(document, name)
        return {value for offer in fitting for choice, value, _ in values(document, offer) if choice.name == name}

    def _titles(self, name: str) -> tuple[str, dict[str, str], Counts]:
        """The facet's title, its values' and how many products of the index have each: of several titles the one that most have."""
        parent = self._category if name == CATEGORY else ""
        rows = self._connection.execute(
            "SELECT value, title, shown, count FROM facet WHERE name = ? AND parent = ?",
            (name, parent),
        ).fetchall()
        titles, spelt = Counter[str](), defaultdict[str, Counter[str]](Counter)
        for value, title, shown, count in rows:
            titles[title] += count
            spelt[value][shown] += count
        most_used = {value: _most(counts) for value, counts in spelt.items()}
        return _most(titles) if titles else name, most_used, {value: counts.total() for value, counts in spelt.items()}

    def _prepared(self, within: int) -> Counting:
        if within.bit_count() <= _FEW:
            found = self._one_by_one(within)
            return lambda name, values: {value: found[name, value] for value in values}
        counted = bitmap.Counted(within)
        return lambda name, values: counted.counts(self._kept(name, values))

    def _one_by_one(self, within: int) -> Counter[tuple[str, str]]:
        return Counter(each for document in self._documents(within) for each in sets(document))

    def _read(self, within: int) -> list[Document]:
        some = msgspec.json.encode(list(bitmap.numbers(within))).decode()
        rows = self._connection.execute("SELECT body FROM document WHERE number IN (SELECT value FROM json_each(?))", (some,))
        return [decoded(body) for (body,) in rows]

    def _kept(self, name: str, values: Iterable[str]) -> Iterator[tuple[str, int, bytes]]:
        """The sets of a facet; of categories only those, as all others are deeper or elsewhere."""
        if name != CATEGORY:
            yield from self._connection.execute("SELECT value, block, kept FROM products WHERE name = ? ORDER BY value, block", (name,))
            return
        for value in values:
            yield from ((value, block, kept) for block, kept in self._narrowed.blocks(name, value))


def _most(counts: Mapping[str, int]) -> str:
    """The spelling that most have, the first of equals."""
    return min(counts, key=lambda each: (-counts[each], each))


def facets(connection: sqlite3.Connection, narrowed: Narrowed, category: str | None) -> tuple[Facet, ...]:
    """Category, brand and options, in this order."""
    names = {name for (name,) in connection.execute("SELECT DISTINCT name FROM facet")}
    of = _Facets(connection, narrowed, category or "")
    return told(map(of.counted, names | narrowed.wanted.chosen.keys()), narrowed.wanted.chosen)
