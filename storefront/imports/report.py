"""What an import says of its products, one line each: on a terminal, on a page, and in a list to keep."""

import csv
import enum
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storefront.imports.formula_injection import still, stirred

HEADER = ("line", "product", "what", "why")


class What(enum.StrEnum):
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
    What.CREATED: " would be created", What.CHANGED: " would be changed", What.LEFT_OUT: " left out", What.REFUSED: " refused",
    What.VARIANT: " goes in without a variant", What.PLACEHOLDER: " gets a placeholder", What.NOTE: "", What.READ: "",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """The line of the file, the product's handle, what is said of it, and why."""

    line: int
    product: str
    what: What
    why: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.product[:100]}{_WORDS[self.what]}{f': {self.why}' if self.why else ''}"


def row(told: Told) -> str:
    """As a row of a CSV file that runs nothing in a spreadsheet."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(map(still, (str(told.line), told.product[:100], told.what, told.why[:1000])))
    return out.getvalue()


def read(rows: Iterable[str]) -> Iterator[Told]:
    """The rows again, below their header."""
    for cells in csv.reader(rows):
        if len(cells) == len(HEADER) and cells[0].isdecimal():
            line, product, what, why = map(stirred, cells)
            yield Told(int(line), product, What(what), why)
