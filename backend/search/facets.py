"""The facets of what was found, each counted as if nothing of it were chosen.

Few products are looked at one by one. Of many, values come with those that most products of the whole index have first; once no other
can have more than the least of those that are told, the rest need not be counted.
"""

import heapq
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cache

import msgspec

from backend.contracts.search import BRAND, CATEGORY, VALUES, Facet, FacetValue
from backend.search import bitmap
from backend.search.index import decoded, sets
from backend.search.narrowed import Narrowed

_FEW = 150

Count = Callable[[str, str], int]  # of a facet's name and value


class _Facets:
    """The facets of one query."""

    def __init__(self, connection: sqlite3.Connection, narrowed: Narrowed, category: str) -> None:
        self._connection, self._narrowed, self._category = connection, narrowed, category
        self._count = cache(self._counting)  # most facets are counted in the same set

    def told(self, name: str) -> Facet | None:
        within = self._narrowed.but(name)
        if not within:
            return None
        selected = set(self._narrowed.chosen.get(name, ()))
        title, shown, totals = self._titles(name)
        everything = within == self._narrowed.every and name != CATEGORY  # a category counts once by each of its titles there have been
        found = _most(totals, selected, totals.__getitem__ if everything else lambda value: self._count(within)(name, value))
        values = tuple(FacetValue(value=value, title=shown[value], count=count, selected=value in selected) for count, value in found)
        return Facet(name=name, title=title, values=values) if values else None

    def _titles(self, name: str) -> tuple[str, dict[str, str], dict[str, int]]:
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

    def _counting(self, within: int) -> Count:
        if within.bit_count() <= _FEW:
            found = self._one_by_one(within)
            return lambda name, value: found[name, value]
        raw = within.to_bytes(within.bit_length() // 8 + 1, "little")
        return lambda name, value: bitmap.counted(self._narrowed.blocks(name, value), raw)

    def _one_by_one(self, within: int) -> Counter[tuple[str, str]]:
        some = msgspec.json.encode(list(bitmap.numbers(within))).decode()
        rows = self._connection.execute("SELECT body FROM document WHERE number IN (SELECT value FROM json_each(?))", (some,))
        return Counter(each for (body,) in rows for each in sets(decoded(body)))


def facets(connection: sqlite3.Connection, narrowed: Narrowed, category: str | None) -> tuple[Facet, ...]:
    """Category, brand and options, in this order."""
    names = {name for (name,) in connection.execute("SELECT DISTINCT name FROM facet")}
    of = _Facets(connection, narrowed, category or "")
    return tuple(facet for name in sorted(names, key=_place) if (facet := of.told(name)))


def _place(name: str) -> tuple[bool, bool, str]:
    return name != CATEGORY, name != BRAND, name


def _most(totals: Mapping[str, int], selected: set[str], count_of: Callable[[str], int]) -> list[tuple[int, str]]:
    """The values that most of the products have, and the chosen ones, each with how many."""
    most: list[int] = []
    found: list[tuple[int, str]] = []
    for value in sorted(totals, key=lambda value: (-totals[value], value)):
        if len(most) == VALUES and totals[value] < most[0] and value not in selected:
            continue
        if count := count_of(value):
            found.append((count, value))
            heapq.heappush(most, count) if len(most) < VALUES else heapq.heappushpop(most, count)
    found.sort(key=lambda each: (-each[0], each[1]))
    return [*found[:VALUES], *(each for each in found[VALUES:] if each[1] in selected)]
