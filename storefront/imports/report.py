"""What an import says of its products, one line each: on a terminal, on a page, and in a list to keep."""

import csv
import enum
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storefront.imports.formula_injection import escape_formula, unescape_formula

HEADER = ("line", "product", "what", "why")


class ReportKind(enum.StrEnum):
    """What is said of a product."""

    CREATED = "created"
    CHANGED = "changed"
    LEFT_OUT = "left out"
    REFUSED = "refused"
    VARIANT = "variant left out"
    PLACEHOLDER = "placeholder"
    NOTE = "note"
    READ = "read"


FILE = "the file"
"""In the place of a product: what is said of the whole file."""
_WORDS = {
    ReportKind.CREATED: " would be created",
    ReportKind.CHANGED: " would be changed",
    ReportKind.LEFT_OUT: " left out",
    ReportKind.REFUSED: " refused",
    ReportKind.VARIANT: " goes in without a variant",
    ReportKind.PLACEHOLDER: " gets a placeholder",
    ReportKind.NOTE: "",
    ReportKind.READ: "",
}


@dataclass(frozen=True)
class ReportLine:
    """The line of the file, the product's handle, what is said of it, and why."""

    line: int
    product: str
    what: ReportKind
    why: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.product[:100]}{_WORDS[self.what]}{f': {self.why}' if self.why else ''}"


def row(line: ReportLine) -> str:
    """As a row of a CSV file that runs nothing in a spreadsheet."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(map(escape_formula, (str(line.line), line.product[:100], line.what, line.why[:1000])))
    return out.getvalue()


def read(rows: Iterable[str]) -> Iterator[ReportLine]:
    """Yield the rows again, below their header."""
    for cells in csv.reader(rows):
        if len(cells) == len(HEADER) and cells[0].isdecimal():
            line, product, what, why = map(unescape_formula, cells)
            yield ReportLine(int(line), product, ReportKind(what), why)
