"""What is asked of an index file."""

import sqlite3
from collections.abc import Mapping, Sequence

import msgspec

from backend.contracts.product import Category
from backend.contracts.search import (
    BRAND,
    CATEGORY,
    POPULAR,
    SUGGESTED,
    VALUES,
    Facet,
    FacetValue,
    Hit,
    PriceRange,
    SearchPage,
    SearchQuery,
    SearchSort,
    Suggestions,
    chosen,
)
from backend.search.document import Document, hit
from backend.search.understood import nearest, understood

_FEATURED = "sold_out, rank DESC, id"
_ORDER = {
    SearchSort.RELEVANCE: _FEATURED,
    SearchSort.FEATURED: "rank DESC, id",
    SearchSort.NEWEST: "created_at DESC, id",
    SearchSort.PRICE_UP: "price, id",
    SearchSort.PRICE_DOWN: "price DESC, id",
    SearchSort.NAME: "title, id",
}
_PRICE, _STOCK = "\x00price", "\x00stock"  # no facet of a catalogue can be called so
_decode = msgspec.json.Decoder(Document).decode


def search(connection: sqlite3.Connection, asked: SearchQuery) -> SearchPage:
    """One page of what matches, and what it can be narrowed down by. Raises Refused 400 for filters that cannot be read."""
    taken = understood(connection, asked.q)
    conditions = _conditions(asked, taken.match)
    where, values = _where(conditions)
    matched = connection.execute(f"SELECT count(*) FROM document WHERE {where}", values).fetchone()[0]  # noqa: S608
    start = (asked.page - 1) * asked.limit
    of, order = "document", _ORDER[asked.sort]
    if taken.match and asked.sort is SearchSort.RELEVANCE:
        # Of what FTS5 finds anyway the score is a by-product; asked for product by product it would be found anew each time.
        scored = "SELECT rowid AS number, bm25(words, 10, 4, 3, 8, 2, 1) AS score FROM words WHERE words MATCH ?"
        of, order, values = f"document JOIN ({scored}) USING (number)", "sold_out, score, id", [taken.match, *values]
    rows = connection.execute(f"SELECT body FROM {of} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", [*values, asked.limit, start])  # noqa: S608
    items = tuple(hit(_decode(body)) for (body,) in rows)
    return SearchPage(
        items=items,
        total=matched,
        page=asked.page,
        facets=_facets(connection, asked, conditions),
        prices=_prices(connection, conditions),
        in_stock=_count(connection, conditions | {_STOCK: ("sold_out = 0", [])}),
        corrected=taken.corrected if matched else "",
        suggestions=nearest(connection, asked.q) if not taken.match else (),
        popular=() if matched else _popular(connection),
    )


def suggest(connection: sqlite3.Connection, q: str) -> Suggestions:
    """Products, categories and brands that start so."""
    taken = understood(connection, q)
    if not taken.match:
        return Suggestions()
    rows = connection.execute(
        "SELECT body FROM document JOIN words ON words.rowid = number WHERE words MATCH ? "
        "ORDER BY bm25(words, 10, 4, 3, 8, 2, 1), id LIMIT ?",
        (taken.match, SUGGESTED // 2),
    )
    products = tuple(hit(_decode(body)) for (body,) in rows)
    named = "SELECT value, shown, count(*) FROM facet WHERE name = ? AND shown LIKE ? GROUP BY value ORDER BY count(*) DESC, value LIMIT 2"
    start = q.strip().replace("%", "") + "%"
    categories = connection.execute(named, (CATEGORY, start)).fetchall()
    brands = connection.execute(named, (BRAND, start)).fetchall()
    return Suggestions(
        products=products,
        categories=tuple(Category(path=value, title=title, count=count) for value, title, count in categories),
        corrections=(taken.corrected,) if taken.corrected else (),
        brands=tuple(FacetValue(value=value, title=title, count=count) for value, title, count in brands),
    )


Condition = tuple[str, list[object]]


def _conditions(asked: SearchQuery, match: str) -> dict[str, Condition]:
    """What was asked, each by the facet it belongs to, so that one can be left aside; "" is what none may leave aside."""
    found: dict[str, Condition] = {"": ("1", [])}
    if asked.q.strip():
        found[""] = ("0", []) if not match else ("number IN (SELECT rowid FROM words WHERE words MATCH ?)", [match])
    if asked.category:
        found["\x00category"] = ("number IN (SELECT number FROM facet WHERE name = ? AND value = ?)", [CATEGORY, asked.category])
    for name, values in chosen(asked.filters).items():
        marks = ",".join("?" * len(values))
        found[name] = (f"number IN (SELECT number FROM facet WHERE name = ? AND value IN ({marks}))", [name, *values])  # noqa: S608
    least, most = asked.price_min or 0, asked.price_max if asked.price_max is not None else 2**53
    if asked.price_min is not None or asked.price_max is not None:
        found[_PRICE] = ("price BETWEEN ? AND ?", [least, most])
    if asked.in_stock:
        found[_STOCK] = ("sold_out = 0", [])
    return found


def _where(conditions: Mapping[str, Condition], without: str | None = None) -> tuple[str, list[object]]:
    kept = [condition for name, condition in conditions.items() if name != without]
    return " AND ".join(text for text, _ in kept), [value for _, values in kept for value in values]


def _count(connection: sqlite3.Connection, conditions: Mapping[str, Condition]) -> int:
    where, values = _where(conditions)
    return int(connection.execute(f"SELECT count(*) FROM document WHERE {where}", values).fetchone()[0])  # noqa: S608


def _facets(connection: sqlite3.Connection, asked: SearchQuery, conditions: Mapping[str, Condition]) -> tuple[Facet, ...]:
    selected = chosen(asked.filters)
    where, values = _where(conditions)
    names = [name for (name,) in connection.execute(f"SELECT DISTINCT name FROM facet JOIN document USING (number) WHERE {where}", values)]  # noqa: S608
    facets = []
    for name in sorted({*names, *selected}, key=lambda name: (name != CATEGORY, name != BRAND, name)):
        where, values = _where(conditions, name)
        rows = connection.execute(
            "SELECT value, min(shown), min(facet.title), count(*) FROM facet JOIN document USING (number) "  # noqa: S608
            f"WHERE name = ? AND {where} GROUP BY value ORDER BY count(*) DESC, value",
            [name, *values],
        ).fetchall()
        if name == CATEGORY:
            rows = [row for row in rows if _is_child(row[0], asked.category)]
        shown = tuple(
            FacetValue(value=value, title=title, count=count, selected=value in selected.get(name, ())) for value, title, _, count in rows
        )
        if shown:
            facets.append(Facet(name=name, title=rows[0][2], values=shown[:VALUES]))
    return tuple(facets)


def _is_child(path: str, parent: str | None) -> bool:
    return path.rpartition("/")[0] == (parent or "")


def _prices(connection: sqlite3.Connection, conditions: Mapping[str, Condition]) -> PriceRange | None:
    where, values = _where(conditions, _PRICE)
    least, most, body = connection.execute(f"SELECT min(price), max(price), body FROM document WHERE {where}", values).fetchone()  # noqa: S608
    return PriceRange(least=least, most=most, currency=_decode(body).card.currency) if body else None


def _popular(connection: sqlite3.Connection) -> tuple[Hit, ...]:
    rows: Sequence[tuple[bytes]] = connection.execute(f"SELECT body FROM document ORDER BY {_FEATURED} LIMIT ?", (POPULAR,)).fetchall()  # noqa: S608
    return tuple(hit(_decode(body)) for (body,) in rows)
