"""Product search in an index file."""

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from backend.contracts.search.models import MAX_POPULAR, Hit, PriceRange, SearchPage, SearchQuery, SearchSort
from backend.search.document import hit
from backend.search.local_titles import LANGUAGES
from backend.search.sqlite import bitmap, ranking
from backend.search.sqlite.corrections import nearest
from backend.search.sqlite.facets import facets
from backend.search.sqlite.filters import FilterSet
from backend.search.sqlite.index import SCORE, decode
from backend.search.sqlite.query_parser import ParsedQuery, parse_query


def search(connection: sqlite3.Connection, query: SearchQuery) -> SearchPage:
    """Return one page of matches with its facets. Raise Refused 400 for filters that cannot be read."""
    language = query.language or LANGUAGES[0]
    parsed = parse_query(connection, query.q, language) if query.q.strip() else None
    filters = FilterSet(connection, query, None if parsed is None else matches(connection, parsed.match))
    total = filters.matching.bit_count()
    shown = (
        ranking.page(_sort_matches(connection, query, filters, parsed), (query.page - 1) * query.limit, query.limit)
        if total
        else []
    )
    return SearchPage(
        items=hits(connection, shown, filters),
        total=total,
        page=query.page,
        facets=facets(connection, filters, query.category),
        prices=_prices(connection, filters),
        in_stock=filters.in_stock.bit_count(),
        corrected=parsed.corrected if parsed and total else "",
        suggestions=nearest(connection, query.q, language) if parsed and not parsed.match else (),
        popular=() if total else popular(connection, filters),
    )


def hits(connection: sqlite3.Connection, numbers: Iterable[int], filters: FilterSet | None = None) -> tuple[Hit, ...]:
    """Return these products as a list shows them, priced by the variants that match."""
    positions = list(numbers)
    some = msgspec.json.encode(positions).decode()
    rows = connection.execute(
        "SELECT number, body FROM document WHERE number IN (SELECT value FROM json_each(?))", (some,)
    )
    bodies = dict(rows.fetchall())
    documents = [decode(bodies[number]) for number in positions]
    return tuple(
        hit(
            each,
            filters.chosen_filters.matching_offers(each) if filters and filters.chosen_filters.of_variants() else None,
        )
        for each in documents
    )


def popular(connection: sqlite3.Connection, filters: FilterSet) -> tuple[Hit, ...]:
    """Return the products that the shop features first."""
    return hits(connection, ranking.page(_sort_featured(connection, filters, filters.every), 0, MAX_POPULAR))


def matches(connection: sqlite3.Connection, match: str) -> int:
    """Return the products that the match expression finds, as a bitmap."""
    rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (match,)) if match else ()
    return bitmap.bits(number for (number,) in rows)


def _sort_matches(
    connection: sqlite3.Connection, query: SearchQuery, filters: FilterSet, parsed: ParsedQuery | None
) -> Iterable[int]:
    within = filters.matching
    if filters.chosen_filters.of_variants() and query.sort in (SearchSort.PRICE_UP, SearchSort.PRICE_DOWN):
        return ranking.sort_by_price(
            connection, filters.shown_prices(), within, downwards=query.sort is SearchSort.PRICE_DOWN
        )
    if query.sort is SearchSort.BEST_RATED:
        return ranking.sort_by_price(connection, filters.prices(SCORE), within, downwards=True)
    if query.sort is not SearchSort.RELEVANCE:
        return ranking.sort_by(connection, ranking.order_of(query), within)
    if not parsed:
        return _sort_featured(connection, filters, within)
    if within.bit_count() > ranking.MAX_SCORED:
        return ranking.sort_title_first(connection, parsed.match, within, filters.sold_out)
    return ranking.sort_by_score(connection, parsed.match, within, filters.sold_out, parsed.variants)


def _sort_featured(connection: sqlite3.Connection, filters: FilterSet, within: int) -> Iterator[int]:
    return ranking.stocked_first(
        lambda part: ranking.sort_by(connection, ranking.FEATURED, part), within, filters.sold_out
    )


def _prices(connection: sqlite3.Connection, filters: FilterSet) -> PriceRange | None:
    price_range = filters.range()
    if not price_range:
        return None
    least, most, cheapest = price_range
    body = connection.execute(
        "SELECT body FROM document WHERE number = ?", (next(bitmap.numbers(cheapest)),)
    ).fetchone()[0]
    return PriceRange(least=least, most=most, currency=decode(body).card.currency)
