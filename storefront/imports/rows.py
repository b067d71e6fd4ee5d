"""A table's records as rows, whose cells have the names of the header."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest

from storefront.imports.dialect import Dialect
from storefront.imports.headers import canonical, plain
from storefront.imports.records import Record, Records
from storefront.imports.usage import Usage

_SAMPLE = 50
"""Rows that show how many cells a row of the file has: some programs end each with a delimiter."""
_DECIDES = frozenset((
    *("handle", "url handle", "id", "parent", "title", "name", "product handle", "product title"),
    *("variant sku", "sku", "price", "regular price", "sale price", "variant price", "variant compare at price"),
    *("compare-at price", "stock", "inventory quantity", "variant inventory qty", "currency", "availability"),
))  # fmt: skip
"""Columns that may stand twice only with the same in both: what is sold, under which name, and for how much."""
_SEVERAL = {"additional image link": "\n", "tags": ", "}
"""Columns that may stand several times, and what parts their texts then."""
_AROUND = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "\u200b\u200e\u200f\u2060\ufeff"
"""White space, and signs that cannot be seen."""


@dataclass(frozen=True)
class Row:
    """One record: the physical line it begins on, counted from 1, its cells by lower-case column name, how many cells
    had none, and what is wrong with how it is written."""

    line: int
    cells: Mapping[str, str]
    nameless: int = 0
    broken: str = ""
    usage: Usage = field(default_factory=Usage, compare=False)

    def __getitem__(self, column: str) -> str:
        """Return the cell without white space and signs that cannot be seen around it; empty where the file has no such
        column.
        """
        self.usage.ask(column)
        return self.cells.get(column, "").strip(_AROUND)

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
    """Yield the records below the header, or all of them where `header` is given.

    A header that stands again further down, as in files that were joined, is no record.
    """
    skipped = iter(lines)
    above = len(list(islice(skipped, dialect.before)))
    records = Records(skipped, dialect.delimiter or ",")
    remaining = iter(records)
    names: list[str] = []
    if not header:
        first = next(remaining, None)
        header = canonical(first.cells) if first else ()
        names = list(map(plain, first.cells)) if first else []
        dialect.usage.name(header, first.cells if first else ())
    records.columns = len(header)
    filled = (each for each in remaining if any(cell.strip() for cell in each.cells) and not _repeats(each, names))
    first_rows = list(islice(filled, _SAMPLE))
    usual = min((len(each.cells) for each in first_rows if len(each.cells) >= len(header)), default=len(header))
    repeated = _find_repeated(header)
    for record in chain(first_rows, filled):
        row = _row(record, header, above, usual, repeated, dialect.usage)
        dialect.usage.fill(row.cells)
        yield row


def _repeats(record: Record, names: list[str]) -> bool:
    """Return whether a record is the header again."""
    start = len(names) > 1 and record.cells[0].strip() and plain(record.cells[0]) == names[0]
    return bool(start) and list(map(plain, record.cells)) == names


def _find_repeated(header: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of each name that stands several times."""
    places: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        places.setdefault(name, []).append(index)
    return {name: several for name, several in places.items() if name and len(several) > 1}


def _row(
    record: Record, header: Sequence[str], above: int, usual: int, repeated: Mapping[str, list[int]], usage: Usage
) -> Row:
    cells = dict(zip_longest(header, record.cells[: len(header)], fillvalue=""))
    nameless = sum(1 for cell in record.cells[len(header) :] if cell.strip()) or max(0, len(record.cells) - usual)
    conflict = ""
    for name, places in repeated.items():
        texts = [cell for index in places if (cell := "".join(record.cells[index : index + 1])).strip()]
        cells[name] = _SEVERAL[name].join(texts) if name in _SEVERAL else "".join(texts[:1])
        differ = name not in _SEVERAL and len({text.strip() for text in texts}) > 1
        if differ:
            usage.differ(name)
        if name in _DECIDES and differ:
            shown = " and ".join(f"“{text.strip()[:30]}”" for text in texts[:3])
            conflict = f"two columns are called “{name.capitalize()}”, with {shown}: leave one of them out"
    return Row(record.line + above, cells, nameless, record.wrong or conflict, usage)
