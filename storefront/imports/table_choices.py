"""The options of a table's row: in pairs of columns, in columns of their own, or all in one cell."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from storefront.imports.any_value import listed_skus, split_values
from storefront.imports.table_columns import option_called
from storefront.imports.table_layout import Layout
from storefront.imports.table_rows import RowKind
from storefront.imports.variation_cells import split_variation, without_swatch

_PLAIN_VARIATIONS = ("", "regular", "default", "standard", "default title")
_NEVER_LISTED = frozenset(("material",))
"""Options whose cells hold one value, whatever marks are in it: cotton, elastane."""
_COLOUR = re.compile(r"\b(?:colou?r|farbe|couleur|colore|cor|kleur|kolor)s?\b", re.IGNORECASE)
_LISTING = re.compile(r"values|value\(s\)|choices")
"""Columns that hold all values of an option, by their names."""


class Options(NamedTuple):
    """Options and the row's value of each, empty where it is any of those in `offers`; and what is to be known."""

    choices: tuple[tuple[str, str], ...] = ()
    offers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def has_values(self) -> bool:
        """Return whether the row says anything of an option."""
        return bool(self.offers) or any(value for _, value in self.choices)


class _Cell(NamedTuple):
    """An option with what a row says of it, and the column that it stands in."""

    option: str
    text: str
    column: str


def read_options(layout: Layout, kind: RowKind, cell: Callable[[str], str]) -> Options:
    """Return the options of a row of this kind. `cell` gives that of a column, empty where there is none."""
    cells = list(_cells(layout, kind, cell))
    if kind in (RowKind.VARIANT, RowKind.RULE):
        return Options(tuple((each.option, without_swatch(each.text)) for each in cells))
    if kind is RowKind.PRODUCT:
        return _open([(each.option, _all_values(each.text)) for each in cells])
    sku = cell(layout.columns.get("SKU", ""))
    lists = {each.option: _list_values(each, sku) for each in cells}
    return Options(
        tuple((each.option, "" if lists[each.option] else each.text) for each in cells),
        tuple((option, values) for option, values in lists.items() if values),
        tuple(_explain_one_colour(each) for each in cells if not lists[each.option] and _is_list_of_colours(each)),
    )


def _cells(layout: Layout, kind: RowKind, cell: Callable[[str], str]) -> Iterator[_Cell]:
    pairs = [_Cell(cell(option), cell(value), value) for option, value in layout.options]
    if any(each.text for each in pairs):
        yield from pairs
        return
    variation = _variation_column(layout, kind)
    if layout.choices and not (variation and kind in (RowKind.VARIANT, RowKind.RULE)):
        yield from (_Cell(option_called(name), cell(name), name) for name in layout.choices)
        return
    text = cell(variation) if variation else ""
    if text.lower() not in _PLAIN_VARIATIONS:
        yield from (_Cell(option, value, variation) for option, value in split_variation(text))


def _variation_column(layout: Layout, kind: RowKind) -> str:
    """Return the column that has all options of such a row in one cell; empty if there is none."""
    if layout.program and layout.program.variation and not layout.program.repeats:
        return layout.program.variation if kind in (RowKind.VARIANT, RowKind.RULE) else ""
    return "" if layout.options else layout.columns.get("variation", "")


def _open(lists: list[tuple[str, tuple[str, ...]]]) -> Options:
    """Return the options of a product, each with all its values: one that has one value has that."""
    listed = [(option, values) for option, values in lists if option and values]
    choices = tuple((option, values[0] if len(values) == 1 else "") for option, values in listed)
    return Options(choices, tuple((option, values) for option, values in listed if len(values) > 1))


def _all_values(text: str) -> tuple[str, ...]:
    """Return the values of a product's cell, which semicolons part, or pipes: a comma may belong to a value."""
    return tuple(dict.fromkeys(value for part in re.split(r"[;|]", text) if (value := without_swatch(part.strip()))))


def _list_values(each: _Cell, sku: str) -> tuple[str, ...]:
    """Return the values that a cell lists, each of them a variant; none where it is one value."""
    values = split_values(each.text) if each.option.lower() not in _NEVER_LISTED else ()
    is_told = _LISTING.search(each.column) or listed_skus(sku, len(values))
    return () if values and not is_told and _is_list_of_colours(each) else values


def _is_list_of_colours(each: _Cell) -> bool:
    """Return whether the cell may be one article of several colours: `red, white`."""
    return bool(_COLOUR.search(each.option)) and not re.search(r"[|;]", each.text) and len(split_values(each.text)) > 1


def _explain_one_colour(each: _Cell) -> str:
    return f"{each.option} {each.text[:60]!r} is one value: put | between colours if each of them is a variant"
