"""The formats that merchants have, and how each is told by its content."""

import re
from collections.abc import Callable, Iterable, Iterator

from storefront.imports import lists, medusa, merchant, oscar, saleor, shopify, woocommerce
from storefront.imports.columns import CLASSIC, PRESENT
from storefront.imports.entry import Entry, NotReadable
from storefront.imports.rows import records

Reader = Callable[[Iterable[str], str], Iterator[Entry]]

READERS: dict[str, Reader] = {
    "shopify": shopify.entries,
    "woocommerce": woocommerce.entries,
    "google-tsv": merchant.table,
    "google-xml": merchant.tree,
    "medusa": medusa.entries,
    "medusa-semicolon": medusa.semicolon,
    "oscar": oscar.entries,
    "retail-demo-store": lists.retail,
    "eshop": lists.eshop,
    "saleor": saleor.entries,
    "bestbuy-categories": lists.bestbuy,
}
IN_PIECES = frozenset(("eshop", "saleor", "bestbuy-categories", "google-xml"))
"""JSON and XML may stand on one line, of any length."""
_HEADERS = (
    ("shopify", ",", {CLASSIC.handle, CLASSIC.title, CLASSIC.price}),
    ("shopify", ",", {PRESENT.handle, PRESENT.title, PRESENT.price}),
    ("woocommerce", ",", {"type", "sku", "name", "regular price"}),
    ("google-tsv", "\t", {"id", "title", "price"}),
    ("medusa", ",", {"product handle", "product title", "variant id"}),
    ("medusa-semicolon", ";", {"product handle", "product title", "variant id"}),
)
_KEYS = (("saleor", ('"model"', '"fields"')), ("bestbuy-categories", ('"path"', '"subCategories"')), ("eshop", ('"Id"', '"Name"')))


def recognized(lines: Iterator[str]) -> str:
    """The name of the format that the file's beginning shows. Raises NotReadable with what was seen instead."""
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise NotReadable("the file is empty")
    start = first.lstrip()
    if start.startswith("<"):
        return "google-xml"
    if start.startswith("[") and not start.startswith("[]"):
        return _document(start, lines)
    if re.match(r"- (id|name) *:", start):
        return "retail-demo-store"
    return _table(first, lines)


def _document(start: str, lines: Iterator[str]) -> str:
    for line in lines:
        if len(start) > 4000:
            break
        start += line
    found = next((name for name, keys in _KEYS if all(key in start[:4000] for key in keys)), "")
    if not found:
        raise NotReadable("line 1: a JSON list of a kind that is not known here")
    return found


def _table(first: str, lines: Iterator[str]) -> str:
    for name, delimiter, wanted in _HEADERS:
        if wanted <= {cell.strip().strip('"').replace("_", " ").lower() for cell in first.rstrip("\r\n").split(delimiter)}:
            return name

    def again() -> Iterator[str]:
        yield first
        yield from lines

    _, cells = next(records(again()))
    if len(cells) == len(oscar.HEADER) and cells[2].strip().isalnum() and re.fullmatch(r"[0-9]+\.[0-9]+", cells[7].strip()):
        return "oscar"
    seen = ", ".join(cell.strip()[:30] for cell in cells[:6])
    raise NotReadable(f"line 1: no format that is known here; the line begins with {seen[:150]!r}. Name the format if you know it")
