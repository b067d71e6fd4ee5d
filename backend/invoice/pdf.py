"""Documents as PDF, A4. The same document always gives the same bytes: only what its record contains is drawn."""

import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Pillow")  # left out of the bundle: no picture is drawn
    from fpdf import FPDF
    from fpdf.enums import TableBordersLayout, TextEmphasis, VAlign, XPos, YPos
    from fpdf.fonts import FontFace

from backend.contracts.seller_address import in_words
from backend.contracts.shop import NAME, Seller
from backend.contracts.types import Language
from backend.invoice.domain import CreditNote, Invoice
from backend.invoice.phrasebook import Phrasebook, phrasebook
from backend.invoice.texts import Text, Total, credit_note_text, invoice_text

FONT = "Inter"
"""Latin, Greek and Cyrillic (SIL Open Font License). Letters of other scripts are drawn as boxes."""

_LOCALES: dict[Language, str] = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR"}
_FONTS = Path(__file__).parent / "fonts"
_MARGIN, _WIDTH = 20, 170  # mm
_BODY, _SMALL, _LINE = 9.5, 8, 5  # points, points, mm
_INK, _MUTED, _RULE = (19, 21, 31), (83, 85, 94), (200, 200, 200)


class _Page(FPDF):
    """A page with the seller at its foot, as the law requires on each document."""

    def __init__(self, text: Text, seller: Seller, issued_at: str) -> None:
        super().__init__(format="A4")
        self.seller, self.book = in_words(seller, text.language), phrasebook(text.language)
        for style, name in (("", "Regular"), ("B", "Bold")):
            self.add_font(FONT, style, _FONTS / f"Inter-{name}.ttf")
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=34)
        self.set_title(f"{text.title} {text.number}")
        self.set_author(seller.name)
        self.set_lang(_LOCALES[text.language])
        self.set_creation_date(datetime.fromisoformat(issued_at))
        self.alias_nb_pages()

    def footer(self) -> None:
        self.set_y(-28)
        self.set_draw_color(*_RULE)
        self.line(_MARGIN, self.get_y(), _MARGIN + _WIDTH, self.get_y())
        self.ln(3)
        write(self, _imprint(self.seller, self.book), size=_SMALL, colour=_MUTED)
        self.set_y(-12)
        pages = self.book.say("Page {page} of {pages}", page=str(self.page_no()), pages="{nb}")
        write(self, pages, size=_SMALL, colour=_MUTED, align="R")


def draw_invoice(invoice: Invoice) -> bytes:
    """Return the invoice as PDF."""
    return _draw(invoice_text(invoice), invoice.seller, invoice.issued_at)


def draw_credit_note(invoice: Invoice, note: CreditNote) -> bytes:
    """Return the credit note as PDF."""
    return _draw(credit_note_text(invoice, note), note.seller, note.issued_at)


def _draw(text: Text, seller: Seller, issued_at: str) -> bytes:
    page = _Page(text, seller, issued_at)
    page.add_page()
    _head(page, text)
    if text.rows:
        _table(page, text)
    _totals(page, text.totals)
    for sentence in text.notes:
        page.ln(2)
        write(page, sentence)
    return bytes(page.output())


def _head(page: _Page, text: Text) -> None:
    """Write the seller's name, both addresses, and what identifies the document."""
    write(page, NAME, size=20, bold=True)
    write(page, " · ".join((page.seller.name, *page.seller.address)), size=_SMALL, colour=_MUTED)
    page.set_y(55)
    top = page.get_y()
    write(page, "\n".join(text.recipient), width=85)
    below = page.get_y()
    page.set_y(top)
    for label, value in text.facts:
        page.set_x(110)
        write(page, label, width=28, colour=_MUTED, stay=True)
        write(page, value, width=52)
    page.set_y(max(below, page.get_y()) + 10)
    write(page, f"{text.title} {text.number}", size=16, bold=True)
    page.ln(2)
    if text.intro:
        write(page, text.intro)
        page.ln(2)


def _table(page: _Page, text: Text) -> None:
    """Write the lines; a long list goes on overleaf, under the same heads."""
    page.set_font(FONT, size=_BODY)
    page.set_text_color(*_INK)
    page.set_draw_color(*_RULE)
    heads = FontFace(emphasis=TextEmphasis.B, color=_MUTED, size_pt=_SMALL)
    with page.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=heads,
        col_widths=text.widths,
        text_align=text.aligns,
        v_align=VAlign.T,
        line_height=_LINE,
        padding=(1.5, 0),
        width=_WIDTH,
    ) as table:
        for cells in (text.heads, *text.rows):
            table.row(cells)
    page.ln(2)


def _totals(page: _Page, totals: Sequence[Total]) -> None:
    for total in totals:
        if page.will_page_break(_LINE + 1):
            page.add_page()
        page.set_x(95)
        write(page, total.label, width=60, bold=total.strong, stay=True)
        write(page, total.amount, width=35, bold=total.strong, align="R")
    page.ln(2)


def write(
    page: FPDF,
    text: str,
    *,
    width: float = 0,
    size: float = _BODY,
    bold: bool = False,
    colour: tuple[int, int, int] = _INK,
    align: str = "L",
    stay: bool = False,
) -> None:
    """Write text at the present place, broken at `width` mm (0: to the margin); go below it, or with `stay` beside."""
    page.set_font(FONT, "B" if bold else "", size)
    page.set_text_color(*colour)
    after = (XPos.RIGHT, YPos.TOP) if stay else (XPos.LMARGIN, YPos.NEXT)
    page.multi_cell(width, size * 0.53, text, align=align, new_x=after[0], new_y=after[1])


def _imprint(seller: Seller, book: Phrasebook) -> str:
    lines = [
        (seller.name, *seller.address),
        (seller.email, seller.phone),
        (
            book.say("VAT ID {number}", number=seller.vat_id) if seller.vat_id else "",
            seller.register,
            book.say("Represented by {name}", name=seller.represented_by) if seller.represented_by else "",
        ),
    ]
    return "\n".join(filter(None, (" · ".join(filter(None, parts)) for parts in lines)))
