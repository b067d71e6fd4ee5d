"""What may be meant while it is being typed."""

import sqlite3
from itertools import islice

from backend.contracts.product.models import Category
from backend.contracts.search.models import BRAND, CATEGORY, SUGGESTED, FacetValue, SearchQuery, Suggestions
from backend.contracts.text_folding import comparable
from backend.search.query.analysis import begins, spaceless, words
from backend.search.query.variants import Reading, expression, reading
from backend.search.sqlite import ranking, spelling
from backend.search.sqlite.filters import Narrowed
from backend.search.sqlite.product_search import hits, matches
from backend.search.sqlite.query_parser import understood

_COMPLETED = 6  # words that the last one may be the beginning of
_SHORTEST = 2  # letters of it
_EACH = 2  # categories and brands


def suggest(connection: sqlite3.Connection, q: str) -> Suggestions:
    """Products, categories, brands and a correction; the last word may be the beginning of one."""
    asked = words(q)
    if not asked:
        return Suggestions()
    match, readings, corrected = _meant(connection, q, asked)
    categories, brands = (_named(connection, name, corrected or q) for name in (CATEGORY, BRAND))
    size = SUGGESTED - len(categories) - len(brands) - bool(corrected)
    return Suggestions(
        products=hits(connection, _products(connection, match, readings, size)),
        categories=tuple(Category(path=value, title=title, count=count) for value, title, count in categories),
        brands=tuple(FacetValue(value=value, title=title, count=count) for value, title, count in brands),
        corrections=(corrected,) if corrected else (),
    )


def _meant(connection: sqlite3.Connection, q: str, asked: list[str]) -> tuple[str, tuple[Reading, ...], str]:
    """The match, its readings and the corrected query: as begun where something begins so, else as understood."""
    begun = tuple(dict.fromkeys([asked[-1], *spelling.beginning(connection, asked[-1], _COMPLETED, _SHORTEST)]))
    ways: tuple[Reading, ...] = ((*reading(asked[:-1]), begun),)
    if connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (expression(ways),)).fetchone():
        return expression(ways), ways, ""
    taken = understood(connection, q)
    return taken.match, taken.readings, taken.corrected


def _products(connection: sqlite3.Connection, match: str, readings: tuple[Reading, ...], size: int) -> list[int]:
    found = matches(connection, match)
    if not found:
        return []
    narrowed = Narrowed(connection, SearchQuery(), found)
    if found.bit_count() > ranking.SCORED:
        return ranking.page(ranking.titled(connection, match, found, narrowed.sold_out), 0, size)
    return ranking.page(ranking.scored(connection, match, found, narrowed.sold_out, readings), 0, size)


def _named(connection: sqlite3.Connection, name: str, q: str) -> list[tuple[str, str, int]]:
    """Values of a facet that begin so: those that most products have, as most spell them."""
    start = comparable(q)
    within = f"*{_plain(start)}*" if spaceless(start) else f"* {_plain(start)}*"
    rows = connection.execute(
        "SELECT value, shown, max(count), sum(count) AS products FROM facet WHERE name = ? AND (folded GLOB ? OR folded GLOB ?) "
        "GROUP BY value ORDER BY products DESC, value",
        (name, f"{_plain(start)}*", within),
    )
    found = ((value if name == CATEGORY else shown, shown, count) for value, shown, _, count in rows if begins(shown, q))
    return list(islice(found, _EACH)) if q.strip() else []


def _plain(text: str) -> str:
    """The text as GLOB takes it, none of its letters being a sign."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)
