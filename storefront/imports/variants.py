"""A product's options and variants, from its entries."""

import re
from hashlib import blake2s

from backend.contracts.product import Option, Variant
from storefront.imports.entry import Entry, Wrong
from storefront.imports.money import minor

_NOT_SKU = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 64


def options(group: list[Entry]) -> tuple[Option, ...]:
    """The choices, in the order of the rows. `Title` / `Default Title` is Shopify's way of saying that there is none."""
    sold = [each for each in group if each.sells]
    named = [name for each in group for name, _ in each.choices if name]
    found = []
    for name in dict.fromkeys(named):
        number = next(n for each in group for n, (title, _) in enumerate(each.choices) if title == name)
        values = [_value(each, number, name) for each in sold]
        if sold and sold[0].loose and not all(values):
            continue
        listed = group[0].values[number] if number < len(group[0].values) else ()
        distinct = tuple(dict.fromkeys(value for value in (*listed, *values) if value))
        if distinct and (name, distinct) != ("Title", ("Default Title",)):
            found.append(Option(name=name, values=distinct))
    return tuple(found)


def variants(id: str, group: list[Entry], names: tuple[str, ...]) -> dict[Variant, int | None]:
    """Each with the pieces in stock, where the file tells them. Raises Wrong for a price that is none, a doubled SKU or choice."""
    found: dict[Variant, int | None] = {}
    skus: set[str] = set()
    chosen: set[tuple[str, ...]] = set()
    place = {name: n for each in reversed(group) for n, (name, _) in enumerate(each.choices) if name}
    for entry in (each for each in group if each.sells):
        values = tuple(_value(entry, place[name], name) for name in names)
        if not all(values):
            raise Wrong(entry.line, "the variant lacks the value of an option")
        sku = _sku(id, entry, values)
        if sku in skus:
            raise Wrong(entry.line, f"the SKU {sku} was there before")
        if values in chosen:
            raise Wrong(entry.line, f"the variant {' / '.join(values) or 'without options'} was there before")
        skus.add(sku)
        chosen.add(values)
        found[Variant(sku=sku, values=values, price=_price(entry, entry.price), compare_at=_before(entry))] = entry.stock
    if not found:
        raise Wrong(group[0].line, "no row has a price")
    return found


def _value(entry: Entry, number: int, name: str) -> str:
    """By the option's name, or by its place where, as in Shopify's further rows, only the first row names it."""
    by_name = dict(entry.choices)
    if name in by_name:
        return by_name[name]
    unnamed = len(entry.choices) > number and not entry.choices[number][0]
    return entry.choices[number][1] if unnamed else ""


def _sku(id: str, entry: Entry, values: tuple[str, ...]) -> str:
    """The merchant's own, in the letters that a SKU may have; else one made of the handle and the choice, the same each time."""
    if len(entry.sku) > _LONGEST:
        raise Wrong(entry.line, f"the SKU is longer than {_LONGEST} characters")
    given = _NOT_SKU.sub("-", entry.sku).strip("-._")
    made = given or _NOT_SKU.sub("-", "-".join((id, *values)).upper()).strip("-._")
    if len(made) <= _LONGEST:
        return made
    return f"{made[:51]}-{blake2s(made.encode(), digest_size=6).hexdigest().upper()}"


def _price(entry: Entry, text: str) -> int:
    try:
        return minor(text)
    except ValueError as error:
        raise Wrong(entry.line, str(error) if text else "the variant has no price") from None


def _before(entry: Entry) -> int | None:
    """The price before a reduction; one that is not higher is none."""
    if not entry.compare_at:
        return None
    before = _price(entry, entry.compare_at)
    return before if before > _price(entry, entry.price) else None
