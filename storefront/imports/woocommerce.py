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

_LANGUAGE, _LANGUAGE_OF_GROUP = "meta: wpml import language code", "language"
_GROUPS = ("meta: wpml import translation group", "translation group")
_SOURCE = "meta: wpml import source language code"
"""Columns of WPML and of Polylang: a row's language, what the versions of a product have in common, and which language
a version was translated from (https://wpml.org/documentation/related-projects/wpml-export-import/).
"""
_UNTAXED = ("none", "shipping")
"""The tax status of what is not taxed itself."""
_AS_PARENT = ("", "parent")
"""The class of variations that are taxed as the product is."""
_KINDS = frozenset(("", "simple", "variable", "virtual", "downloadable", "grouped", "external"))
_LEFT_OUT = {
    "grouped": "it is a group of other products, without a price of its own",
    "external": "it is sold elsewhere",
}


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words."""
    for row in rows(lines, dialect):
        kinds = {kind.strip() for kind in row["type"].lower().split(",")}
        yield _variation(row) if any(kind.endswith("variation") for kind in kinds) else _product(row, kinds)


def _language(row: Row) -> str:
    """Return the language of a row: `de` of `de-AT`.

    A column that is called so alone may tell a book's, unless versions share a group.
    """
    code = row[_LANGUAGE] or (row[_LANGUAGE_OF_GROUP] if _group(row) else "")
    return code.lower().replace("_", "-").partition("-")[0]


def _group(row: Row) -> str:
    return next(filter(None, map(row.__getitem__, _GROUPS)), "")


def _key(row: Row, name: str, sku: str) -> str:
    """Return what the rows of a product have in common: versions in several languages a group, or else the SKU."""
    if (group := _group(row)) and _language(row):
        return f"group:{group}"
    if row[_SOURCE] and sku:
        return sku
    return f"id:{row['id']}" if row["id"] else sku or name


def _product(row: Row, kinds: set[str]) -> Entry:
    price, name, sku = _price(row), words(row["name"]), words(row["sku"])
    variable = any(kind.startswith("variable") for kind in kinds)
    key, is_version = _key(row, name, sku), bool(row[_SOURCE])
    category, other_paths = deepest(paths(row["categories"]))
    return Entry(
        line=row.line,
        key=key,
        also=tuple(dict.fromkeys(filter(None, (f"id:{row['id']}", sku, name)))) if row["id"] and key != sku else (),
        handle="" if is_version else sku if slug(sku) else name,
        apart=row["id"],
        title=name,
        description=text(row["description"]) or text(row["short description"]),
        category=category,
        tags=tuple(map(words, split_list(row["tags"]))),
        brand=words(row["brands"]),
        tax_classes=_tax_classes(row),
        offers=tuple(_attributes(row)) if variable else (),
        sells=not variable,
        language=_language(row),
        is_version=is_version,
        sku=sku,
        price=price.price,
        compare_at=price.before,
        stock=_stock(row),
        pictures=pictures(row["images"]),
        skip=next((_LEFT_OUT[kind] for kind in kinds if kind in _LEFT_OUT), "") or _not_for_sale(row),
        wrong=row.wrong,
        notes=(
            *(note for note in (other_paths, "" if variable else price.note) if note),
            *(_explain_kind(kind) for kind in sorted(kinds - _KINDS)),
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
        language=_language(row),
        wrong=row.wrong or ("" if row["parent"] else "the variation names no parent"),
        notes=(*((price.note,) if price.note else ()), *explain_pieces(row["stock"])),
        translations=languages.read(row.__getitem__, words, text, options=_option_cells(row)),
    )


def _explain_kind(kind: str) -> str:
    return (
        f"its type {kind[:40]!r} is not known here: it is sold once, for its price, without what belongs to that type"
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
