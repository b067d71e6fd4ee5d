"""Rows that are variants of another one, which names them by their SKU: Magento's simple products."""

from typing import NamedTuple

from msgspec.structs import replace

from storefront.imports.entry import Entry


class Joined(NamedTuple):
    """A product's entries, and what is to be known of them, with its line."""

    entries: list[Entry]
    notes: tuple[tuple[int, str], ...] = ()


def join_parts(entries: list[Entry]) -> Joined:
    """Return one product's entries with those that another names as its variants: these have the choices that it tells,
    and only its texts count. One that nobody names is left out where it says so.
    """
    choices = dict(part for each in entries for part in each.parts)
    if not choices:
        return Joined([replace(each, skip=each.skip or each.alone) if each.alone else each for each in entries])
    present = {each.sku for each in entries}
    notes = tuple(
        (each.line, f"its variant {sku} is not in the file")
        for each in entries
        for sku, _ in each.parts
        if sku not in present
    )
    return Joined([_join(each, choices.get(each.sku)) for each in entries], notes)


def _join(entry: Entry, choices: tuple[tuple[str, str], ...] | None) -> Entry:
    if choices is None or entry.parts:
        return entry
    return replace(entry, choices=choices, title="", description="", category=())
