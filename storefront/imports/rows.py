"""Separated values as records with the line each begins on, in bounded memory."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from storefront.imports.entry import NotReadable
from storefront.imports.opened import LONGEST


@dataclass(frozen=True)
class Row:
    """One record: the physical line it begins on, counted from 1, its cells by lower-case column name, and how many cells had none."""

    line: int
    cells: Mapping[str, str]
    nameless: int = 0

    def __getitem__(self, column: str) -> str:
        """The cell without white space around it; empty where the file has no such column."""
        return self.cells.get(column, "").strip()

    def numbered(self, pattern: str, most: int = 50) -> list[str]:
        """The filled cells of `pattern` with 1, 2, 3 … in the place of `{}`."""
        return [value for number in range(1, most + 1) if (value := self[pattern.format(number)])]

    @property
    def wrong(self) -> str:
        return f"{self.nameless} more cells than the header has columns: is a quote missing?" if self.nameless else ""


def rows(lines: Iterable[str], delimiter: str = ",", header: Sequence[str] = ()) -> Iterator[Row]:
    """The records below the header, or all of them where `header` is given. Raises NotReadable, with the line."""
    found = records(lines, delimiter)
    if not header:
        _, names = next(found, (1, []))
        header = [name.strip().lower() for name in names]
    for line, cells in found:
        if any(cell.strip() for cell in cells):
            yield Row(line, dict(zip(header, cells, strict=False)), max(len(cells) - len(header), 0))


def records(lines: Iterable[str], delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Each record's first line and cells."""
    csv.field_size_limit(LONGEST)
    watched = _Watched(lines)
    reader = csv.reader(watched, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins, watched.seen = reader.line_num + 1, 0
    except csv.Error as error:
        raise NotReadable(f"line {begins}: {error}") from None
    except _TooLong:
        raise NotReadable(f"line {begins}: a record of more than {3 * LONGEST:,} characters; is a quote missing?") from None


class _TooLong(Exception):
    pass


class _Watched:
    """Lines, with a limit to how much may come before a record ends."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self.seen = iter(lines), 0

    def __iter__(self) -> "_Watched":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.seen += len(line)
        if self.seen > 3 * LONGEST:
            raise _TooLong
        return line
