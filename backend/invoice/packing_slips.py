"""Packing slips as PDF, each on sheets of its own, which count from 1. They have no prices, and are not stored."""

from backend.contracts.invoice.packing_slips import PackingSlip, SlipLine
from backend.contracts.shop import NAME
from backend.invoice.sheet import MUTED, SMALL, Sheet, write, write_table

UNDRAWN = "Letters that this file's font has not are drawn as boxes. Print this slip from the page instead."
_FOOT = 20  # mm


class _Slips(Sheet):
    """The file. `number` is the order that is drawn, `before` the sheets before it, and `goes_on` whether there will be
    more of it.
    """

    def __init__(self, at: str) -> None:
        super().__init__("Packing slips", NAME, "en", at, foot=_FOOT)
        self.number, self.before, self.goes_on = "", 0, False

    def footer(self) -> None:
        self.set_y(-15)
        more = ", more overleaf" if self.goes_on else ""
        sheet = f"Order {self.number}, page {self.page_no() - self.before}{more}"
        write(self, sheet, size=SMALL, colour=MUTED, align="R")


def draw_slips(slips: tuple[PackingSlip, ...], at: str) -> bytes:
    """Return the slips as PDF, drawn `at` this time: the same slips at the same time are the same bytes."""
    page = _Slips(at)
    for slip in slips:
        _draw(page, slip)
    return bytes(page.output())


def _draw(page: _Slips, slip: PackingSlip) -> None:
    page.add_page()  # which writes the foot of the sheet before
    page.number, page.before, page.goes_on = slip.number, page.page_no() - 1, True
    rows = [(str(line.quantity), _article(line), line.sku) for line in slip.lines]
    _head(page, slip)
    if page.lacks("".join((*slip.address, *slip.facts, slip.way, *(cell for row in rows for cell in row)))):
        write(page, UNDRAWN, bold=True)
        page.ln(2)
    write_table(page, ("Pieces", "Article", "SKU"), rows, (18, 102, 50), ("RIGHT", "LEFT", "LEFT"))
    write(page, f"{slip.pieces} piece{'' if slip.pieces == 1 else 's'} in all", bold=True)
    page.goes_on = False


def _head(page: _Slips, slip: PackingSlip) -> None:
    """Write whose parcel it is, how it goes, and where to."""
    write(page, NAME, colour=MUTED, bold=True)
    write(page, f"Order {slip.number}", size=16, bold=True)
    write(page, " · ".join((slip.way, *slip.facts)))
    page.ln(6)
    write(page, "\n".join(slip.address), size=12)
    page.ln(6)


def _article(line: SlipLine) -> str:
    """Return what is to be packed, as the print page says it."""
    article = ", ".join(filter(None, (line.title, " · ".join(line.values))))
    return f"{article} ({line.note})" if line.note else article
