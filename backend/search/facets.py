"""The facets of what was found, each counted as if nothing of it were chosen.

Values come with those that most products of the whole index have first; once no other can have more than the least of those that are
told, the rest need not be counted.
"""

import heapq
import sqlite3
from collections import defaultdict
from collections.abc import Mapping

from backend.contracts.search import BRAND, CATEGORY, VALUES, Facet, FacetValue
from backend.search.narrowed import Narrowed


def facets(connection: sqlite3.Connection, narrowed: Narrowed, category: str | None) -> tuple[Facet, ...]:
    """Category, brand and options, in this order."""
    names = {name for (name,) in connection.execute("SELECT DISTINCT name FROM facet")}
    told = (
        _facet(connection, narrowed, name, category or "")
        for name in sorted(names, key=lambda name: (name != CATEGORY, name != BRAND, name))
    )
    return tuple(facet for facet in told if facet)


def _facet(connection: sqlite3.Connection, narrowed: Narrowed, name: str, category: str) -> Facet | None:
    within = narrowed.but(name)
    if not within:
        return None
    selected = narrowed.chosen.get(name, ())
    title, shown, counts = _titles(connection, name, category if name == CATEGORY else "")
    found = _counted(narrowed, name, within, counts, set(selected))
    values = tuple(FacetValue(value=value, title=shown[value], count=count, selected=value in selected) for count, value in found)
    return Facet(name=name, title=title, values=values) if values else None


def _counted(narrowed: Narrowed, name: str, within: int, counts: Mapping[str, int], selected: set[str]) -> list[tuple[int, str]]:
    """The values that most of the products have, and the chosen ones, each with how many."""
    most: list[int] = []
    found: list[tuple[int, str]] = []
    for value in sorted(counts, key=lambda value: (-counts[value], value)):
        if len(most) == VALUES and counts[value] < most[0] and value not in selected:
            continue
        if count := (within & narrowed.products(name, value)).bit_count():
            found.append((count, value))
            heapq.heappush(most, count) if len(most) < VALUES else heapq.heappushpop(most, count)
    found.sort(key=lambda each: (-each[0], each[1]))
    return [*found[:VALUES], *(each for each in found[VALUES:] if each[1] in selected)]


def _titles(connection: sqlite3.Connection, name: str, parent: str) -> tuple[str, dict[str, str], dict[str, int]]:
    """The facet's title, its values' and how many products of the index have each: of several titles the one that most have."""
    rows = connection.execute(
        "SELECT value, title, shown, count FROM facet WHERE name = ? AND parent = ? ORDER BY count, title DESC, shown DESC", (name, parent)
    ).fetchall()
    shown: dict[str, str] = {}
    counts: defaultdict[str, int] = defaultdict(int)
    for value, _, each, count in rows:
        shown[value] = each
        counts[value] += count
    return rows[-1][1] if rows else name, shown, counts
