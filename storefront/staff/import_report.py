"""What was told on the way through a catalogue's file, as its page shows it: the worst first, and of each kind the first lines."""

import io
from pathlib import Path

import msgspec

from storefront.imports import report
from storefront.imports.report import Told, What
from storefront.staff.import_job import Kind, Walk, listed

SHOWN = 100
"""Lines of a kind that a page shows."""

_SECTIONS = (
    ("refused", "Refused", (What.REFUSED,)),
    ("left-out", "Left out", (What.LEFT_OUT, What.VARIANT)),
    ("notes", "To know", (What.NOTE,)),
    ("placeholders", "Without a picture", (What.PLACEHOLDER,)),
    ("changes", "What would change", (What.CREATED, What.CHANGED)),
)


class Section(msgspec.Struct):
    """Lines of some kinds under a title: the first of them, and how many there are."""

    id: str
    title: str
    kinds: tuple[What, ...]
    count: int = 0
    lines: list[Told] = msgspec.field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def sections(upload: Path, kind: Kind, walk: Walk) -> list[Section]:
    """What was told, the worst first."""
    found = [Section(*each) for each in _SECTIONS]
    for section in found:
        section.count = sum(walk.told.get(what, 0) for what in section.kinds)
    for each in report.read(io.StringIO(listed(upload, kind, walk), newline="")):
        for section in found:
            if each.what in section.kinds and len(section.lines) < SHOWN:
                section.lines.append(each)
    return [section for section in found if section.count]
