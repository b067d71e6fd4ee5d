"""What a table's row says of its product in words and pictures."""

from collections.abc import Callable

from msgspec.structs import replace

from storefront.imports import languages
from storefront.imports.categories import deepest_titled, split_paths
from storefront.imports.entities import decode_entities, decode_markup
from storefront.imports.entry import Entry, parts, picture
from storefront.imports.image_urls import addresses
from storefront.imports.table_layout import Layout
from storefront.imports.table_rows import RowKind

Cell = Callable[[str], str]
"""Gives the text in a row's column, empty where there is none."""


def with_texts(entry: Entry, layout: Layout, cell: Cell) -> Entry:
    """Return the entry with its texts in all languages."""
    category, others = _category(layout, cell)
    return replace(
        entry,
        description=decode_markup(next(filter(None, map(cell, layout.descriptions)), "")),
        brand=decode_entities(cell(layout.columns.get("brand", ""))),
        category=category,
        tags=tuple(map(decode_entities, parts(cell(layout.columns.get("tags", "")), ","))),
        notes=(*entry.notes, *filter(None, (others,))),
        translations=languages.read(cell, decode_entities, decode_markup),
    )


def _category(layout: Layout, cell: Cell) -> tuple[tuple[str, ...], str]:
    if levels := tuple(decode_entities(cell(level)) for level in layout.levels if cell(level)):
        return levels, ""
    text, level = cell(layout.columns.get("category", "")), layout.program.level if layout.program else ""
    return deepest_titled(split_paths(text.replace(level, ">") if level else text))


def with_pictures(entry: Entry, layout: Layout, kind: RowKind, cell: Cell) -> Entry:
    """Return the entry with its pictures, of which a variant's first one shows it."""
    cells = [cell(column) for column in (layout.columns.get("pictures", ""), *layout.pictures)]
    pictures = list(dict.fromkeys(address for each in cells for address in addresses(each)))
    image = next(iter(pictures), "") if kind is RowKind.VARIANT else ""
    return replace(entry, pictures=tuple(map(picture, pictures)), image=image)
