"""Documents in the language that an order was bought in."""

import ast
import inspect
import io
from string import Formatter
from typing import get_args

import msgspec
import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace

from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.delivery.zones import TITLES
from backend.contracts.order.events import OrderConfirmed
from backend.contracts.shop import SAMPLE_SELLER
from backend.contracts.types import Language
from backend.contracts.voucher.models import VoucherPayment
from backend.invoice import french, german, pdf, repository, sheet, texts
from backend.invoice.domain import CreditNote, Invoice
from backend.invoice.phrasebook import phrasebook
from backend.order import domain
from tests.backend.invoice.conftest import hear
from tests.backend.invoice.documents import given_by_staff, order_confirmed, payment_returned, return_received
from tests.backend.order.checkouts import checked_out, fresh_order, order_id

LANGUAGES: tuple[Language, ...] = get_args(Language)
TABLES = {"de": german.TEXTS, "fr": french.TEXTS}
OFFICE = InvoiceAddress(
    name="Ada Lovelace", street="Zeil 1", postal_code="60313", town="Frankfurt", country="DE", vat_id="DE123456789"
)
pytestmark = pytest.mark.usefixtures("time_now")


def document_texts() -> set[str]:
    """Every text that documents say, read from the source."""
    calls = [
        node
        for module in (texts, pdf)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say"
    ]
    written = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    return {str(each) for each in written} | {*TITLES.values(), "Delivery", texts.EXPORT, texts.MULTI_PURPOSE}


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def records(language: Language, *events: object) -> tuple[Invoice, CreditNote]:
    """An invoice and its credit note, in a language."""
    hear(order_confirmed(language=language), *(events or (return_received(), payment_returned(2_900, 1))))  # type: ignore[arg-type]
    loaded = repository.load(order_id(1))
    assert loaded.invoice
    return loaded.invoice, loaded.notes[0]


@pytest.mark.parametrize("language", TABLES)
def test_every_text_is_translated_with_the_same_places_and_no_other_is(language: str) -> None:
    table = TABLES[language]
    assert set(table) == document_texts()
    assert [text for text, other in table.items() if places(text) != places(other)] == []


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_a_glyph_for_every_letter_that_is_used(weight: str) -> None:
    with (sheet.FONTS / f"Inter-{weight}.ttf").open("rb") as file:
        letters = TTFont(io.BytesIO(file.read())).getBestCmap()
    for language in LANGUAGES:
        book = phrasebook(language)
        amounts = [book.money(123_456_789, code) for code in ("EUR", "GBP", "USD", "JPY", "KRW", "INR", "THB", "XOF")]
        days = [book.figures.date(f"2026-{month:02}-03") for month in range(1, 13)]
        countries = [book.figures.country(code) for code in book.figures.countries]
        written = "".join([*book.texts.values(), *amounts, *days, *countries, book.figures.percent(810)])
        assert sorted({letter for letter in written if ord(letter) not in letters}) == []


def test_an_event_of_an_earlier_release_gives_the_document_that_it_gave() -> None:
    event = order_confirmed()
    assert b"language" not in msgspec.json.encode(event)
    hear(msgspec.json.decode(msgspec.json.encode(event), type=OrderConfirmed))
    invoice = repository.load(order_id(1)).invoice
    assert invoice
    assert texts.invoice_text(invoice).title == "Invoice"
    assert b"en-GB" in pdf.draw_invoice(invoice)


def test_a_german_invoice_writes_words_days_and_amounts_as_germans_do() -> None:
    invoice, _ = records("de")
    text = texts.invoice_text(invoice)
    assert (text.title, dict(text.facts)["Rechnung vom"], dict(text.facts)["Lieferung bis"]) == (
        "Rechnung",
        "03.11.2026",
        "06.11.2026",
    )
    totals = [f"{total.label} {total.amount}".replace("\u00a0", " ") for total in text.totals]
    assert totals == [
        "Artikel 174,00 €",
        "Standardversand 0,00 €",
        "Gesamtsumme 174,00 €",
        "davon netto 146,22 €",
        "davon 19 % MwSt. 27,78 €",
    ]
    assert text.notes == ("Vollständig mit Karte bezahlt. Die Preise enthalten die Mehrwertsteuer.",)
    assert "Vereinigtes Königreich" in text.recipient


def test_a_french_credit_note_is_in_its_invoices_language_and_parts_thousands_by_a_letter_of_the_font() -> None:
    invoice, note = records("fr")
    dear = replace(invoice, purchase=replace(invoice.purchase, total=1_234_567))
    text = texts.credit_note_text(dear, replace(note, amount=1_234_567))
    assert (text.title, dict(text.facts)["Date de facture"]) == ("Avoir", "3 nov. 2026")
    assert text.intro.startswith("Pour le retour ")
    assert text.totals[0].amount == "12\u00a0345,67\u00a0€"
    assert "L’argent a été remboursé sur la carte qui a payé la facture." in text.notes


def test_what_staff_typed_stays_as_it_is() -> None:
    invoice, note = records("de", given_by_staff(1_829), payment_returned(1_829, 1))
    text = texts.credit_note_text(invoice, replace(note, reason="Late {by} a week"))
    assert "Grund: Late {by} a week" in text.notes
    assert text.intro.startswith("Für die Bestellung ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_are_drawn_in_each_language_and_say_which(language: Language) -> None:
    invoice, note = records(language)
    for drawn in (pdf.draw_invoice(invoice), pdf.draw_credit_note(invoice, note)):
        assert f"({sheet.LOCALES[language]})".encode() in drawn
    page = pdf._Page(texts.invoice_text(invoice), SAMPLE_SELLER, invoice.issued_at)
    assert page.seller.address[-1] == phrasebook(language).figures.country("DE")
    imprint = pdf._imprint(SAMPLE_SELLER, phrasebook(language))
    assert SAMPLE_SELLER.vat_id in imprint


def test_the_vouchers_share_is_shown_in_the_language_of_the_reader() -> None:
    invoice, _ = records("de")
    voucher = VoucherPayment(id="0" * 32, hint="ABCD", amount=5_000)
    part = texts.invoice_text(replace(invoice, purchase=replace(invoice.purchase, vouchers=(voucher,))))
    assert "50,00\u00a0€ mit Geschenkgutschein und 124,00\u00a0€ mit Karte" in part.notes[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_the_checkout_comes_with_the_confirmation(language: Language) -> None:
    event = replace(checked_out(), language=language)
    details = domain.order_details(event)
    order = domain.add_purchase(replace(fresh_order(), event=order_confirmed()), details)
    assert isinstance(order.event, OrderConfirmed)
    assert order.event.purchase
    assert order.event.purchase.language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_heads_fit_their_columns_on_one_line(language: Language) -> None:
    invoice, note = records(language)
    elsewhere = replace(invoice, purchase=replace(invoice.purchase, invoice_address=OFFICE))
    late = replace(elsewhere, supplied_at="2026-11-05T10:00:00.000Z")
    for text in (texts.invoice_text(elsewhere), texts.invoice_text(late), texts.credit_note_text(invoice, note)):
        page = pdf._Page(text, SAMPLE_SELLER, invoice.issued_at)
        page.set_font(sheet.FONT, "", sheet.BODY)
        assert [label for label, _ in text.facts if page.get_string_width(label) > 28 - 2 * page.c_margin] == []
        page.set_font(sheet.FONT, "B", sheet.BODY)
        assert [each.label for each in text.totals if page.get_string_width(each.label) > 60 - 2 * page.c_margin] == []
        page.set_font(sheet.FONT, "B", sheet.SMALL)
        wide = [
            head for head, width in zip(text.heads, text.widths, strict=True) if page.get_string_width(head) > width
        ]
        assert wide == []


def test_tax_that_is_added_to_prices_is_named_above_the_total_and_is_no_vat() -> None:
    invoice, _ = records("de")
    added = replace(invoice.purchase, total=19_400, tax=2_000, tax_rate=1_150)
    text = texts.invoice_text(replace(invoice, purchase=added))
    labels = [total.label.replace("\u00a0", " ") for total in text.totals]
    assert labels[-3:] == ["netto zu 11,5 % Steuer", "zzgl. 11,5 % Steuer", "Gesamtsumme"]
    assert text.notes[0].endswith("Die Preise sind ohne Steuer, die hinzukommt.")
