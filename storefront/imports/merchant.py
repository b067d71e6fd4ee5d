"""Google's product feed, as tab-separated values or as RSS or Atom; one item per variant, joined by `item_group_id`.

https://support.google.com/merchants/answer/7052112
"""

import re
from collections.abc import Iterable, Iterator

from storefront.imports.entry import Entry, parts, picture
from storefront.imports.rows import Row, rows
from storefront.imports.xml import APART, items

_APART = re.compile(rf"{APART}|,(?=\s*https?://)")
_CHOICES = ("color", "size", "material", "pattern")


def table(lines: Iterable[str], currency: str) -> Iterator[Entry]:
    """Every row of the tab-separated feed in common words."""
    for row in rows(lines, "\t"):
        named = {name.replace(" ", "_"): text for name, text in row.cells.items()}
        yield _entry(Row(row.line, named, row.nameless))


def tree(lines: Iterable[str], currency: str) -> Iterator[Entry]:
    """Every item of the XML feed in common words."""
    for line, cells in items(lines):
        yield _entry(Row(line, cells))


def _entry(row: Row) -> Entry:
    price, currency = _price(row["price"])
    sale, _ = _price(row["sale_price"])
    group = row["item_group_id"]
    kind = row["product_type"] or row["google_product_category"]
    return Entry(
        line=row.line,
        key=group or row["id"],
        title=" ".join(row["title"].split()),
        description=row["description"],
        brand=" ".join(row["brand"].split()),
        category=() if kind.isdigit() else parts(kind),
        currency=currency,
        choices=tuple((name.capitalize(), row[name]) for name in _CHOICES if row[name]) if group else (),
        loose=True,
        sku=row["id"],
        price=sale or price,
        compare_at=price if sale else "",
        stock=0 if row["availability"].lower().replace(" ", "_") == "out_of_stock" else None,
        pictures=tuple(picture(src) for src in (row["image_link"], *_links(row["additional_image_link"])) if src.strip()),
        wrong=row.wrong,
    )


def _links(cell: str) -> list[str]:
    """Several in one cell: each in an element of its own, or parted by commas, which an address may hold, too."""
    return _APART.split(cell) if "://" in cell else cell.split(",")


def _price(text: str) -> tuple[str, str]:
    """`15.00 USD` → 15.00, USD."""
    number, _, currency = text.partition(" ")
    return number, currency.strip().upper()
