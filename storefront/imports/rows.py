"""A CSV file as records with the line each begins on, in bounded memory."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

LARGEST_CELL = 1_000_000  # characters; the longest description that is allowed is far shorter


class NotReadable(Exception):
    """The file cannot be read as what it should be; the message says where and why in one line."""


@dataclass(frozen=True)
class Row:
    """One record: the physical line it begins on, counted from 1, its cells by lower-case column name, and how many cells had none."""

    line: int
    cells: Mapping[str, str]
    nameless: int = 0

    def __getitem__(self, column: str) -> str:
        """The cell without white space around it; empty where the file has no such column."""
        return self.cells.get(column, "").strip()


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """The records below the header. Raises NotReadable, with the line, for what is no CSV in UTF-8."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(lines, strict=True)
    begins = 1
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(begins, dict(zip(header, cells, strict=False)), max(len(cells) - len(header), 0))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise NotReadable(f"line {begins}: {error}") from None
    except UnicodeDecodeError:
        raise NotReadable(f"after line {begins - 1}: not UTF-8; save the file as CSV in UTF-8") from None
