"""What a table's row is called by, and which product it belongs to."""

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from backend.contracts.slug import slug
from storefront.imports.column_names import TITLE
from storefront.imports.entities import decode_entities
from storefront.imports.entry import Entry
from storefront.imports.table_cells import join_syllables
from storefront.imports.table_layout import Layout
from storefront.imports.table_rows import OF_PRODUCTS, Program, RowKind

_NUMBER = re.compile(r"(?:product[_-])?[0-9a-f]{8}-?[0-9a-f-]{20,}|[0-9]{8,}", re.IGNORECASE)


class Names(NamedTuple):
    """What a row is called by."""

    title: str
    sku: str
    id: str
    parent: str
    group: str

    @property
    def own_key(self) -> str:
        """What the row's product is told from others by."""
        if self.group or self.id:
            return self.group or f"id:{self.id}"
        return f"sku:{self.sku or self.title}" if self.sku or self.title else ""


def read_names(layout: Layout, kind: RowKind, cell: Callable[[str], str]) -> Names:
    """Return what a row of this kind is called by. `cell` gives that of a column, empty where there is none."""
    title, sku, id, parent = (cell(layout.columns.get(field, "")) for field in (TITLE, "SKU", "id", "parent"))
    program, own_sku = layout.program, cell(layout.columns.get("SKU of the variant", ""))
    if kind not in OF_PRODUCTS and program and program.variation == layout.columns.get(TITLE):
        title = ""  # the cell has the variant's options
    sku = own_sku if kind is RowKind.VARIANT and own_sku else sku
    return Names(decode_entities(title), sku, id, parent, _group(layout, cell, decode_entities(title)))


def _group(layout: Layout, cell: Callable[[str], str], title: str) -> str:
    """Return what rows of one product share: a handle, or the title where articles have options of their own."""
    has_kinds = layout.program is not None and bool(layout.program.kind)
    if "group" in layout.columns or "parent" in layout.columns or has_kinds:
        return cell(layout.columns.get("group", ""))
    return title if layout.options or layout.choices or "variation" in layout.columns else ""


def name_entry(line: int, names: Names, layout: Layout, kind: RowKind, above: str, *, continues: bool) -> Entry:
    """Return the row on this line, with the product that it belongs to: the one `above` if it `continues` that."""
    title, hyphens = join_syllables(names.title)
    entry = Entry(line=line, key="", title=title, sku=names.sku, notes=hyphens)
    if kind not in OF_PRODUCTS:
        return _part(entry, names.group or names.parent or _key_of_product(layout.program, names, above))
    if kind is RowKind.ARTICLE and (names.group or names.parent or continues):
        return replace(entry, key=names.group or names.parent or above)
    return _head(entry, names, "parent" in layout.columns, kind)


def _key_of_product(program: Program | None, names: Names, above: str) -> str:
    """Return the key of the product of a row that names none by a handle or number; empty where nothing tells it."""
    if program and program.shares_id and names.id:
        return f"id:{names.id}"
    return above if program and program.below else ""


def _part(entry: Entry, key: str) -> Entry:
    """Return a row that belongs to the product of this key."""
    wrong = "" if key else "the row belongs to a product that it does not name, and none stands above it"
    return replace(entry, key=key or f"line:{entry.line}", wrong=wrong)


def _head(entry: Entry, names: Names, has_parents: bool, kind: RowKind) -> Entry:
    """Return a product's own row, which others may name by its number."""
    return replace(
        entry,
        key=names.own_key,
        also=tuple(dict.fromkeys(filter(None, (names.sku, names.id)))) if has_parents else (),
        handle="" if _is_address(names.group) else names.sku if slug(names.sku) else names.title,
        apart=names.id or names.group,
        is_parent=has_parents or kind is RowKind.PRODUCT,
    )


def _is_address(group: str) -> bool:
    """Return whether a handle is fit for an address: Wix's older ones are numbers alone."""
    return bool(group) and not _NUMBER.fullmatch(group)
