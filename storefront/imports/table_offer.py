"""What a table's row says of price and pieces."""

from collections.abc import Callable, Mapping

from storefront.imports import table_cells
from storefront.imports.column_names import COUNTS_OR_CONTENTS
from storefront.imports.entry import Price, whole
from storefront.imports.sales import of_days
from storefront.imports.table_layout import Layout
from storefront.imports.table_rows import RowKind

_TOGETHER = "its program counts pieces for the product as a whole, and not for each variant: set them under Stock"
Cell = Callable[[str], str]
"""Gives the text in a row's column, empty where there is none."""


def read_price(columns: Mapping[str, str], column: str, cell: Cell) -> Price:
    """Return what the row costs today by the column of prices and those of a sale, and what it cost before."""
    sale = cell(columns.get("sale price", ""))
    if not sale.strip("0., ") or table_cells.is_no(cell(columns.get("whether on sale", ""))):
        return Price(cell(column), cell(columns.get("price before", "")))
    days = (cell(columns.get(field, "")) for field in ("first day of the sale", "last day of the sale"))
    return of_days(cell(column), sale, *days)


class Pieces:
    """Pieces in stock, row by row: a variant's are counted if its product's are."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._columns, self._is_counted = layout, layout.columns, True
        self._are_together, self._is_known = False, False

    def count(self, cell: Cell, kind: RowKind) -> tuple[int | None, tuple[str, ...]]:
        """Return the pieces, at all places together, and what is to be known of them; none where nobody counts them."""
        counting = cell(self._columns.get("whether counted", ""))
        if counting or kind is not RowKind.VARIANT:
            self._is_counted = not table_cells.is_no(counting)
            self._are_together, self._is_known = "product" in counting.lower(), False
        if not self._is_counted:
            return None, ()
        if self._are_together and kind is RowKind.VARIANT:
            return None, self._explain_together()
        if "pieces" in self._columns:
            unit = cell(self._columns.get("unit", "")) if self._columns["pieces"] in COUNTS_OR_CONTENTS else ""
            return table_cells.count_pieces(cell(self._columns["pieces"]), unit)
        counts = [count for column in self._layout.places if (count := whole(cell(column))) is not None]
        return (sum(counts) if counts else None), ()

    def _explain_together(self) -> tuple[str, ...]:
        """Return, once for each product, why none of its variants has pieces."""
        notes = () if self._is_known else (_TOGETHER,)
        self._is_known = True
        return notes
