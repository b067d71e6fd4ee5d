"""Medusa's product export: a row per variant, a price column per currency."""

from collections.abc import Iterable, Iterator

from storefront.imports import languages
from storefront.imports.dialect import Dialect, no_price
from storefront.imports.entry import Entry, picture
from storefront.imports.image_urls import addresses
from storefront.imports.local_options import OptionCells
from storefront.imports.rows import Row, rows


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words, with its price in the first of the dialect's currencies that it has."""
    for row in rows(lines, dialect):
        yield _entry(row, dialect)


def _entry(row: Row, dialect: Dialect) -> Entry:
    status = row["product status"].lower()
    priced = {code: price for code in dialect.currencies if (price := row[f"variant price {code.lower()}"])}
    code, price = next(iter(priced.items()), ("", ""))
    texts = (
        ", ".join(sorted(name[-3:].upper() for name in row.cells if name.startswith("variant price ") and row[name]))
        or "any currency"
    )
    pictures = dict.fromkeys(
        (*([row["product thumbnail"]] if row["product thumbnail"] else []), *row.numbered_cells("product image {}"))
    )
    choices = tuple((row[f"variant option {n} name"], row[f"variant option {n} value"]) for n in (1, 2, 3))
    return Entry(
        line=row.line,
        key=row["product handle"] or row["product id"],
        title=" ".join(row["product title"].split()),
        description=row["product description"],
        tags=tuple(row.numbered_cells("product tag {}")),
        choices=choices,
        currency=code,
        sku=row["variant sku"],
        price=price,
        pictures=tuple(picture(src) for cell in pictures for src in addresses(cell)),
        skip="" if status in ("", "published") else f"its status is {status[:40]}",
        wrong=row.wrong or ("" if price else no_price(dialect, texts)),
        translations=languages.read(
            row.__getitem__,
            lambda text: " ".join(text.split()),
            options=[
                OptionCells(name, (value,) if value else (), f"variant option {n} name", f"variant option {n} value")
                for n, (name, value) in enumerate(choices, 1)
            ],
        ),
    )
