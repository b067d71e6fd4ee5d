"""Suggestions while a query is being typed."""

import sqlite3

from backend.contracts.product.models import Category
from backend.contracts.search.models import BRAND, CATEGORY, MAX_SUGGESTIONS, FacetValue, SearchQuery, Suggestions
from backend.contracts.text_folding import comparable
from backend.contracts.types import Language
from backend.search.local_titles import LANGUAGES
from backend.search.query.analysis import begins, spaceless, words
from backend.search.query.variants import Variant, exact_variant, match_expression
from backend.search.sqlite import ranking, spelling
from backend.search.sqlite.corrections import is_found
from backend.search.sqlite.filters import FilterSet
from backend.search.sqlite.local_names import MARK
from backend.search.sqlite.product_search import hits, matches
from backend.search.sqlite.query_parser import parse_query

_MAX_COMPLETIONS = 6  # words that the last one may be the beginning of
_MIN_PREFIX_LENGTH = 2  # letters of it
_MAX_PER_FACET = 2  # categories and brands


def suggest(connection: sqlite3.Connection, q: str, language: Language = LANGUAGES[0]) -> Suggestions:
    """Return products, categories, brands and a correction; the last word may be incomplete. A correction is in words
    of the language where there are such.
    """
    tokens = words(q)
    if not tokens:
        return Suggestions()
    match, variants, corrected = _parse(connection, q, tokens, language)
    categories = _facet_values(connection, (CATEGORY, f"{MARK}{CATEGORY}"), corrected or q)
    brands = _facet_values(connection, (BRAND,), corrected or q)
    size = MAX_SUGGESTIONS - len(categories) - len(brands) - bool(corrected)
    return Suggestions(
        products=hits(connection, _products(connection, match, variants, size)),
        categories=tuple(Category(path=value, title=title, count=count) for value, title, count in categories),
        brands=tuple(FacetValue(value=value, title=title, count=count) for value, title, count in brands),
        corrections=(corrected,) if corrected else (),
    )


def _parse(
    connection: sqlite3.Connection, q: str, tokens: list[str], language: Language
) -> tuple[str, tuple[Variant, ...], str]:
    """Return match, variants and correction: of the completed last word if that finds something, else as parsed."""
    begun = tuple(
        dict.fromkeys([tokens[-1], *spelling.completions(connection, tokens[-1], _MAX_COMPLETIONS, _MIN_PREFIX_LENGTH)])
    )
    ways: tuple[Variant, ...] = ((*exact_variant(tokens[:-1]), begun),)
    if is_found(connection, match_expression(ways)):
        return match_expression(ways), ways, ""
    parsed = parse_query(connection, q, language)
    return parsed.match, parsed.variants, parsed.corrected


def _products(connection: sqlite3.Connection, match: str, variants: tuple[Variant, ...], size: int) -> list[int]:
    numbers = matches(connection, match)
    if not numbers:
        return []
    filters = FilterSet(connection, SearchQuery(), numbers)
    if numbers.bit_count() > ranking.MAX_SCORED:
        return ranking.page(ranking.sort_title_first(connection, match, numbers, filters.sold_out), 0, size)
    return ranking.page(ranking.sort_by_score(connection, match, numbers, filters.sold_out, variants), 0, size)


def _facet_values(connection: sqlite3.Connection, names: tuple[str, ...], q: str) -> list[tuple[str, str, int]]:
    """Return values of the first facet that begin with the query, by the titles under any of the names: those of most
    products, in their usual spelling."""
    start = comparable(q)
    within = f"*{_plain(start)}*" if spaceless(start) else f"* {_plain(start)}*"
    rows = connection.execute(
        f"SELECT value, shown FROM facet WHERE name IN ({', '.join('?' * len(names))}) "  # noqa: S608 - question marks
        "AND (folded GLOB ? OR folded GLOB ?)",
        (*names, f"{_plain(start)}*", within),
    )
    values = {value for value, shown in rows if begins(shown, q)} if q.strip() else set()
    counted = (_usual(connection, names[0], value) for value in values)
    return sorted(counted, key=lambda each: (-each[2], each[0]))[:_MAX_PER_FACET]


def _usual(connection: sqlite3.Connection, name: str, value: str) -> tuple[str, str, int]:
    """Return a value of a facet, its usual spelling, and how many products have it."""
    shown, _, count = connection.execute(
        "SELECT shown, max(count), sum(count) FROM facet WHERE name = ? AND value = ?", (name, value)
    ).fetchone()
    return value if name == CATEGORY else shown, shown, count


def _plain(text: str) -> str:
    """Escape GLOB's wildcards."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)
