"""Medusa's product export: a row per variant, a price column per currency, comma or semicolon."""

from collections.abc import Iterable, Iterator

from storefront.imports.entry import Entry, picture
from storefront.imports.rows import Row, rows


def entries(lines: Iterable[str], currency: str, delimiter: str = ",") -> Iterator[Entry]:
    """Every row in common words, with its price in `currency`."""
    for row in rows(lines, delimiter):
        yield _entry(row, currency)


def semicolon(lines: Iterable[str], currency: str) -> Iterator[Entry]:
    """The same of a file with semicolons."""
    return entries(lines, currency, ";")


def _entry(row: Row, currency: str) -> Entry:
    status = row["product status"].lower()
    price = row[f"variant price {currency.lower()}"]
    told = ", ".join(sorted(name[-3:].upper() for name in row.cells if name.startswith("variant price ") and row[name])) or "any currency"
    pictures = dict.fromkeys((*([row["product thumbnail"]] if row["product thumbnail"] else []), *row.numbered("product image {}")))
    return Entry(
        line=row.line,
        key=row["product handle"] or row["product id"],
        title=" ".join(row["product title"].split()),
        description=row["product description"],
        tags=tuple(row.numbered("product tag {}")),
        choices=tuple((row[f"variant option {n} name"], row[f"variant option {n} value"]) for n in (1, 2, 3)),
        sku=row["variant sku"],
        price=price,
        pictures=tuple(picture(src) for src in pictures),
        skip="" if status in ("", "published") else f"its status is {status[:40]}",
        wrong=row.wrong or ("" if price else f"the variant has no price in {currency}; the file tells {told}"),
    )
