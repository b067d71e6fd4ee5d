"""What is searched in an index file."""

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from backend.contracts.search.models import POPULAR, Hit, PriceRange, SearchPage, SearchQuery, SearchSort
from backend.search.document import hit
from backend.search.sqlite import bitmap, ranking
from backend.search.sqlite.facets import facets
from backend.search.sqlite.filters import Narrowed
from backend.search.sqlite.index import decoded
from backend.search.sqlite.query_parser import Understood, nearest, understood


def search(connection: sqlite3.Connection, asked: SearchQuery) -> SearchPage:
    """One page of what matches, and what it can be narrowed down by. Raises Refused 400 for filters that cannot be read."""
    taken = understood(connection, asked.q) if asked.q.strip() else None
    narrowed = Narrowed(connection, asked, None if taken is None else matches(connection, taken.match))
    total = narrowed.matching.bit_count()
    shown = ranking.page(_ordered(connection, asked, narrowed, taken), (asked.page - 1) * asked.limit, asked.limit) if total else []
    return SearchPage(
        items=hits(connection, shown, narrowed),
        total=total,
        page=asked.page,
        facets=facets(connection, narrowed, asked.category),
        prices=_prices(connection, narrowed),
        in_stock=(narrowed.matching & ~narrowed.sold_out).bit_count(),
        corrected=taken.corrected if taken and total else "",
        suggestions=nearest(connection, asked.q) if taken and not taken.match else (),
        popular=() if total else popular(connection, narrowed),
    )


def hits(connection: sqlite3.Connection, numbers: Iterable[int], narrowed: Narrowed | None = None) -> tuple[Hit, ...]:
    """What a list shows of these products, in this order: of each the variants that match, where some may not."""
    asked = list(numbers)
    some = msgspec.json.encode(asked).decode()
    rows = connection.execute("SELECT number, body FROM document WHERE number IN (SELECT value FROM json_each(?))", (some,))
    bodies = dict(rows.fetchall())
    documents = [decoded(bodies[number]) for number in asked]
    return tuple(hit(each, narrowed.wanted.fitting(each) if narrowed and narrowed.wanted.of_variants() else None) for each in documents)


def popular(connection: sqlite3.Connection, narrowed: Narrowed) -> tuple[Hit, ...]:
    """What the shop would show first."""
    return hits(connection, ranking.page(_featured(connection, narrowed, narrowed.every), 0, POPULAR))


def matches(connection: sqlite3.Connection, match: str) -> int:
    """The numbers of what the match expression finds."""
    rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (match,)) if match else ()
    return bitmap.bits(number for (number,) in rows)


def _ordered(connection: sqlite3.Connection, asked: SearchQuery, narrowed: Narrowed, taken: Understood | None) -> Iterable[int]:
    within = narrowed.matching
    if narrowed.wanted.of_variants() and asked.sort in (SearchSort.PRICE_UP, SearchSort.PRICE_DOWN):
        return ranking.priced(connection, narrowed.shown_prices(), within, downwards=asked.sort is SearchSort.PRICE_DOWN)
    if asked.sort is not SearchSort.RELEVANCE:
        return ranking.ordered(connection, ranking.ORDER[asked.sort], within)
    if not taken:
        return _featured(connection, narrowed, within)
    if within.bit_count() > ranking.SCORED:
        return ranking.titled(connection, taken.match, within, narrowed.sold_out)
    return ranking.scored(connection, taken.match, within, narrowed.sold_out, taken.readings)


def _featured(connection: sqlite3.Connection, narrowed: Narrowed, within: int) -> Iterator[int]:
    return ranking.stocked_first(lambda part: ranking.ordered(connection, ranking.FEATURED, part), within, narrowed.sold_out)


def _prices(connection: sqlite3.Connection, narrowed: Narrowed) -> PriceRange | None:
    found = narrowed.range()
    if not found:
        return None
    least, most, cheapest = found
    body = connection.execute("SELECT body FROM document WHERE number = ?", (next(bitmap.numbers(cheapest)),)).fetchone()[0]
    return PriceRange(least=least, most=most, currency=decoded(body).card.currency)
