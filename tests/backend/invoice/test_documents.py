"""Reading documents: who may, and what stands on them."""

import base64
import io
from itertools import permutations
from typing import Any

import msgspec
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.contracts import guest_keys, shop
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Delivery
from backend.contracts.invoice.operations import (
    GET_DOCUMENT,
    GET_GUEST_DOCUMENT,
    GET_STAFF_DOCUMENT,
    LIST_GUEST_DOCUMENTS,
    LIST_STAFF_DOCUMENTS,
)
from backend.contracts.operation import STAFF_GROUP
from backend.contracts.order.events import OrderClaimed
from backend.contracts.tax import TaxLine
from backend.invoice import handler, pdf, repository, sheet, texts
from backend.invoice.phrasebook import phrasebook
from tests.backend import shop as samples
from tests.backend.events import http, said, token
from tests.backend.invoice.conftest import documents, hear
from tests.backend.invoice.documents import given_by_staff, order_confirmed, payment_returned, purchase, return_received
from tests.backend.order.checkouts import ADA, order_id

STAFF = token("grace", groups=f"[{STAFF_GROUP}]")
INVOICE, NOTE = "INV-2026-000001", "CN-2026-000001"
KEY, OTHER_KEY = "0123456789abcdef" * 2, "fedcba9876543210" * 2
pytestmark = pytest.mark.usefixtures("time_now")


def ask(operation: Any, claims: dict[str, str] | None, number: str = "") -> dict[str, Any]:
    path = {"order_id": order_id(1)} | ({"number": number} if number else {})
    return handler.handler(http(operation, claims=claims, path=path), None)


def records() -> tuple[Any, Any]:
    """An invoice and a credit note."""
    hear(order_confirmed(), return_received(), payment_returned(2_900, 1))
    found = repository.load(order_id(1))
    return found.invoice, found.notes[0]


@pytest.mark.parametrize("number", [INVOICE, NOTE, "INV-2026-000009"])
def test_nobody_reads_what_belongs_to_another_shopper(number: str) -> None:
    records()
    assert documents(owner="shopper#bob") == []
    assert ask(GET_DOCUMENT, token("bob"), number)["statusCode"] == 404


def ask_as_guest(operation: Any, key: str, **number: str) -> dict[str, Any]:
    return handler.handler(http(operation, path={"order_id": order_id(1), "order_key": key} | number), None)


def test_another_key_opens_no_guests_document() -> None:
    hear(order_confirmed(owner=guest_keys.owner(KEY)))
    for key in (OTHER_KEY, guest_keys.owner(KEY).removeprefix("guest#")):
        assert said(ask_as_guest(LIST_GUEST_DOCUMENTS, key))["items"] == []
        assert ask_as_guest(GET_GUEST_DOCUMENT, key, number=INVOICE)["statusCode"] == 404


@pytest.mark.parametrize("claim_first", [True, False])
def test_a_guests_documents_go_along_into_the_account_and_the_key_opens_them_no_more(claim_first: bool) -> None:
    owner = guest_keys.owner(KEY)
    claim = OrderClaimed(order_id=order_id(1), owner=owner, at="2026-11-03T11:00:00.000Z", shopper=ADA)
    hear(*(claim, claim) if claim_first else (), order_confirmed(owner=owner))
    if not claim_first:
        assert ask_as_guest(GET_GUEST_DOCUMENT, KEY, number=INVOICE)["statusCode"] == 200
        assert documents() == []
        hear(claim, claim)
    assert ask_as_guest(GET_GUEST_DOCUMENT, KEY, number=INVOICE)["statusCode"] == 404
    assert [each.number for each in documents()] == [INVOICE]
    assert documents(owner="shopper#bob") == []


def test_without_a_token_or_with_an_invalid_number_nothing_is_read() -> None:
    records()
    assert ask(GET_DOCUMENT, None, INVOICE)["statusCode"] == 401
    for number in ("INV-2026-1", "../INV-2026-000001", "inv-2026-000001", "INV-2026-000001\n", "x" * 5000):
        assert ask(GET_DOCUMENT, token(ADA.removeprefix("shopper#")), number)["statusCode"] in (400, 404)


def test_before_an_order_is_confirmed_it_has_no_documents() -> None:
    assert documents() == []
    assert ask(GET_STAFF_DOCUMENT, STAFF, INVOICE)["statusCode"] == 404


@pytest.mark.parametrize("number", [INVOICE, NOTE])
def test_its_owner_and_staff_read_the_same_file_each_time(number: str) -> None:
    records()
    mine = said(ask(GET_DOCUMENT, token(ADA.removeprefix("shopper#")), number))
    assert mine == said(ask(GET_STAFF_DOCUMENT, STAFF, number))
    assert base64.b64decode(mine["pdf"]).startswith(b"%PDF-1.")
    assert len(said(ask(LIST_STAFF_DOCUMENTS, STAFF))["items"]) == 2


def test_an_invoice_says_what_the_law_asks_for() -> None:
    invoice, _ = records()
    text = texts.invoice_text(invoice)
    assert (text.title, text.number, text.recipient[0]) == ("Invoice", INVOICE, samples.ADDRESS.name)
    days = {label: value for label, value in text.facts if label != "Order"}
    assert days == {"Invoice date": "3 Nov 2026", "Order date": "3 Nov 2026", "Delivery by": "6 Nov 2026"}
    assert [" ".join(row[1:]) for row in text.rows] == ["1 €29.00 €29.00", "2 €29.00 €58.00", "3 €29.00 €87.00"]
    totals = [f"{total.label} {total.amount}".replace("\u00a0", " ") for total in text.totals]
    assert totals == [
        "Items €174.00",
        "Standard delivery €0.00",
        "Total €174.00",
        "of which net €146.22",
        "of which 19 % VAT €27.78",
    ]
    assert shop.SAMPLE_SELLER.vat_id in pdf._imprint(invoice.seller, phrasebook("en"))


def test_another_invoice_address_is_on_both_documents_and_the_invoice_says_where_the_parcel_went() -> None:
    office = InvoiceAddress(
        name="Ada Lovelace",
        company="Engines Ltd",
        street="Zeil 1",
        postal_code="60313",
        town="Frankfurt",
        country="DE",
        vat_id="DE123456789",
    )
    hear(order_confirmed(invoice_address=office), return_received(), payment_returned(2_900, 1))
    found = repository.load(order_id(1))
    assert found.invoice
    document, note = texts.invoice_text(found.invoice), texts.credit_note_text(found.invoice, found.notes[0])
    billed = ("Engines Ltd", "Ada Lovelace", "Zeil 1", "60313 Frankfurt", "Germany", "VAT ID DE123456789")
    assert document.recipient == note.recipient
    assert sorted(document.recipient) == sorted(billed)
    assert samples.ADDRESS.street in dict(document.facts)["Delivered to"]
    assert pdf.draw_invoice(found.invoice).startswith(b"%PDF-1.")


def test_an_invoice_of_an_earlier_release_goes_to_the_delivery_address_as_before() -> None:
    event = order_confirmed()
    assert b"invoice_address" not in msgspec.json.encode(event)
    hear(msgspec.json.decode(msgspec.json.encode(event), type=type(event)))
    invoice = repository.load(order_id(1)).invoice
    assert invoice
    text = texts.invoice_text(invoice)
    assert text.recipient[0] == samples.ADDRESS.name
    assert "Delivered to" not in dict(text.facts)


def test_an_invoice_for_gift_vouchers_says_why_there_is_no_tax() -> None:
    gifts = {"delivery": Delivery.EMAIL, "promised_on": None, "tax": 0, "tax_rate": 0, "delivery_price": 0}
    hear(order_confirmed(**gifts))
    invoice = repository.load(order_id(1)).invoice
    assert invoice
    text = texts.invoice_text(invoice)
    assert text.notes == ("Paid in full by card.", texts.MULTI_PURPOSE)
    assert [total.label for total in text.totals] == ["Items", "By e-mail", "Total"]
    assert pdf.draw_invoice(invoice).startswith(b"%PDF-1.")


def test_an_invoice_for_gift_vouchers_names_no_place_where_they_were_delivered() -> None:
    office = InvoiceAddress(name="Ada Lovelace", street="Zeil 1", postal_code="60313", town="Frankfurt", country="DE")
    gifts = {"delivery": Delivery.EMAIL, "promised_on": None, "tax": 0, "tax_rate": 0, "delivery_price": 0}
    hear(order_confirmed(invoice_address=office, **gifts))
    invoice = repository.load(order_id(1)).invoice
    assert invoice
    assert "Delivered to" not in dict(texts.invoice_text(invoice).facts)


def test_a_credit_note_names_its_invoice_its_amount_and_its_pieces() -> None:
    invoice, note = records()
    text = texts.credit_note_text(invoice, note)
    assert f"we gave back €29.00 of invoice {INVOICE} of 3 Nov 2026." in text.intro
    assert [row[1] for row in text.rows] == ["1"]
    assert text.rows[0][0].startswith(invoice.purchase.lines[0].title)
    assert [total.amount for total in text.totals] == ["€29.00", "€24.37", "€4.63"]


def credit_note(*events: Any) -> tuple[Any, Any]:
    """The order's only credit note after these events, and what stands on it."""
    assert hear(*events) == []
    found = repository.load(order_id(1))
    (note,) = found.notes
    assert found.invoice
    assert pdf.draw_credit_note(found.invoice, note).startswith(b"%PDF-1.")
    return note, texts.credit_note_text(found.invoice, note)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_refund_by_amount_is_credited_with_its_reason_and_no_pieces(order: tuple[int, ...]) -> None:
    events = (order_confirmed(), given_by_staff(1_829), payment_returned(1_829, 1))
    note, text = credit_note(*(events[each] for each in order))
    assert (note.amount, note.tax, note.lines, text.rows) == (1_829, 292, (), ())
    assert "For order " in text.intro
    assert "Reason: Late by a week" in text.notes
    assert [total.amount for total in text.totals] == ["€18.29", "€15.37", "€2.92"]


def test_a_refund_by_staff_names_its_pieces_but_no_return() -> None:
    note, text = credit_note(order_confirmed(), given_by_staff(2_900, pieces=1), payment_returned(2_900, 1))
    assert [each.quantity for each in note.lines] == [1]
    assert "For order " in text.intro
    assert "Reason: Late by a week" in text.notes


def test_a_return_has_no_reason_on_its_credit_note() -> None:
    _, text = credit_note(order_confirmed(), return_received(), payment_returned(2_900, 1))
    assert "For return " in text.intro
    assert not [each for each in text.notes if each.startswith("Reason")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("cause", [return_received(), given_by_staff(2_900, pieces=1)])
def test_a_credit_note_names_its_pieces_whichever_event_arrives_first(cause: Any, order: tuple[int, ...]) -> None:
    events = (order_confirmed(), cause, payment_returned(2_900, 1))
    note, _ = credit_note(*(events[each] for each in order))
    assert (note.amount, [each.quantity for each in note.lines]) == (2_900, [1])


def test_a_refund_whose_cause_has_not_arrived_gets_no_credit_note_without_its_pieces() -> None:
    assert hear(order_confirmed(), payment_returned(2_900, 1), payment_returned(2_900, 1)) == []
    assert repository.load(order_id(1)).notes == ()
    assert hear(return_received(2), return_received(1), return_received(1)) == []
    assert [each.return_number for each in repository.load(order_id(1)).notes] == [1]


def test_a_refund_that_meets_its_cause_on_its_way_is_credited_with_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    hear(order_confirmed())
    load, late = repository.load, iter([True])

    def load_too_early(order: str) -> repository.Records:
        records = load(order)
        if next(late, False):
            hear(return_received())
        return records

    monkeypatch.setattr(repository, "load", load_too_early)
    note, _ = credit_note(payment_returned(2_900, 1))
    assert [each.quantity for each in note.lines] == [1]


def test_a_sale_without_tax_says_so() -> None:
    invoice, _ = records()
    free = replace(invoice, purchase=purchase(tax=0, tax_rate=0))
    text = texts.invoice_text(free)
    assert texts.EXPORT in text.notes
    assert not [total for total in text.totals if "VAT" in total.label]
    assert "Prices include VAT" in " ".join(texts.invoice_text(invoice).notes)
    assert "include VAT" not in " ".join(text.notes)


def test_the_seller_stays_the_one_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    invoice, _ = records()
    drawn = pdf.draw_invoice(invoice)
    another = replace(shop.SAMPLE_SELLER, name="Another Ltd")
    monkeypatch.setenv(shop.SELLER_VARIABLE, msgspec.json.encode(another).decode())
    assert (shop.seller(), invoice.seller) == (another, shop.SAMPLE_SELLER)
    assert pdf.draw_invoice(repository.load(order_id(1)).invoice) == drawn  # type: ignore[arg-type]


def test_the_most_lines_and_the_longest_names_are_drawn_on_as_many_pages_as_they_need() -> None:
    invoice, _ = records()
    line = replace(
        invoice.purchase.lines[0], title="Ω" * 200, values=("W" * 200, "x" * 200), price=10**9, total=99 * 10**9
    )
    long = replace(invoice, purchase=purchase(lines=(line,) * 50, total=10**13, subtotal=10**13))
    assert pdf.draw_invoice(long).count(b"/Type /Page\n") > 5


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_a_name_holds_a_document_is_drawn(name: str) -> None:
    found = repository.load(order_id(1)).invoice
    if found is None:
        found, _ = records()
    address = replace(found.purchase.address, name=name)
    assert pdf.draw_invoice(replace(found, purchase=replace(found.purchase, address=address)))


def test_the_font_has_every_letter_of_the_countries_that_parcels_go_to() -> None:
    wanted = "ÄÖÜẞäöüßÅÆØÐÞðþŁŻŹĆąęńČŠŽřůőűȘȚăâîŒœÇçñ¿ĠĦżĀēģķļņūĒĖįųΑΩάέήίόύώϊϋΐΰςБЖЩЮЯъьѝ€£×·–’“”…−"
    for weight in ("Regular", "Bold"):
        with (sheet.FONTS / f"Inter-{weight}.ttf").open("rb") as file:
            known = TTFont(io.BytesIO(file.read())).getBestCmap()
        assert [letter for letter in wanted if ord(letter) not in known] == []


@pytest.mark.parametrize(
    ("currency", "total", "tax"), [("JPY", "JP¥17,400", "JP¥2,778"), ("KWD", "KWD17.400", "KWD2.778")]
)
def test_documents_of_an_order_in_another_currency_are_written_in_it(currency: str, total: str, tax: str) -> None:
    hear(order_confirmed(currency=currency), return_received(), payment_returned(2_900, 1))
    found = repository.load(order_id(1))
    rows = {each.label: each.amount for each in texts.invoice_text(found.invoice).totals}  # type: ignore[arg-type]
    assert (rows["Total"], rows["of which 19\u00a0% VAT"]) == (total, tax)
    assert "€" not in "".join(rows.values())
    assert pdf.draw_invoice(found.invoice).startswith(b"%PDF-1.")  # type: ignore[arg-type]
    note = texts.credit_note_text(found.invoice, found.notes[0])  # type: ignore[arg-type]
    assert {"JPY": "JP¥2,900", "KWD": "KWD2.900"}[currency] in str(note)
    assert "€" not in str(note)


def test_an_invoice_at_several_rates_has_net_and_tax_of_each_and_says_which_article_has_which() -> None:
    taxes = (TaxLine(rate=1900, total=11_600, tax=1_852), TaxLine(rate=700, total=5_800, tax=379))
    lines = tuple(replace(line, tax_rate=rate) for line, rate in zip(purchase().lines, (1900, 700, 1900), strict=True))
    hear(order_confirmed(lines=lines, taxes=taxes, tax=2_231), return_received(), payment_returned(2_900, 1))
    records = repository.load(order_id(1))
    assert records.invoice
    document, note = texts.invoice_text(records.invoice), texts.credit_note_text(records.invoice, records.notes[0])
    totals = [f"{total.label} {total.amount}".replace("\u00a0", " ") for total in document.totals[2:]]
    assert totals == [
        "Total €174.00",
        "net at 19 % VAT €97.48",
        "of which 19 % VAT €18.52",
        "net at 7 % VAT €54.21",
        "of which 7 % VAT €3.79",
    ]
    assert [row[0].replace("\u00a0", " ").rpartition("\n")[2] for row in document.rows] == [
        "19 % VAT",
        "7 % VAT",
        "19 % VAT",
    ]
    assert [total.label.replace("\u00a0", " ") for total in note.totals] == [
        "Given back",
        "net at 19 % VAT",
        "of which 19 % VAT",
        "net at 7 % VAT",
        "of which 7 % VAT",
    ]
    assert pdf.draw_invoice(records.invoice).startswith(b"%PDF-1.")
