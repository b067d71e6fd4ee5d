"""A figure, its aim, and how both are displayed."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `aim` is the most it may be, None if it is only reported."""

    name: str
    value: float
    unit: str = ""
    aim: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return "MISSED" if self.is_missed else "met"

    @property
    def is_missed(self) -> bool:
        """Whether there is an aim, and the value is beyond it."""
        return self.aim is not None and self.value > self.aim


def table(rows: Iterable[Iterable[object]]) -> str:
    """Rows as aligned columns, the first one to the left."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in texts
    )


def _text(cell: object) -> str:
    return (
        f"{cell:.4g}"
        if isinstance(cell, float) and cell < 1000
        else f"{cell:.0f}"
        if isinstance(cell, float)
        else str(cell)
    )


def verdicts(figures: Iterable[Figure]) -> str:
    """The closing table: figure, value, aim, verdict."""
    rows = [
        (
            figure.name,
            figure.value,
            figure.unit,
            "" if figure.aim is None else f"≤ {figure.aim:g}",
            figure.verdict,
            figure.note,
        )
        for figure in figures
    ]
    return "\n".join(
        line.rstrip() for line in table([("figure", "value", "", "aim", "verdict", "how"), *rows]).splitlines()
    )
