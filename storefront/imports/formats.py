"""The formats that merchants have, and how each is told by its content."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from storefront.imports import (
    headers,
    lists,
    magento,
    medusa,
    merchant,
    oscar,
    saleor,
    shopify,
    shopify_inventory,
    strangers,
    table,
    table_columns,
    table_header,
    woocommerce,
)
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, NotReadable
from storefront.imports.records import Records

Reader = Callable[[Iterable[str], Dialect], Iterator[Entry]]

READERS: dict[str, Reader] = {
    "shopify": shopify.entries,
    "shopify-inventory": shopify_inventory.entries,
    "woocommerce": woocommerce.entries,
    "google-tsv": merchant.table,
    "google-xml": merchant.tree,
    "magento": magento.entries,
    "medusa": medusa.entries,
    "oscar": oscar.entries,
    "retail-demo-store": lists.retail,
    "eshop": lists.eshop,
    "saleor": saleor.entries,
    "table": table.entries,
    "bestbuy-categories": lists.bestbuy,
}
IN_PIECES = frozenset(("eshop", "saleor", "bestbuy-categories", "google-xml"))
"""JSON and XML may stand on one line, of any length."""
TABLES = frozenset(("shopify", "shopify-inventory", "woocommerce", "google-tsv", "magento", "medusa", "oscar", "table"))
OF_PIECES = frozenset(("shopify-inventory",))
"""Files that tell pieces alone, of products that the shop has already."""
WITH_POINT = frozenset(("eshop", "saleor", "retail-demo-store"))
"""Programs write these, and a decimal point always."""
_HEADER_WITHIN = 30
"""Lines from the top among which a header may stand, below titles and empty lines."""
_KEYS = (
    ("saleor", ('"model"', '"fields"')),
    ("bestbuy-categories", ('"path"', '"subCategories"')),
    ("eshop", ('"Id"', '"Name"')),
)


def recognize(lines: Iterator[str], format: str = "") -> Dialect:
    """Return the format that the file's beginning shows, or that is named, and how it is written.

    Raises NotReadable with what was seen instead.
    """
    if format and format not in TABLES:
        return Dialect(format=format, decimal="." if format in WITH_POINT else "")
    start = list(islice(lines, _HEADER_WITHIN))
    first = next((line.lstrip() for line in start if line.strip()), "")
    if not first:
        raise NotReadable("the file is empty")
    if not format and (document := _document(first, start, lines)):
        return Dialect(format=document, decimal="." if document in WITH_POINT else "")
    plain = table_header.find_header(start) if format in ("", "table") else None
    if format not in ("oscar", "table") and (dialect := headers.header(start, format)):
        return plain if plain and not format and _is_plain_list(dialect, plain, start) else dialect
    if plain and (format or not strangers.explain_rows([start[plain.before]])):
        return plain
    return _without_header(start, format)


def _is_plain_list(feed: Dialect, plain: Dialect, start: list[str]) -> bool:
    """Return whether what begins as a feed has no column that only feeds have, and some that they have not; or what
    begins as pieces alone has prices as well.
    """
    if feed.format in OF_PIECES:
        return feed.before == plain.before
    names = set(headers.canonical(headers.split_cells(start[feed.before], feed.delimiter)))
    more = {"SKU", "pieces", "category", "pictures"} & set(table_columns.find_layout(names - {"id"}).columns)
    return feed.format == "google-tsv" and merchant.OF_FEEDS.isdisjoint(names) and bool(more)


def _document(first: str, start: list[str], lines: Iterator[str]) -> str:
    if reason := strangers.explain_document(start):
        raise NotReadable(reason)
    if first.startswith("<"):
        return "google-xml"
    if re.match(r"- (id|name) *:", first):
        return "retail-demo-store"
    if not first.startswith("[") or first.startswith("[]"):
        return ""
    text = "".join(start).lstrip()
    for line in lines:
        if len(text) > 4000:
            break
        text += line
    document = next((name for name, keys in _KEYS if all(key in text[:4000] for key in keys)), "")
    if not document:
        raise NotReadable("line 1: a JSON list of a kind that is not known here")
    return document


def _without_header(start: list[str], format: str) -> Dialect:
    """Oscar's books have no header; of all else it is said what is missing."""
    seen: list[str] = []
    for delimiter in headers.DELIMITERS:
        record = next((each for each in Records(start, delimiter) if any(each.cells)), None)
        cells = record.cells if record else []
        if len(cells) == len(oscar.HEADER) and (format == "oscar" or (not format and _a_book(cells))):
            return Dialect(format="oscar", delimiter=delimiter)
        seen = max(seen, cells, key=len)
    if format == "oscar":
        return Dialect(format="oscar", delimiter=",")
    if not format and (reason := strangers.explain_table(start)):
        raise NotReadable(reason)
    if lacking := headers.missing(start, format) or ("" if format else table_header.explain_no_price(start)):
        raise NotReadable(lacking)
    shown = ", ".join(cell.strip()[:30] for cell in seen[:6])
    raise NotReadable(
        f"line 1: no format that is known here; the line begins with {shown[:150]!r}. Name the format if you know it"
    )


def _a_book(cells: list[str]) -> bool:
    return cells[2].strip().isalnum() and re.fullmatch(r"[0-9]+[.,][0-9]+", cells[7].strip()) is not None
