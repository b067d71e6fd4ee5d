"""Oscar's book CSV: no header; class, category path, UPC, title, description, partner, partner SKU, price, stock."""

from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from backend.contracts.slug import slug
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, parts, whole
from storefront.imports.rows import rows
from storefront.imports.spool import former_slug

HEADER = ("class", "category", "upc", "title", "description", "partner", "sku", "price", "stock")


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words: one product each."""
    for row in rows(lines, dialect, HEADER):
        yield Entry(
            line=row.line,
            key=f"{slug(row['title'], 80)}-{row['upc']}",
            former=former_slug(f"{slugify(row['title'])[:80]}-{row['upc']}"),
            title=" ".join(row["title"].split()),
            description=row["description"],
            category=parts(row["category"]),
            sku=row["sku"] or row["upc"],
            price=row["price"],
            stock=whole(row["stock"]),
            wrong=row.wrong
            or ("" if len(row.cells) == len(HEADER) else f"has {len(row.cells)} cells, not {len(HEADER)}"),
        )
