"""Whether a table's row is for sale, and what is wrong with it."""

from msgspec.structs import replace

from storefront.imports import table_cells
from storefront.imports.entry import Entry
from storefront.imports.rows import Row
from storefront.imports.table_layout import Layout
from storefront.imports.table_rows import RowKind

_BELOW = "the listing's own row stands below one of its variations: leave the report's order"


def with_state(entry: Entry, layout: Layout, kind: RowKind, row: Row) -> Entry:
    """Return the entry with why it is not for sale or not to be read, if it is so."""
    unclear = (note for name in layout.visibility for note in table_cells.explain_unclear(name, row[name]))
    off, is_variant = _not_for_sale(layout, kind, row), kind is RowKind.VARIANT
    return replace(
        entry,
        skip="" if is_variant else off,
        unsold=off if is_variant else "",
        wrong=entry.wrong or (_BELOW if is_variant and _is_listing(entry, layout) else ""),
        notes=(*entry.notes, *unclear),
    )


def _is_listing(entry: Entry, layout: Layout) -> bool:
    """Return whether the row lists all values of an option, as only a product's own does."""
    has_listings = layout.program is not None and bool(layout.program.repeats)
    return has_listings and any(";" in value for _, value in entry.choices)


def _not_for_sale(layout: Layout, kind: RowKind, row: Row) -> str:
    program = layout.program
    if kind is RowKind.UNKNOWN and program:
        return f"its {program.kind} is {row[program.kind][:20]!r}, which is not known here"
    if "archived" in layout.columns and row[layout.columns["archived"]].lower() in ("true", "yes", "y", "1"):
        return "it is archived"
    if program and (reason := program.reason(row.cells)):
        return reason
    column = next((name for name in layout.visibility if table_cells.is_no(row[name])), "")
    return f"it is not for sale: {column} is {row[column][:20]}" if column else ""
