"""Google's product feed, as tab-separated values or as RSS or Atom; one item per variant, joined by `item_group_id`.

https://support.google.com/merchants/answer/7052112
"""

import re
from collections.abc import Iterable, Iterator

from storefront.imports import languages
from storefront.imports.columns import MEASURE
from storefront.imports.dialect import Dialect
from storefront.imports.entities import decode_entities
from storefront.imports.entry import Entry, Price, parts, picture
from storefront.imports.money import SHARED, split_currency
from storefront.imports.rows import Row, rows
from storefront.imports.sales import of_window
from storefront.imports.xml import SEPARATOR, items

_APART = re.compile(rf"{SEPARATOR}|,(?=\s*https?://)")
_CHOICES = ("color", "size", "material", "pattern")
_NOT_THERE = ("out_of_stock", "preorder", "backorder")


def table(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row of the feed as a table in common words."""
    for row in rows(lines, dialect):
        named = {name.replace(" ", "_"): text for name, text in row.cells.items()}
        yield _entry(Row(row.line, named, row.nameless, row.broken))


def tree(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every item of the XML feed in common words."""
    for line, cells in items(lines):
        yield _entry(Row(line, cells))


def _entry(row: Row) -> Entry:
    price = _price(row)
    currency = split_currency(row["price"])[1]
    group = row["item_group_id"]
    kind = row["product_type"] or row["google_product_category"]
    return Entry(
        line=row.line,
        key=group or row["id"],
        title=decode_entities(row["title"]),
        description=row["description"],
        brand=decode_entities(row["brand"]),
        category=() if kind.isdigit() else tuple(map(decode_entities, parts(kind))),
        currency="" if currency in SHARED else currency,
        choices=tuple((name.capitalize(), row[name]) for name in _CHOICES if row[name]) if group else (),
        loose=True,
        sku=row["id"],
        price=price.price,
        compare_at=price.before,
        content=row[MEASURE],
        stock=0 if row["availability"].lower().replace(" ", "_") in _NOT_THERE else None,
        pictures=tuple(
            picture(src) for src in (row["image_link"], *_links(row["additional_image_link"])) if src.strip()
        ),
        wrong=row.wrong,
        notes=(price.note,) if price.note else (),
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


def _links(cell: str) -> list[str]:
    """Several in one cell: each in an element of its own, or parted by commas, which an address may hold, too."""
    return _APART.split(cell) if "://" in cell else cell.split(",")
