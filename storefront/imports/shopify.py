"""Shopify's product CSV, with the header before 2025 and the present one, as products of the contract.

The first row of a handle carries the product; those after it with the same handle are its further variants and pictures.
https://help.shopify.com/en/manual/products/import-export/using-csv
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import msgspec
from django.utils.text import slugify

from backend.contracts.product import NewProduct
from storefront.imports.columns import Columns, columns
from storefront.imports.parts import Wrong, category, options, pictures, variants
from storefront.imports.rows import Row, rows


@dataclass(frozen=True)
class Bad:
    """A product that cannot be imported: the line where it goes wrong, its handle, and the reason."""

    line: int
    handle: str
    reason: str


@dataclass(frozen=True)
class Skipped:
    """A product that its merchant does not sell: a draft, archived or unpublished."""

    line: int
    handle: str
    reason: str


@dataclass(frozen=True)
class Good:
    """A product to put into the shop, and the line it begins on."""

    line: int
    product: NewProduct


Found = Good | Bad | Skipped


def products(lines: Iterable[str], currency: str) -> Iterator[Found]:
    """Every product of the file in its order, each as a whole or not at all. Raises NotReadable for what is no product CSV."""
    seen: set[str] = set()
    found = iter(rows(lines))
    first = next(found, None)
    if first is None:
        return
    names = columns(first.cells)
    for handle, group in groupby(_again(first, found), key=lambda row: row[names.handle]):
        yield _product(handle, list(group), names, currency, seen)


def _again(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _product(handle: str, group: list[Row], names: Columns, currency: str, seen: set[str]) -> Found:
    line, id = group[0].line, slugify(handle)[:100].strip("-")
    if not id:
        return Bad(line, handle, "the handle has no letter or digit" if handle else "there is no handle")
    if id in seen:
        return Bad(line, handle, "the handle was there before, further up; rows of one product must stand together")
    seen.add(id)
    if reason := _not_for_sale(group[0], names):
        return Skipped(line, handle, reason)
    try:
        return Good(line, _made(id, group, names, currency))
    except Wrong as wrong:
        return Bad(wrong.line, handle, wrong.reason)
    except msgspec.ValidationError as error:
        return Bad(line, handle, str(error).replace("`$.", "`"))


def _not_for_sale(row: Row, names: Columns) -> str:
    if (status := row[names.status].lower()) not in ("", "active"):
        return f"its status is {status}"
    return "it is not published" if row[names.published].lower() == "false" else ""


def _made(id: str, group: list[Row], names: Columns, currency: str) -> NewProduct:
    """The product of these rows. Raises Wrong, and msgspec's ValidationError where the contract does not hold."""
    for each in group:
        if each.nameless:
            raise Wrong(each.line, f"{each.nameless} more cells than the header has columns: is a quote missing?")
    row = group[0]
    found = options(group, names)
    made = {
        "id": id,
        "title": row[names.title],
        "currency": currency,
        "category": category(row, names),
        "brand": row[names.vendor],
        "description": row[names.body],
        "tags": tuple(dict.fromkeys(tag.strip() for tag in row[names.tags].split(",") if tag.strip())),
        "pictures": pictures(group, names),
        "options": found,
        "variants": variants(id, group, names, len(found)),
    }
    return msgspec.convert(msgspec.to_builtins(made), NewProduct)
