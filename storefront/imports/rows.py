"""A table's records as rows, whose cells have the names of the header."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from storefront.imports.dialect import Dialect
from storefront.imports.headers import canonical
from storefront.imports.records import Records


@dataclass(frozen=True)
class Row:
    """One record: the physical line it begins on, counted from 1, its cells by lower-case column name, how many cells
    had none, and what is wrong with how it is written."""

    line: int
    cells: Mapping[str, str]
    nameless: int = 0
    broken: str = ""

    def __getitem__(self, column: str) -> str:
        """Return the cell without white space around it; empty where the file has no such column."""
        return self.cells.get(column, "").strip()

    def numbered_cells(self, pattern: str, most: int = 50) -> list[str]:
        """Return the filled cells of `pattern` with 1, 2, 3 … in the place of `{}`."""
        return [value for number in range(1, most + 1) if (value := self[pattern.format(number)])]

    @property
    def wrong(self) -> str:
        more = (
            f"{self.nameless} more cells than the header has columns: is a quotation mark missing?"
            if self.nameless
            else ""
        )
        return self.broken or more


def rows(lines: Iterable[str], dialect: Dialect, header: Sequence[str] = ()) -> Iterator[Row]:
    """Yield the records below the header, or all of them where `header` is given."""
    skipped = iter(lines)
    above = len(list(islice(skipped, dialect.before)))
    records = Records(skipped, dialect.delimiter or ",")
    remaining = iter(records)
    if not header:
        first = next(remaining, None)
        header = canonical(first.cells) if first else ()
    records.columns = len(header)
    for record in remaining:
        if any(cell.strip() for cell in record.cells):
            nameless = sum(1 for cell in record.cells[len(header) :] if cell.strip())
            yield Row(
                record.line + above,
                dict(zip_longest(header, record.cells[: len(header)], fillvalue="")),
                nameless,
                record.wrong,
            )
