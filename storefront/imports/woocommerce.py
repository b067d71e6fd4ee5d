"""WooCommerce's product CSV: columns by name in any order; a variation names its parent by SKU or by `id:44`, wherever
that stands.

https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema
"""

from collections.abc import Iterable, Iterator

from backend.contracts.slug import slug
from backend.contracts.tax import TaxClass
from storefront.imports import languages, tax_classes
from storefront.imports.categories import deepest
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, Price, explain_pieces, whole
from storefront.imports.local_options import OptionCells
from storefront.imports.rows import Row, rows
from storefront.imports.sales import of_days
from storefront.imports.translations import MOST_ATTRIBUTES
from storefront.imports.woocommerce_text import paths, pictures, split_list, text, words

_LANGUAGE, _SOURCE = "meta: wpml import language code", "meta: wpml import source language code"
"""WPML's columns: a version in another language says which it was translated from
(https://wpml.org/documentation/related-projects/wpml-export-import/)."""
_UNTAXED = ("none", "shipping")
"""The tax status of what is not taxed itself."""
_AS_PARENT = ("", "parent")
"""The class of variations that are taxed as the product is."""
_LEFT_OUT = {
    "grouped": "it is a group of other products, without a price of its own",
    "external": "it is sold elsewhere",
}


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words."""
    for row in rows(lines, dialect):
        kinds = {kind.strip() for kind in row["type"].lower().split(",")}
        if row[_SOURCE]:
            yield _version(row)
            continue
        yield _variation(row) if "variation" in kinds else _product(row, kinds)


def _version(row: Row) -> Entry:
    """Return a product's version in another language, which WPML writes into a row of its own, as one to leave out."""
    language = row[_LANGUAGE][:20] or "another language"
    name = words(row["name"])
    return Entry(
        line=row.line,
        key=f"{language}:{row['id'] or words(row['sku']) or name}",
        handle=f"{name} {language}",
        title=name,
        skip=f"it is the version in “{language}” of a product: put its texts beside that one’s, in name:{language}",
    )


def _product(row: Row, kinds: set[str]) -> Entry:
    price, name, sku = _price(row), words(row["name"]), words(row["sku"])
    variable = "variable" in kinds
    category, other_paths = deepest(paths(row["categories"]))
    return Entry(
        line=row.line,
        key=f"id:{row['id']}" if row["id"] else sku or name,
        also=tuple(dict.fromkeys(each for each in (sku, name) if each)) if row["id"] else (),
        handle=sku if slug(sku) else name,
        apart=row["id"],
        title=name,
        description=text(row["description"]) or text(row["short description"]),
        category=category,
        tags=tuple(map(words, split_list(row["tags"]))),
        brand=words(row["brands"]),
        tax_classes=_tax_classes(row),
        offers=tuple(_attributes(row)) if variable else (),
        sells=not variable,
        sku=sku,
        price=price.price,
        compare_at=price.before,
        stock=_stock(row),
        pictures=pictures(row["images"]),
        skip=next((_LEFT_OUT[kind] for kind in kinds if kind in _LEFT_OUT), "") or _not_for_sale(row),
        wrong=row.wrong,
        notes=(
            *(note for note in (other_paths, "" if variable else price.note) if note),
            *_explain_tax_class(row),
            *explain_pieces(row["stock"]),
        ),
        translations=languages.read(
            row.__getitem__,
            words,
            text,
            lambda cell: max(paths(cell), key=len, default=()),
            options=_option_cells(row) if variable else (),
            tags=lambda cell: tuple(map(words, split_list(cell))),
        ),
    )


def _variation(row: Row) -> Entry:
    price = _price(row)
    return Entry(
        line=row.line,
        key=words(row["parent"]),
        choices=tuple((name, values[0] if values else "") for name, values in _attributes(row)),
        sku=words(row["sku"]),
        tax_classes=_tax_classes(row) if row["tax class"].lower() not in _AS_PARENT else tax_classes.ANY,
        price=price.price,
        compare_at=price.before,
        stock=_stock(row),
        pictures=pictures(row["images"]),
        image=next((src for src, *_ in pictures(row["images"])), ""),
        unsold=_explain_unpublished(row),
        wrong=row.wrong or ("" if row["parent"] else "the variation names no parent"),
        notes=(*((price.note,) if price.note else ()), *explain_pieces(row["stock"])),
        translations=languages.read(row.__getitem__, words, text, options=_option_cells(row)),
    )


def _tax_classes(row: Row) -> tax_classes.TaxClasses:
    """Return what it may be to the tax office. An empty class is the standard one, where the file has the column."""
    status, name = row["tax status"].lower(), row["tax class"]
    if status in _UNTAXED:
        return (TaxClass.ZERO,)
    if "tax class" not in row.cells:
        return tax_classes.TAXED if status else tax_classes.ANY
    tax_class = tax_classes.by_name(name) if name else TaxClass.STANDARD
    return (tax_class,) if tax_class else tax_classes.ANY


def _explain_tax_class(row: Row) -> tuple[str, ...]:
    return () if row["tax status"].lower() in _UNTAXED else tax_classes.explain(row["tax class"])


def _attributes(row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and values of each attribute; a variation that leaves a value empty is of any value."""
    for number in range(1, MOST_ATTRIBUTES + 1):
        if name := words(row[f"attribute {number} name"]):
            yield name, tuple(map(words, split_list(row[f"attribute {number} value(s)"])))


def _option_cells(row: Row) -> list[OptionCells]:
    """Return the attributes with the columns that name them, and their values in the same order, in other languages."""
    return [
        OptionCells(
            words(row[f"attribute {number} name"]),
            tuple(map(words, split_list(row[f"attribute {number} value(s)"]))),
            f"attribute {number} name",
            f"attribute {number} value(s)",
            lambda cell: tuple(map(words, split_list(cell))),
        )
        for number in range(1, MOST_ATTRIBUTES + 1)
        if row[f"attribute {number} name"]
    ]


def _price(row: Row) -> Price:
    """Return what it costs today, and what it cost before."""
    regular, sale = words(row["regular price"]), words(row["sale price"])
    if not sale:
        return Price(regular)
    return of_days(regular, sale, row["date sale price starts"], row["date sale price ends"])


def _stock(row: Row) -> int | None:
    return 0 if row["in stock?"] in ("0", "backorder", "onbackorder") else whole(row["stock"])


def _not_for_sale(row: Row) -> str:
    hidden = "it is hidden from the catalogue" if row["visibility in catalog"] == "hidden" else ""
    return _explain_unpublished(row) or hidden


def _explain_unpublished(row: Row) -> str:
    """0 is private, or a variation that is disabled; -1 a draft."""
    return "" if row["published"].lower() in ("", "1", "yes", "true") else "it is not published"
