"""The header of a plain table, found among a file's first lines, and what it lacks where it is none."""

from collections.abc import Sequence

from storefront.imports import headers
from storefront.imports.column_names import GROSS, NET, PRICE, TITLE
from storefront.imports.dialect import Dialect
from storefront.imports.table_columns import find_layout
from storefront.imports.table_layout import LEAST
from storefront.imports.table_rows import PROGRAMS


def find_header(lines: Sequence[str]) -> Dialect | None:
    """Return where a plain table's header stands among a file's first lines; None if it has none.

    One that a program is told by counts before others: Amazon's stands below one in words.
    """
    best, rank = None, len(PROGRAMS) + 1
    for at, line in enumerate(lines):
        for delimiter in headers.DELIMITERS:
            cells = headers.split_cells(line, delimiter)
            names = headers.canonical(cells) if len(cells) > LEAST else []
            layout = find_layout(names)
            own_rank = layout.program.rank if layout.program else len(PROGRAMS)
            if layout.is_catalogue and own_rank < rank:
                best, rank = headers.dialect("table", delimiter, at, cells, names), own_rank
    return best


def explain_no_price(lines: Sequence[str]) -> str:
    """Return which line would be a table's header if it had a column of prices; empty if none comes near."""
    for at, line in enumerate(lines):
        for delimiter in headers.DELIMITERS:
            cells = headers.split_cells(line, delimiter)
            columns = find_layout(headers.canonical(cells)).columns if len(cells) > LEAST else {}
            if TITLE in columns and len(columns) >= LEAST and {PRICE, GROSS, NET}.isdisjoint(columns):
                shown = ", ".join(f"“{cell.strip()[:30]}”" for cell in cells if cell.strip())[:200]
                return f"line {at + 1}: no column is called as a price: call one “Price”; the columns are {shown}"
    return ""
