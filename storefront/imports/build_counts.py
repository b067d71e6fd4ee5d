"""The entries of one product in a file of pieces alone, made into the pieces of its variants."""

from backend.contracts.inventory.models import MAX_PIECES
from storefront.imports.entry import Bad, Counted, Entry, Found, Skipped, VariantCount
from storefront.imports.skus import fit_sku
from storefront.imports.spool import MAX_ENTRIES, Group

_NO_OPTION = ("Title", "Default Title")
"""How Shopify says that a product has no options."""


def build_counts(group: Group) -> Found:
    """Return the pieces of a product's variants, those of all places together, or why there are none."""
    first = group.entries[0]
    if not group.id:
        return Bad(first.line, group.handle, first.wrong or "there is no handle")
    if len(group.entries) > MAX_ENTRIES:
        return Bad(first.line, group.handle, f"more than {MAX_ENTRIES} rows for one product")
    if wrong := next((each for each in group.entries if each.wrong), None):
        return Bad(wrong.line, group.handle, wrong.wrong)
    counts = _counts(group.entries)
    if not counts:
        return Skipped(first.line, group.handle, "none of its variants is stocked")
    notes = tuple((each.line, note) for each in group.entries for note in each.notes)
    return Counted(first.line, group.handle, tuple(dict.fromkeys((group.id, group.former or group.id))), counts, notes)


def _counts(entries: list[Entry]) -> tuple[VariantCount, ...]:
    """Return each variant once, with its pieces at all places; those without any are not stocked."""
    counts: dict[tuple[str, tuple[str, ...]], VariantCount] = {}
    for each in entries:
        if each.stock is not None:
            sku, values = fit_sku(each.sku).sku, _values(each)
            before = counts.get((sku, values))
            pieces = min(each.stock + (before.pieces if before else 0), MAX_PIECES)
            counts[sku, values] = VariantCount(before.line if before else each.line, sku, values, pieces)
    return tuple(counts.values())


def _values(entry: Entry) -> tuple[str, ...]:
    chosen = tuple(value for _, value in entry.choices if value)
    return () if chosen == _NO_OPTION[1:] else chosen
