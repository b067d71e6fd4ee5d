"""Cells of our own export: none runs as a formula in a spreadsheet, lists may hold any sign, and all of it is undone on
the way back."""

from collections.abc import Iterable

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", " ", "'", "＝", "＋", "－", "＠")
"""What a cell that a spreadsheet may run begins with; our own mark and white space too, so that taking it off is exact.
"""


def escape_formula(cell: str) -> str:
    """Return the cell, marked as text by a leading apostrophe where it could run."""
    return f"'{cell}" if cell.startswith(RUNS) else cell


def unescape_formula(cell: str) -> str:
    """Without the mark."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUNS) else cell


def join(items: Iterable[str], mark: str) -> str:
    """Return a list in one cell; the mark and the backslash inside an item are escaped by a backslash."""
    return mark.join(item.replace("\\", "\\\\").replace(mark.strip(), f"\\{mark.strip()}") for item in items)


def split(cell: str, mark: str) -> tuple[str, ...]:
    """Return the list again; a backslash that escapes nothing is one."""
    parts, current, at = [], "", 0
    while at < len(cell):
        if cell[at] == "\\" and cell[at + 1 : at + 2] in ("\\", mark.strip()):
            current, at = current + cell[at + 1], at + 2
        elif cell.startswith(mark, at):
            parts.append(current)
            current, at = "", at + len(mark)
        else:
            current, at = current + cell[at], at + 1
    return (*parts, current) if cell else ()
