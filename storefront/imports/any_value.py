"""Variants of any value: a row that leaves an option's value open is sold with each value that the product offers."""

import math
import re
from dataclasses import dataclass, field
from itertools import product
from typing import NoReturn

from msgspec.structs import replace

from backend.contracts.product.models import MAX_VARIANTS
from storefront.imports.entry import Entry, Invalid
from storefront.imports.skus import replace_unfit


@dataclass
class Expansion:
    """The entries, each with all its values, and what is to be known of them with its line."""

    entries: list[Entry] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


def split_values(cell: str) -> tuple[str, ...]:
    """Return the values that a cell lists; none where it is one value, such as `red` or `38,5`."""
    apart = r"[|;,]" if cell.count(",") > 1 else r"[|;]|(?<!\d),|,(?!\d)"
    values = tuple(dict.fromkeys(value for part in re.split(apart, cell) if (value := part.strip())))
    return values if len(values) > 1 else ()


def expand(group: list[Entry]) -> Expansion:
    """Return the group with an entry for each value in the place of those that leave one open.

    What has all its values comes first.
    """
    offers = {name: values for each in group for name, values in each.offers}
    expansion = Expansion()
    if not any(_open(each, offers) for each in group):
        return Expansion(group)
    had = {tuple(sorted(each.choices)) for each in group if each.sells and not _open(each, offers)}
    for each in group:
        if names := _open(each, offers):
            _expand(each, names, offers, had, expansion)
        else:
            expansion.entries.append(each)
    return expansion


def _open(entry: Entry, offers: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for name, value in entry.choices if entry.sells and not value and offers.get(name)]


def listed_skus(cell: str, count: int) -> list[str]:
    """Return the SKUs of a cell that has one for each of `count` variants, parted by commas; else none."""
    skus = [replace_unfit(each) for each in cell.split(",")]
    return skus if len(skus) == count > 1 and all(skus) else []


def _expand(
    entry: Entry,
    names: list[str],
    offers: dict[str, tuple[str, ...]],
    had: set[tuple[tuple[str, str], ...]],
    expansion: Expansion,
) -> None:
    made: list[Entry] = []
    if math.prod(len(offers[name]) for name in names) > MAX_VARIANTS + len(had):
        _refuse_too_many(entry, names)
    every = list(product(*(offers[name] for name in names)))
    skus = listed_skus(entry.sku, len(every))
    for position, values in enumerate(every):
        combination = dict(zip(names, values, strict=True))
        choices = tuple((name, value or combination.get(name, "")) for name, value in entry.choices)
        if tuple(sorted(choices)) not in had:
            had.add(tuple(sorted(choices)))
            sku = skus[position] if skus else replace_unfit("-".join((entry.sku, *values))) if entry.sku else ""
            made.append(replace(entry, choices=choices, sku=sku, stock=None if entry.stock else entry.stock, notes=()))
        if len(made) > MAX_VARIANTS:
            _refuse_too_many(entry, names)
    pieces = f"; its {entry.stock} pieces cannot be divided: set them" if entry.stock else ""
    called = f"{entry.sku or 'a variation'} is for any {' and '.join(names)}"
    expansion.notes += [
        (entry.line, f"{called}: it goes in as {len(made)} variants{pieces}"),
        *((entry.line, note) for note in entry.notes),
    ]
    expansion.entries += made


def _refuse_too_many(entry: Entry, names: list[str]) -> NoReturn:
    which = f"a variation of any {' and '.join(names)}"
    raise Invalid(entry.line, f"{which} makes more than {MAX_VARIANTS} variants, which is the most")
