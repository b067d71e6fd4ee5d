"""The report on a catalogue file, as its page shows it: the worst first, and of each kind the first lines."""

import io
from pathlib import Path

import msgspec

from storefront.imports import report
from storefront.imports.report import ReportKind, ReportLine
from storefront.staff.import_job import ImportJob, Mode, to_csv

MAX_LINES = 100
"""Lines of a kind that a page shows."""

_SECTIONS = (
    ("refused", "Refused", (ReportKind.REFUSED,)),
    ("left-out", "Left out", (ReportKind.LEFT_OUT, ReportKind.VARIANT)),
    ("notes", "To know", (ReportKind.NOTE,)),
    ("placeholders", "Without a picture", (ReportKind.PLACEHOLDER,)),
    ("changes", "What would change", (ReportKind.CREATED, ReportKind.CHANGED)),
)


class Section(msgspec.Struct):
    """Lines of some kinds under a title: the first of them, and how many there are."""

    id: str
    title: str
    kinds: tuple[ReportKind, ...]
    count: int = 0
    lines: list[ReportLine] = msgspec.field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def sections(upload: Path, kind: Mode, walk: ImportJob) -> list[Section]:
    """Return what was told, the worst first."""
    worst_first = [Section(*each) for each in _SECTIONS]
    for section in worst_first:
        section.count = sum(walk.counts.get(what, 0) for what in section.kinds)
    for each in report.read(io.StringIO(to_csv(upload, kind, walk), newline="")):
        for section in worst_first:
            if each.what in section.kinds and len(section.lines) < MAX_LINES:
                section.lines.append(each)
    return [section for section in worst_first if section.count]
