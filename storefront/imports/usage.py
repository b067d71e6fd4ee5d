"""Which columns of a file were read, and which hold something that was not: nothing is lost without a word."""

from collections.abc import Iterable, Mapping, Sequence

_SHOWN, _WIDTH = 20, 40
"""Columns that are named, and the characters of each name."""


class Usage:
    """Columns by their compared names (`headers.plain`, with blanks or underscores): those that somebody asked for, and
    those that hold something.

    Reading rows fills it.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._asked: set[str] = set()
        self._filled: dict[str, None] = {}
        self._differing: dict[str, None] = {}
        self._fields: dict[str, tuple[str, ...]] = {}

    def name(self, columns: Sequence[str], written: Iterable[str]) -> None:
        """Learn how the file writes its columns' names."""
        self._names = {column: text.strip() for column, text in zip(columns, written, strict=True) if column}

    def fill(self, cells: Mapping[str, str]) -> None:
        """Learn which columns hold something, from a row's cells."""
        for column, cell in cells.items():
            if cell and column and column not in self._filled and cell.strip():
                self._filled[column] = None

    def ask(self, column: str) -> None:
        """Learn that a column is read."""
        self._asked.add(column.replace("_", " "))

    def take(self, field: str, *columns: str) -> None:
        """Learn that columns were taken for a field by their names alone, which is to be told."""
        self._fields[field] = columns
        self._asked.update(column.replace("_", " ") for column in columns)

    def ask_all(self) -> None:
        """Learn that every column is read."""
        self._asked.update(self._filled, self._names)

    def differ(self, column: str) -> None:
        """Learn that a column stands several times, with different contents in a row."""
        self._differing[column] = None

    def words(self) -> str:
        """Return what was taken for what and what was not read, as the end of a sentence; empty where all is plain."""
        fields = [f"{field} from {self._show(list(columns))}" for field, columns in self._fields.items() if columns]
        unread = [column for column in self._filled if column.replace("_", " ") not in self._asked]
        several = [column for column in self._differing if column in self._asked]
        parts = [f"by its columns' names: {', '.join(fields)}"] * bool(fields)
        parts += [f"not read: {self._show(unread)}"] * bool(unread)
        parts += [f"several columns are called {self._show(several)}: the first that is filled counts"] * bool(several)
        return "; ".join(parts)

    def _show(self, columns: list[str]) -> str:
        names = [f"“{self._names.get(column, column)[:_WIDTH]}”" for column in columns[:_SHOWN]]
        more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
        return f"{', '.join(names)}{more}"
