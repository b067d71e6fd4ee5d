"""The shop's catalogue as a Shopify product CSV that imports back to the same products, and runs nothing in a
spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import IO

from backend.contracts.currencies import decimal
from backend.contracts.product.content import Content, decimal_content, priced_unit
from backend.contracts.product.models import MAX_PAGE_SIZE, Picture, Product, ProductBody, Variant
from backend.contracts.product.operations import GET_PRODUCT, LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery, ProductPath
from backend.contracts.shop import LANGUAGES
from backend.contracts.tax import TaxClass
from storefront.clients import api
from storefront.imports.columns import (
    BASE,
    BASE_UNIT,
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
)
from storefront.imports.formula_injection import escape_formula, join

_OPTIONS = (1, 2, 3)
_LOCAL_OPTIONS, ALT = tuple(f"Option{number} Name" for number in _OPTIONS), "Image Alt Text"
_LOCAL = ("Title", "Body (HTML)", "Product Category", "Tags")
"""What there is in further languages, too: the column says which, such as Title (de)."""
CONTENTS = (CONTENT, CONTENT_UNIT, BASE, BASE_UNIT)
HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published",
    *(f"Option{number} {part}" for number in _OPTIONS for part in ("Name", "Value")),
    "Variant SKU", "Variant Price", "Variant Compare At Price", "Variant Taxable", *CONTENTS,
    "Image Src", "Image Position", ALT,
    "Status", RANK, KIND, TAX_CLASS, CURRENCY, WIDTH, HEIGHT, SHOWS, COLOURS, *VALUES,
    *(f"{name} ({language})" for language in LANGUAGES[1:] for name in (*_LOCAL, *_LOCAL_OPTIONS, *VALUES, ALT)),
)  # fmt: skip


def catalogue() -> Iterator[Product]:
    """Yield every product of the shop, newest first.

    Raises api.Unavailable; one that is withdrawn meanwhile is left out.
    """
    cursor = None
    while True:
        page = api.call(LIST_PRODUCTS, query=ListQuery(cursor=cursor, limit=MAX_PAGE_SIZE), bypass_cache=True)
        for card in page.items:
            try:
                yield api.call(GET_PRODUCT, path=ProductPath(product_id=card.id), bypass_cache=True)
            except api.Refusal as refusal:
                if refusal.problem.status != 404:
                    raise
        if (cursor := page.next) is None:
            return


def write(products: Iterable[Product], out: IO[str]) -> int:
    """Write the CSV; how many products it holds."""
    writer = csv.DictWriter(out, HEADER, restval="")
    writer.writeheader()
    count = 0
    for product in products:
        writer.writerows(
            {name: escape_formula(cell) for name, cell in row.items()} for row in rows(product.id, product)
        )
        count += 1
    return count


def rows(id: str, product: ProductBody) -> Iterator[dict[str, str]]:
    """Yield a row per variant, with the pictures beside them; the first carries the product."""
    for number, (variant, picture) in enumerate(zip_longest(product.variants, product.pictures)):
        cells = {"Handle": id}
        if number == 0:
            cells |= _head(product)
        if variant is not None:
            cells |= _variant(product, variant)
        if picture is not None:
            cells |= _picture(picture, number + 1) | _local_alts(product, picture)
        yield cells


def _head(product: ProductBody) -> dict[str, str]:
    option_values = {VALUES[n]: join(option.values, ", ") for n, option in enumerate(product.options)}
    return (
        option_values
        | _local_texts(product)
        | _local_options(product)
        | {
            "Title": product.title,
            "Body (HTML)": product.description,
            "Vendor": product.brand,
            "Product Category": join(product.category, " > "),
            "Type": product.category[-1],
            "Tags": join(product.tags, ", "),
            "Published": "true",
            "Status": "active",
            RANK: str(product.rank),
            KIND: product.kind,
            TAX_CLASS: product.tax_class,
            CURRENCY: product.currency,
        }
    )


def _local_texts(product: ProductBody) -> dict[str, str]:
    return {
        f"{name} ({each.language})": text
        for each in product.translations
        if each.language in LANGUAGES
        for name, text in zip(
            _LOCAL, (each.title, each.description, join(each.category, " > "), join(each.tags, ", ")), strict=True
        )
    }


def _local_options(product: ProductBody) -> dict[str, str]:
    """Return what options are called, and their values in the values' order, those without a name as they are."""
    cells = {}
    for each in product.translations:
        names = {local.option: local for local in each.options}
        for number, option in enumerate(product.options):
            if each.language in LANGUAGES and (local := names.get(option.name)):
                titles = local.titles
                listed = [titles.get(value, value) for value in option.values] if titles else ()
                cells[f"{_LOCAL_OPTIONS[number]} ({each.language})"] = local.title
                cells[f"{VALUES[number]} ({each.language})"] = join(listed, ", ")
    return cells


def _local_alts(product: ProductBody, picture: Picture) -> dict[str, str]:
    return {
        f"{ALT} ({each.language})": local.alt
        for each in product.translations
        for local in each.alts
        if each.language in LANGUAGES and local.src == picture.src
    }


def _variant(product: ProductBody, variant: Variant) -> dict[str, str]:
    cells = {"Variant SKU": variant.sku, "Variant Price": decimal(variant.price, product.currency)}
    cells["Variant Taxable"] = "false" if product.tax_class is TaxClass.ZERO else "true"
    if variant.compare_at is not None:
        cells["Variant Compare At Price"] = decimal(variant.compare_at, product.currency)
    if variant.content:
        base = str(priced_unit(variant.content.unit))
        cells |= dict(
            zip(CONTENTS, (_unmistakable(variant.content), str(variant.content.unit), "1", base), strict=True)
        )
    named = [(option.name, value) for option, value in zip(product.options, variant.values, strict=True)] or [
        ("Title", "Default Title")
    ]
    for number, (name, value) in enumerate(named, 1):
        cells |= {f"Option{number} Name": name, f"Option{number} Value": value}
    return cells


def _unmistakable(content: Content) -> str:
    """Return how many units it is; three decimals get a fourth, since 1.234 may be more than a thousand elsewhere."""
    number = decimal_content(content)
    return f"{number}0" if number[-4:-3] == "." else number


def _picture(picture: Picture, position: int) -> dict[str, str]:
    return {
        "Image Src": picture.src,
        "Image Position": str(position),
        ALT: picture.alt,
        WIDTH: str(picture.width),
        HEIGHT: str(picture.height),
        SHOWS: join((join((each.option, each.value), "=") for each in picture.shows), ", "),
        COLOURS: join(picture.colours, ", "),
    }
