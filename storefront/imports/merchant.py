"""Google's product feed, as tab-separated values or as RSS or Atom; one item per variant, joined by `item_group_id`.

https://support.google.com/merchants/answer/7052112
"""

from collections.abc import Iterable, Iterator

from storefront.imports import languages
from storefront.imports.columns import MEASURE
from storefront.imports.dialect import Dialect
from storefront.imports.entities import decode_entities, decode_markup
from storefront.imports.entry import Entry, Price, explain_pieces, parts, picture, whole
from storefront.imports.image_urls import addresses
from storefront.imports.money import SHARED, split_currency
from storefront.imports.rows import Row, rows
from storefront.imports.sales import of_window
from storefront.imports.xml import items

_CHOICES = ("color", "size", "material", "pattern")
_PIECES = ("quantity", "sell_on_google_quantity", "quantity_to_sell_on_facebook", "inventory")
"""What programs and further markets call the number of pieces, for which Google has no column."""
OF_FEEDS = frozenset((
    *("link", "mobile link", "image link", "additional image link", "availability", "condition", "gtin", "mpn"),
    *("google product category", "product type", "item group id", "sale price effective date", "identifier exists"),
    *("unit pricing measure", "shipping", "summary", "sell on google quantity", "quantity to sell on facebook"),
))  # fmt: skip
"""Columns that only feeds have, as `headers.plain` has them: other tables have an id, a title and a price as well."""
_NOT_THERE = ("out_of_stock", "preorder", "backorder")


def table(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row of the feed as a table in common words."""
    for row in rows(lines, dialect):
        named = {name.replace(" ", "_"): text for name, text in row.cells.items()}
        yield _entry(Row(row.line, named, row.nameless, row.broken, row.usage))


def tree(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every item of the XML feed in common words."""
    for line, cells in items(lines):
        dialect.usage.fill(cells)
        yield _entry(Row(line, cells, usage=dialect.usage))


def _entry(row: Row) -> Entry:
    price = _price(row)
    currency = split_currency(row["price"])[1]
    group = row["item_group_id"]
    pieces = next(filter(None, map(row.__getitem__, _PIECES)), "")
    kind = row["product_type"] or row["google_product_category"]
    return Entry(
        line=row.line,
        key=group or row["id"],
        title=decode_entities(row["title"]),
        description=decode_markup(row["description"] or row["summary"]),
        brand=decode_entities(row["brand"]),
        category=() if kind.isdigit() else tuple(map(decode_entities, parts(kind))),
        currency="" if currency in SHARED else currency,
        choices=tuple((name.capitalize(), row[name]) for name in _CHOICES if row[name]) if group else (),
        loose=True,
        sku=row["id"],
        price=price.price,
        compare_at=price.before,
        content=row[MEASURE],
        stock=0 if row["availability"].lower().replace(" ", "_") in _NOT_THERE else whole(pieces),
        pictures=tuple(map(picture, (*addresses(row["image_link"]), *addresses(row["additional_image_link"])))),
        wrong=row.wrong,
        notes=(*((price.note,) if price.note else ()), *explain_pieces(pieces)),
        translations=languages.read(
            lambda name: row[name.replace(" ", "_")],
            decode_entities,
            category=lambda cell: tuple(map(decode_entities, parts(cell))),
        ),
    )


def _price(row: Row) -> Price:
    if not row["sale_price"]:
        return Price(row["price"])
    return of_window(row["price"], row["sale_price"], row["sale_price_effective_date"])
