"""Documents as PDF, A4. The same document always gives the same bytes: only what its record contains is drawn."""

from collections.abc import Sequence

from backend.contracts.seller_address import in_words
from backend.contracts.shop import NAME, Seller
from backend.invoice.domain import CreditNote, Invoice
from backend.invoice.phrasebook import Phrasebook, phrasebook
from backend.invoice.sheet import LINE, MARGIN, MUTED, RULE, SMALL, WIDTH, Sheet, write, write_table
from backend.invoice.texts import Text, Total, credit_note_text, invoice_text


class _Page(Sheet):
    """A page with the seller at its foot, as the law requires on each document."""

    def __init__(self, text: Text, seller: Seller, issued_at: str) -> None:
        super().__init__(f"{text.title} {text.number}", seller.name, text.language, issued_at, foot=34)
        self.seller, self.book = in_words(seller, text.language), phrasebook(text.language)
        self.alias_nb_pages()

    def footer(self) -> None:
        self.set_y(-28)
        self.set_draw_color(*RULE)
        self.line(MARGIN, self.get_y(), MARGIN + WIDTH, self.get_y())
        self.ln(3)
        write(self, _imprint(self.seller, self.book), size=SMALL, colour=MUTED)
        self.set_y(-12)
        pages = self.book.say("Page {page} of {pages}", page=str(self.page_no()), pages="{nb}")
        write(self, pages, size=SMALL, colour=MUTED, align="R")


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
        write_table(page, text.heads, text.rows, text.widths, text.aligns)
    _totals(page, text.totals)
    for sentence in text.notes:
        page.ln(2)
        write(page, sentence)
    return bytes(page.output())


def _head(page: _Page, text: Text) -> None:
    """Write the seller's name, both addresses, and what identifies the document."""
    write(page, NAME, size=20, bold=True)
    write(page, " · ".join((page.seller.name, *page.seller.address)), size=SMALL, colour=MUTED)
    page.set_y(55)
    top = page.get_y()
    write(page, "\n".join(text.recipient), width=85)
    below = page.get_y()
    page.set_y(top)
    for label, value in text.facts:
        page.set_x(110)
        write(page, label, width=28, colour=MUTED, stay=True)
        write(page, value, width=52)
    page.set_y(max(below, page.get_y()) + 10)
    write(page, f"{text.title} {text.number}", size=16, bold=True)
    page.ln(2)
    if text.intro:
        write(page, text.intro)
        page.ln(2)


def _totals(page: _Page, totals: Sequence[Total]) -> None:
    for total in totals:
        if page.will_page_break(LINE + 1):
            page.add_page()
        page.set_x(95)
        write(page, total.label, width=60, bold=total.strong, stay=True)
        write(page, total.amount, width=35, bold=total.strong, align="R")
    page.ln(2)


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
