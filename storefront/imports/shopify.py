"""Shopify's product CSV, with the header before 2025 and the present one, and our own export, which is the same with
more columns.

The first row of a handle carries the product; others with the same handle are its further variants and pictures.
https://help.shopify.com/en/manual/products/import-export/using-csv
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from backend.contracts.colours import Colour
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import MAX_COLOURS
from backend.contracts.tax import TaxClass
from storefront.imports import languages, tax_classes
from storefront.imports.columns import (
    COLOURS,
    CONTENT,
    CONTENT_UNIT,
    CURRENCY,
    HEIGHT,
    KIND,
    RANK,
    SHOWS,
    TAX_CLASS,
    VALUES,
    WIDTH,
    Columns,
    columns,
)
from storefront.imports.dialect import Dialect
from storefront.imports.entities import decode_entities, decode_markup
from storefront.imports.entry import Entry, explain_pieces, parts, picture, whole
from storefront.imports.formula_injection import split, unescape_formula
from storefront.imports.image_urls import addresses
from storefront.imports.local_options import shopify_cells
from storefront.imports.rows import Row, rows
from storefront.web.parsing import parse_int

_YES = ("true", "yes", "1", "wahr", "vrai", "verdadero", "vero", "waar", "prawda", "verdadeiro", "sant", "sand", "sann")
_NO = ("false", "no", "0", "falsch", "faux", "falso", "onwaar", "fałsz", "falskt", "falsk", "usann")
"""As spreadsheets write true and false in their languages."""
_COLOURS = frozenset(Colour)
_PAIR = 2  # an option and its value
_number = partial(parse_int, otherwise=0, digits=7)


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words."""
    names = None
    for row in rows(lines, dialect):
        names = names or columns(row.cells)
        yield _ours(row, names) if RANK.lower() in row.cells else _entry(row, names)


def _entry(row: Row, names: Columns) -> Entry:
    pictures, is_voucher = addresses(row[names.image]), row["gift card"].lower() in _YES
    return Entry(
        line=row.line,
        key=row[names.handle],
        title=decode_entities(row[names.title]),
        description=decode_markup(row[names.body]),
        brand=decode_entities(row[names.vendor]),
        category=_path(row[names.taxonomy] or row[names.type]),
        tags=tuple(map(decode_entities, parts(row[names.tags], ","))),
        choices=tuple((row[f"option{n} name"], row[f"option{n} value"]) for n in (1, 2, 3)),
        sells=bool(row[names.price] or row["option1 value"]),
        sku=row[names.sku],
        price=row[names.price],
        kind=ProductKind.VOUCHER if is_voucher else ProductKind.GOODS,
        tax_classes=_tax_classes(row[names.taxable].lower()),
        compare_at="" if is_voucher else row[names.compare_at],
        content=" ".join((row[CONTENT.lower()], row[CONTENT_UNIT.lower()])).strip(),
        stock=whole(row[names.stock]),
        pictures=tuple(picture(src, "" if number else row[names.alt]) for number, src in enumerate(pictures)),
        position=_number(row[names.position]),
        image=next(iter(addresses(row[names.variant_image])), ""),
        skip=_not_for_sale(row, names),
        wrong=row.wrong or _unclear(row, names),
        notes=explain_pieces(row[names.stock]),
        translations=languages.read(
            row.__getitem__, decode_entities, decode_markup, _path, shopify_cells(row.__getitem__)
        ),
    )


def _tax_classes(taxable: str) -> tax_classes.TaxClasses:
    if taxable in _NO:
        return (TaxClass.ZERO,)
    return tax_classes.TAXED if taxable in _YES else tax_classes.ANY


def _path(cell: str) -> tuple[str, ...]:
    return tuple(map(decode_entities, parts(cell)))


def _ours(row: Row, names: Columns) -> Entry:
    """Our export: cells are exact, the marks against formulas come off, and lists are escaped."""
    row.usage.ask_all()
    exact = defaultdict(str, {name: unescape_formula(text) for name, text in row.cells.items()})
    cell = exact.get
    src = cell(names.image, "")
    sized = (_number(row[WIDTH.lower()]) or 1200, _number(row[HEIGHT.lower()]) or 1200)
    plain = _entry(row, names)
    colours = split(cell(COLOURS.lower(), ""), ", ")
    unknown = [each for each in colours if each and each not in _COLOURS]
    return Entry(
        line=row.line,
        key=plain.key,
        title=cell(names.title, ""),
        description=cell(names.body, ""),
        brand=cell(names.vendor, ""),
        category=split(cell(names.taxonomy, ""), " > "),
        tags=split(cell(names.tags, ""), ", "),
        currency=row[CURRENCY.lower()],
        rank=_number(row[RANK.lower()]),
        kind=ProductKind.VOUCHER if cell(KIND.lower(), "") == ProductKind.VOUCHER else ProductKind.GOODS,
        tax_classes=(own,) if (own := tax_classes.by_name(cell(TAX_CLASS.lower(), ""))) else plain.tax_classes,
        choices=tuple((cell(f"option{n} name", ""), cell(f"option{n} value", "")) for n in (1, 2, 3)),
        values=tuple(split(cell(name.lower(), ""), ", ") for name in VALUES),
        sells=plain.sells,
        sku=plain.sku,
        price=plain.price,
        compare_at=plain.compare_at,
        content=plain.content,
        stock=plain.stock,
        pictures=((src, cell(names.alt, ""), *sized),) if src else (),
        shows=tuple(pair for each in split(cell(SHOWS.lower(), ""), ", ") if len(pair := split(each, "=")) == _PAIR),
        colours=tuple(Colour(each) for each in colours if each in _COLOURS)[:MAX_COLOURS],
        notes=(
            *((f"the shop knows no picture colour {', '.join(unknown)[:80]!r}: left out",) if unknown else ()),
            *tax_classes.explain(cell(TAX_CLASS.lower(), "")),
        ),
        position=plain.position,
        skip=plain.skip,
        wrong=plain.wrong,
        translations=languages.read_export(exact.__getitem__),
    )


def _not_for_sale(row: Row, names: Columns) -> str:
    if (status := row[names.status].lower()) not in ("", "active"):
        return f"its status is {status[:40]}"
    return "it is not published" if row[names.published].lower() in _NO else ""


def _unclear(row: Row, names: Columns) -> str:
    published = row[names.published].lower()
    return "" if published in (*_YES, *_NO, "") else f"Published is {published[:20]!r}, neither true nor false"
