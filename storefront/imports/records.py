"""Separated values as records, read with what people's programs make of quotation marks; one that is wrong costs its
own row only."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storefront.imports.decode import MAX_LINE_LENGTH

LONG = f"the line is longer than {MAX_LINE_LENGTH:,} characters"
OPEN = "a quotation mark opens here and is not closed: close it, or double those that belong to the text"
_OPENING = re.compile(r' *"')
_TAIL = re.compile(r"[ \t]*")


@dataclass(frozen=True)
class Record:
    """The cells of one row, the line it begins on, counted from 1, and what is wrong with it in plain words."""

    line: int
    cells: list[str]
    wrong: str = ""


class _Broken(Exception):
    """A quoted cell does not end as one."""


class Records:
    """The records of `lines`.

    Set `columns` to the header's number of cells as soon as it is known: it tells broken rows from long ones.

    Cells parted by tabs keep their quotation marks, unless the whole cell is quoted as spreadsheets do it.
    """

    def __init__(self, lines: Iterable[str], delimiter: str = ",") -> None:
        self._lines, self._delimiter = iter(lines), delimiter
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._size = self._at = 0
        self._in_text = False
        self.columns = 0

    def __iter__(self) -> Iterator[Record]:
        while True:
            begins, self._taken, self._size, self._in_text = self._at + 1, [], 0, False
            try:
                first = self._take()
            except StopIteration:
                return
            if len(first) > MAX_LINE_LENGTH:
                yield Record(begins, [cell.strip().strip('"') for cell in self._plain(first)], LONG)
                continue
            try:
                yield Record(begins, self._cells(first))
            except (_Broken, StopIteration):
                self._again.extendleft(reversed(self._taken[1:]))
                self._at = begins
                yield Record(begins, [cell.strip().strip('"') for cell in self._plain(first)], OPEN)

    def _take(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        self._size += len(line)
        self._at += 1
        return line

    def _plain(self, line: str) -> list[str]:
        return line.rstrip("\r\n").split(self._delimiter)

    def _cells(self, line: str) -> list[str]:
        if '"' not in line:
            return self._plain(line)
        if self._delimiter != "\t":
            return self._read_row(line)
        plain = self._plain(line)
        if len(plain) < self.columns:  # a quoted cell may hold line breaks
            try:
                cells = self._read_quoted(line)
            except (_Broken, StopIteration):
                cells = []
            if len(cells) == self.columns:
                return cells
            self._again.extendleft(reversed(self._taken[1:]))
            self._at -= len(self._taken) - 1
            del self._taken[1:]
        return [_unquote(cell) for cell in plain]

    def _read_row(self, line: str) -> list[str]:
        """Return the cells of a row with quotation marks; where these do not make as many as the header has, they may
        be escaped by backslashes, as databases do it, or it cannot be told which belong to the text.
        """
        cells = self._read_quoted(line)
        fits = not self.columns or len(cells) == self.columns
        if '\\"' in line and (self._in_text or not fits) and (escaped := self._read_escaped()):
            return escaped
        if self._in_text and not fits:
            raise _Broken
        return cells

    def _read_escaped(self) -> list[str]:
        """Return the cells where `\\"` is a quotation mark of the text; none if that fits the header no better."""
        try:
            rows = list(csv.reader(self._taken, delimiter=self._delimiter, escapechar="\\", strict=True))
        except csv.Error:
            return []
        return rows[0] if len(rows) == 1 and len(rows[0]) == self.columns else []

    def _read_quoted(self, line: str) -> list[str]:
        cells, at, more = [], 0, True
        while more:
            if opening := _OPENING.match(line, at):
                cell, line, at = self._quoted_cell(line, at, opening.end())
            else:
                end = self._end(line, at)
                cell, at = line[at:end], end
            cells.append(cell)
            more = line.startswith(self._delimiter, at)
            at += len(self._delimiter)
        return cells

    def _end(self, line: str, at: int) -> int:
        """Return where the cell that goes on at `at` ends: at a delimiter or the line's end."""
        end = line.find(self._delimiter, at)
        return end if end >= 0 else len(line.rstrip("\r\n"))

    def _quoted_cell(self, line: str, begins: int, at: int) -> tuple[str, str, int]:
        """Return the cell's text, the line it ends on, and where."""
        first, parts = line, []
        while (close := _closing(line, at)) < 0:
            parts.append(line[at:])
            line, at = self._take(), 0
            if len(line) > MAX_LINE_LENGTH or self._size > 3 * MAX_LINE_LENGTH:
                raise _Broken
        parts.append(line[at:close])
        tail = _TAIL.match(line, close + 1).end() if self._delimiter != "\t" else close + 1  # type: ignore[union-attr]
        if line.startswith(self._delimiter, tail) or not line[tail:].strip("\r\n"):
            if line is not first:
                self._check()
            return "".join(parts).replace('""', '"'), line, tail
        if line is not first:
            raise _Broken
        self._in_text = True
        end = self._end(line, close)  # a word in quotation marks at the beginning of a text: they belong to it
        return line[begins:end], line, end

    def _check(self) -> None:
        """Rows that each have all their cells are no text of one: the mark that closes belongs to another row."""
        rows = [line for line in self._taken if line.strip()]
        if self.columns > 2 and all(line.count(self._delimiter) == self.columns - 1 for line in rows):
            raise _Broken


def _closing(line: str, at: int) -> int:
    """Return where the quotation mark is that closes the cell; -1 if none does in this line.

    Doubled ones belong to the text.
    """
    while (end := line.find('"', at)) >= 0:
        if line[end + 1 : end + 2] != '"':
            return end
        at = end + 2
    return -1


def _unquote(cell: str) -> str:
    inner = cell.strip(" ")[1:-1]
    whole = len(cell.strip(" ")) > 1 and cell.strip(" ")[0] == cell.strip(" ")[-1] == '"'
    return inner.replace('""', '"') if whole and '"' not in inner.replace('""', "") else cell
