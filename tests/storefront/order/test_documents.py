"""Invoices and credit notes on the order's page, for its owner and for staff, and for nobody else."""

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.invoice.models import DocumentSummary, Kind
from backend.contracts.order.states import State
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Service

AT = "2026-11-03T10:12:00.000Z"
INVOICE = DocumentSummary(number="INV-2026-000001", kind=Kind.INVOICE, issued_at=AT, amount=2890, currency="EUR")
NOTE = DocumentSummary(number="CN-2026-000001", kind=Kind.CREDIT_NOTE, issued_at=AT, amount=2400, currency="EUR")


@pytest.fixture
def order_id(service: Service) -> str:
    """A delivered order with its invoice."""
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    service.documents[order_id] = (INVOICE,)
    return order_id


def test_an_order_that_was_never_paid_offers_no_invoice(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.advance(order_id, State.REFUSED)
    assert "(PDF)" not in text(shopper.get(f"/orders/{order_id}/"))


def test_an_invoice_that_is_not_there_yet_leads_back_to_the_order(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.documents.clear()
    assert "The invoice is not written yet." in text(shopper.get(f"/orders/{order_id}/documents/", follow=True))


def test_of_an_order_from_before_there_were_invoices_nobody_is_asked_to_look_again(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.documents.clear()
    order = service.order(order_id)
    steps = tuple(replace(step, at="2025-11-03T10:00:00.000Z") for step in order.time_line)
    service.orders[MINE][order_id] = replace(order, time_line=steps)
    page = text(shopper.get(f"/orders/{order_id}/documents/", follow=True))
    assert ("Write to us, and we send you one." in page, "look again in a minute" in page) == (True, False)


@pytest.mark.parametrize("number", ["INV-2026-000009", "x", "INV-2026-1", "A" * 500])
def test_a_number_that_the_order_does_not_have_is_not_found(shopper: Client, order_id: str, number: str) -> None:
    assert shopper.get(f"/orders/{order_id}/documents/{number}/").status_code == 404


def test_somebody_elses_documents_are_not_found_and_strangers_are_asked_to_sign_in(
    shopper: Client, service: Service
) -> None:
    order_id = placed_order(service, owner="shopper#bob-sub")
    service.advance(order_id, *TO_DELIVERED)
    service.documents[order_id] = (INVOICE,)
    for address in (f"/orders/{order_id}/documents/", f"/orders/{order_id}/documents/{INVOICE.number}/"):
        assert shopper.get(address).status_code == 404
        assert Client().get(address).status_code in (302, 303)


def test_a_service_that_does_not_answer_spoils_its_own_page_alone(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.down.add("invoice")
    assert shopper.get(f"/orders/{order_id}/").status_code == 200
    assert shopper.get(f"/orders/{order_id}/documents/").status_code == 503


def test_the_only_document_opens_at_once_as_a_pdf_under_its_number(shopper: Client, order_id: str) -> None:
    assert "Invoice (PDF)" in text(shopper.get(f"/orders/{order_id}/"))
    reply = shopper.get(f"/orders/{order_id}/documents/", follow=True)
    assert reply.headers["Content-Type"] == "application/pdf"
    assert reply.headers["Content-Disposition"] == 'inline; filename="INV-2026-000001.pdf"'
    assert "no-store" in reply.headers["Cache-Control"]
    assert reply.content.startswith(b"%PDF")


def test_several_documents_are_listed_with_amounts_and_days(shopper: Client, service: Service, order_id: str) -> None:
    service.documents[order_id] = (INVOICE, NOTE)
    page = text(shopper.get(f"/orders/{order_id}/documents/"))
    assert "Invoice INV-2026-000001 (PDF) 3 Nov 2026 €28.90" in page
    assert "Credit note CN-2026-000001 (PDF) 3 Nov 2026 −€24.00" in page
    assert shopper.get(f"/orders/{order_id}/documents/{NOTE.number}/").content.startswith(b"%PDF")
