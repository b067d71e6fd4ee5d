"""The entries of one product made into the contract's product, as a whole or not at all."""

import msgspec

from backend.contracts.product import DEPTH, NewProduct
from storefront.imports.addresses import elsewhere, fetched
from storefront.imports.entry import Bad, Entry, Found, Good, Skipped, Wrong
from storefront.imports.plain import plain, variant
from storefront.imports.spool import MOST
from storefront.imports.variants import options, variants

ELSEWHERE = "Everything else"


def made(id: str, group: list[Entry], twice: bool, currency: str) -> Found:
    """The product of these entries, or why there is none."""
    first, handle = group[0], group[0].key
    if not id:
        return Bad(first.line, handle, "the handle has no letter or digit" if handle else "there is no handle")
    if twice:
        return Bad(first.line, handle, f"another handle of the file makes the same id, {id}")
    if len(group) > MOST:
        return Bad(first.line, handle, f"more than {MOST} rows for one product")
    if reason := next((each.skip for each in group if each.skip), ""):
        return Skipped(first.line, handle, reason)
    unsold = tuple((each.line, each.sku, each.unsold) for each in group if each.unsold)
    group = [each for each in group if not each.unsold]
    if unsold and not any(each.sells for each in group):
        return Skipped(first.line, handle, f"none of its variants is for sale: {unsold[0][2]}")
    try:
        return _good(id, group, currency, unsold)
    except Wrong as wrong:
        return Bad(wrong.line, handle, wrong.reason)
    except msgspec.ValidationError as error:
        return Bad(_line(group, variant(str(error))), handle, plain(str(error)))


def _line(group: list[Entry], variant: int | None) -> int:
    """Of the entry that the variant was made from, or else the product's first."""
    return [each for each in group if each.sells][variant].line if variant is not None else group[0].line


def _good(id: str, group: list[Entry], currency: str, unsold: tuple[tuple[int, str, str], ...]) -> Good:
    for each in group:
        if each.wrong:
            raise Wrong(each.line, each.wrong)
    first = next((each for each in group if each.title), group[0])
    if len(first.category) > DEPTH:
        raise Wrong(first.line, f"the category has {len(first.category)} levels; {DEPTH} is the most")
    if other := next((each for each in group if each.currency not in ("", group[0].currency)), None):
        raise Wrong(other.line, f"is in {other.currency}, the product's first row in {group[0].currency}")
    chosen = options(group)
    sold = variants(id, group, tuple(option.name for option in chosen))
    had, lost = fetched(each for entry in sorted(group, key=lambda entry: entry.position or 10**7) for each in entry.pictures)
    body = {
        "id": id,
        "title": first.title,
        "currency": first.currency or currency,
        "category": first.category or (ELSEWHERE,),
        "brand": first.brand,
        "description": first.description,
        "tags": tuple(dict.fromkeys(first.tags)),
        "pictures": had,
        "options": chosen,
        "variants": tuple(sold),
        "rank": first.rank,
    }
    product = msgspec.convert(msgspec.to_builtins(body), NewProduct)
    stock = {variant.sku: pieces for variant, pieces in sold.items() if pieces is not None}
    return Good(group[0].line, product, stock, lost, tuple(each.src for each in had if elsewhere(each.src)), unsold)
