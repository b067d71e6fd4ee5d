"""The facets of a search, each counted as if none of its own values were chosen.

In few products they are counted one by one; in many, all of a facet's sets are counted in one pass.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter

import msgspec

from backend.contracts.search.models import CATEGORY, Facet, FacetValue
from backend.search.document import Document
from backend.search.facet_selection import select_facets, top_values, value_to_choose
from backend.search.sqlite import bitmap
from backend.search.sqlite.filters import FilterSet
from backend.search.sqlite.index import decode, sets, variant_set_name
from backend.search.sqlite.local_names import MARK, local_titles, most_common
from backend.search.variant_filters import OF_PRODUCTS, key, values

_MAX_ONE_BY_ONE = 150

Counts = Mapping[str, int]  # products by value
Counting = Callable[[str, Iterable[str]], Counts]  # of a facet by its name, of these values at least


class _Facets:
    """The facets of one query."""

    def __init__(
        self, connection: sqlite3.Connection, filters: FilterSet, category: str, local: Collection[str]
    ) -> None:
        self._connection, self._filters, self._category, self._local = connection, filters, category, local
        self._counting_in = cache(self._counter_for)  # most facets are counted in the same set
        self._documents = cache(self._read)

    def to_facet(self, name: str) -> Facet:
        chosen = {key(name, value): value for value in self._filters.chosen_filters.chosen.get(name, ())}
        if not chosen and not self._filters.excluding(name):
            return Facet(name=name, title=name, values=())
        title, shown, totals = self._titles(name)
        shown = chosen | shown
        local = local_titles(self._connection, name) if name in self._local else {}
        values = tuple(
            FacetValue(
                value=value_to_choose(name, value, shown[value]),
                title=shown[value],
                count=count,
                selected=value in chosen,
                titles=local.get(value, ()),
            )
            for value, count in top_values(self._counts(name, totals, chosen), chosen)
        )
        return Facet(name=name, title=title, values=values, titles=local.get("", ()))

    def _counts(self, name: str, totals: Counts, chosen: Iterable[str]) -> Counts:
        """Return the count of each value that the index knows, and of those chosen; of categories, which are followed
        and not chosen, only the former."""
        chosen = () if name == CATEGORY else chosen
        within = self._filters.excluding(name)
        if not within:
            return dict.fromkeys((*totals, *chosen), 0)
        if name not in OF_PRODUCTS and self._filters.chosen_filters.of_variants(name):
            counts = self._by_variant(name, within)
        else:
            counts = totals if within == self._filters.every else self._counting_in(within)(name, totals)
        return dict.fromkeys(chosen, 0) | {value: counts[value] for value in totals}

    def _by_variant(self, name: str, within: int) -> Counts:
        """Return for each value the number of products with a variant that has it and matches everything else that was
        chosen."""
        if within.bit_count() <= _MAX_ONE_BY_ONE:
            return Counter(value for document in self._documents(within) for value in self._values_of(document, name))
        by_value: dict[str, int] = defaultdict(int)
        for number, those in self._filters.variants(name):
            for value, rows in groupby(
                self._stored_sets(variant_set_name(number, name), ()) if those else (), key=itemgetter(0)
            ):
                by_value[value] |= those & bitmap.join_blocks((block, packed) for _, block, packed in rows)
        return Counter({value: products.bit_count() for value, products in by_value.items()})

    def _values_of(self, document: Document, name: str) -> set[str]:
        fitting = self._filters.chosen_filters.matching_offers(document, name)
        return {value for offer in fitting for choice, value, _ in values(document, offer) if choice.name == name}

    def _titles(self, name: str) -> tuple[str, dict[str, str], Counts]:
        """Return the facet's title, those of its values, and how many products of the index have each; of several
        titles the most common one."""
        parent = self._category if name == CATEGORY else ""
        rows = self._connection.execute(
            "SELECT value, title, shown, count FROM facet WHERE name = ? AND parent = ?",
            (name, parent),
        ).fetchall()
        titles, spelt = Counter[str](), defaultdict[str, Counter[str]](Counter)
        for value, title, shown, count in rows:
            titles[title] += count
            spelt[value][shown] += count
        most_used = {value: most_common(counts) for value, counts in spelt.items()}
        return (
            most_common(titles) if titles else name,
            most_used,
            {value: counts.total() for value, counts in spelt.items()},
        )

    def _counter_for(self, within: int) -> Counting:
        if within.bit_count() <= _MAX_ONE_BY_ONE:
            counter = self._one_by_one(within)
            return lambda name, values: {value: counter[name, value] for value in values}
        counted = bitmap.IntersectionCounter(within)
        return lambda name, values: counted.counts(self._stored_sets(name, values))

    def _one_by_one(self, within: int) -> Counter[tuple[str, str]]:
        return Counter(each for document in self._documents(within) for each in sets(document))

    def _read(self, within: int) -> list[Document]:
        some = msgspec.json.encode(list(bitmap.numbers(within))).decode()
        rows = self._connection.execute(
            "SELECT body FROM document WHERE number IN (SELECT value FROM json_each(?))", (some,)
        )
        return [decode(body) for (body,) in rows]

    def _stored_sets(self, name: str, values: Iterable[str]) -> Iterator[tuple[str, int, bytes]]:
        """Return the sets of a facet; for categories only these values, as all others are deeper or elsewhere."""
        if name != CATEGORY:
            yield from self._connection.execute(
                "SELECT value, block, kept FROM products WHERE name = ? ORDER BY value, block", (name,)
            )
            return
        for value in values:
            yield from ((value, block, packed) for block, packed in self._filters.blocks(name, value))


def facets(connection: sqlite3.Connection, filters: FilterSet, category: str | None) -> tuple[Facet, ...]:
    """Return category, colour, options and brand, in this order."""
    every = {name for (name,) in connection.execute("SELECT DISTINCT name FROM facet")}
    names = {name for name in every if not name.startswith(MARK)}
    # a category is followed, and has its name from the tree
    local = {name.removeprefix(MARK) for name in every - names} - {CATEGORY}
    of = _Facets(connection, filters, category or "", local)
    return select_facets(map(of.to_facet, names | filters.chosen_filters.chosen.keys()), filters.chosen_filters.chosen)
