"""Documents of orders whose prices were without tax: the tax stands above the total, and what goes back adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.basket.tax import tax_lines
from backend.contracts.tax import TaxLine
from backend.invoice import domain, pdf, repository, texts
from backend.invoice.domain import CreditNote, Invoice, Issue
from tests.backend.invoice.conftest import hear
from tests.backend.invoice.documents import order_confirmed, payment_returned, purchase, return_received
from tests.backend.order.checkouts import order_id

pytestmark = pytest.mark.usefixtures("time_now")
ISSUE = Issue(number="CN-2026-000001", at="2026-11-03T10:12:00.000Z")
ONE = tax_lines({1900: 17_400}, 0, prices_include_tax=False)
TWO = tax_lines({1900: 11_600, 700: 5_800}, 0, prices_include_tax=False)


def invoice_of(lines: tuple[TaxLine, ...]) -> Invoice:
    total, tax = sum(line.total for line in lines), sum(line.tax for line in lines)
    taxes = lines if len(lines) > 1 else ()
    hear(
        order_confirmed(total=total, tax=tax, taxes=taxes, tax_rate=lines[0].rate),
        return_received(),
        payment_returned(3_451, 1),
    )
    stored = repository.load(order_id(1)).invoice
    assert stored
    return stored


def totals(text: texts.Text) -> list[str]:
    return [f"{each.label} {each.amount}".replace("\u00a0", " ") for each in text.totals]


def test_an_invoice_has_its_tax_above_its_total_and_does_not_say_that_prices_include_it() -> None:
    text = texts.invoice_text(invoice := invoice_of(ONE))
    assert totals(text) == [
        "Items €174.00",
        "Standard delivery €0.00",
        "net at 19 % tax €174.00",
        "plus 19 % tax €33.06",
        "Total €207.06",
    ]
    assert text.notes == ("Paid in full by card. Prices are without tax, which is added to them.",)
    assert pdf.draw_invoice(invoice).startswith(b"%PDF-1.")


def test_an_invoice_at_several_rates_has_net_and_tax_of_each() -> None:
    invoice = invoice_of(TWO)
    lines = tuple(
        replace(line, tax_rate=rate) for line, rate in zip(invoice.purchase.lines, (1900, 700, 1900), strict=True)
    )
    text = texts.invoice_text(replace(invoice, purchase=replace(invoice.purchase, lines=lines)))
    assert totals(text)[2:] == [
        "net at 19 % tax €116.00",
        "plus 19 % tax €22.04",
        "net at 7 % tax €58.00",
        "plus 7 % tax €4.06",
        "Total €200.10",
    ]
    assert "VAT" not in str(text)


def test_a_credit_note_says_what_of_the_money_is_tax() -> None:
    invoice = invoice_of(ONE)
    (note,) = repository.load(order_id(1)).notes
    text = texts.credit_note_text(invoice, note)
    assert totals(text) == ["Given back €34.51", "of which net €29.00", "of which 19 % tax €5.51"]


@given(st.sampled_from([ONE, TWO]), st.lists(st.integers(1, 9_000), max_size=4))
def test_credit_notes_add_up_to_the_invoice_at_each_rate(lines: tuple[TaxLine, ...], amounts: list[int]) -> None:
    total, tax = sum(line.total for line in lines), sum(line.tax for line in lines)
    taxes = lines if len(lines) > 1 else ()
    bought = purchase(total=total, tax=tax, taxes=taxes, tax_rate=lines[0].rate)
    invoice, notes = domain.build_invoice(order_confirmed(), bought, ISSUE), tuple[CreditNote, ...]()
    amounts = [each for number, each in enumerate(amounts) if sum(amounts[: number + 1]) < total]
    for amount in (*amounts, total - sum(amounts)):
        notes = (*notes, domain.build_credit_note(invoice, notes, payment_returned(amount), None, ISSUE))
    for line in lines:
        own = [each for note in notes for each in note.tax_lines(lines[0].rate) if each.rate == line.rate]
        assert (sum(each.total for each in own), sum(each.tax for each in own)) == (line.total, line.tax)
