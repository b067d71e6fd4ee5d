"""WooCommerce's product CSV: columns by name in any order; a variation names its parent by SKU or by `id:44`, wherever that stands.

https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from storefront.imports.entry import Entry, parts, picture, whole
from storefront.imports.rows import Row, rows

_LEFT_OUT = {"grouped": "it is a group of other products, without a price of its own", "external": "it is sold elsewhere"}


def entries(lines: Iterable[str], currency: str) -> Iterator[Entry]:
    """Every row in common words."""
    for row in rows(lines):
        kinds = {kind.strip() for kind in row["type"].lower().split(",")}
        yield _variation(row) if "variation" in kinds else _product(row, kinds)


def _product(row: Row, kinds: set[str]) -> Entry:
    price, before = _prices(row)
    return Entry(
        line=row.line,
        key=row["sku"] or row["name"],
        also=(f"id:{row['id']}",) if row["id"] else (),
        title=" ".join(row["name"].split()),
        description=row["description"] or row["short description"],
        category=parts(max(row["categories"].split(","), key=lambda path: path.count(">"))),
        tags=parts(row["tags"], ","),
        brand=" ".join(row["brands"].split()),
        sells="variable" not in kinds,
        sku=row["sku"],
        price=price,
        compare_at=before,
        stock=_stock(row),
        pictures=tuple(picture(src) for src in parts(row["images"], ",")),
        skip=next((_LEFT_OUT[kind] for kind in kinds if kind in _LEFT_OUT), "") or _not_for_sale(row),
        wrong=row.wrong,
    )


def _variation(row: Row) -> Entry:
    price, before = _prices(row)
    names = [row[f"attribute {number} name"] for number in range(1, 10)]
    values = [row[f"attribute {number} value(s)"] for number in range(1, 10)]
    return Entry(
        line=row.line,
        key=row["parent"],
        choices=tuple((name, value) for name, value in zip(names, values, strict=True) if name and value),
        sku=row["sku"],
        price=price,
        compare_at=before,
        stock=_stock(row),
        pictures=tuple(picture(src) for src in parts(row["images"], ",")),
        unsold=_unpublished(row),
        wrong=row.wrong or ("" if row["parent"] else "the variation names no parent"),
    )


def _prices(row: Row) -> tuple[str, str]:
    """What it costs today, and what it cost before."""
    today = datetime.now(UTC).date().isoformat()
    starts, ends = row["date sale price starts"][:10], row["date sale price ends"][:10]
    if row["sale price"] and (not starts or starts <= today) and (not ends or today <= ends):
        return row["sale price"], row["regular price"]
    return row["regular price"], ""


def _stock(row: Row) -> int | None:
    return 0 if row["in stock?"] == "0" else whole(row["stock"])


def _not_for_sale(row: Row) -> str:
    hidden = "it is hidden from the catalogue" if row["visibility in catalog"] == "hidden" else ""
    return _unpublished(row) or hidden


def _unpublished(row: Row) -> str:
    """0 is private, or a variation that is disabled; -1 a draft."""
    return "" if row["published"] in ("", "1") else "it is not published"
