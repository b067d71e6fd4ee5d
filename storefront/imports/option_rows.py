"""Rows that are a value of an option, which may cost more: Ecwid's."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from storefront.imports.entry import Entry, PriceChange, PriceRule
from storefront.imports.price_rules import PERCENT


def read_option(entry: Entry, cell: Callable[[str], str]) -> Entry:
    """Return a row of Ecwid's that offers a value of an option, which may cost more. `cell` gives that of a column."""
    name, value, markup = (cell(f"product option {part}") for part in ("name", "value", "markup"))
    if not (name and value):
        return replace(entry, sells=False, sku="", notes=("an option without values is left out",))
    percent = markup.endswith("%")
    less = markup.startswith("-")
    how: PriceChange = "take" if less else "add"
    rule = PriceRule(how=PERCENT[how] if percent else how, amount=markup.strip("+-% "), choices=((name, value),))
    rules = (rule,) if markup.strip("+-% 0.,") else ()
    return replace(entry, sells=False, sku="", offers=((name, (value,)),), rules=rules)


def gather_options(entries: list[Entry]) -> list[Entry]:
    """Return the entries with what rows of options offer told by their product: it has each of these values where no
    row is a variant.
    """
    rows = [each for each in entries if each.offers and not each.sells and not each.is_parent]
    head = next((number for number, each in enumerate(entries) if each.is_parent), None)
    if not rows or head is None:
        return entries
    offers = _merge_offers(rows)
    has_variants = any(each.surcharge is not None for each in entries)
    open_choices = (
        () if has_variants else tuple((name, values[0] if len(values) == 1 else "") for name, values in offers)
    )
    gathered = [replace(each, offers=()) if each in rows else each for each in entries]
    gathered[head] = replace(gathered[head], offers=offers, choices=gathered[head].choices or open_choices)
    return gathered


def _merge_offers(rows: Iterable[Entry]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    merged: dict[str, dict[str, None]] = {}
    for each in rows:
        for name, values in each.offers:
            merged.setdefault(name, {}).update(dict.fromkeys(values))
    return tuple((name, tuple(values)) for name, values in merged.items())
