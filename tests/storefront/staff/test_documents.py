"""Staff open the invoice and credit notes of anybody's order."""

import pytest
from django.test import Client
from msgspec.structs import replace

from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.order.test_documents import INVOICE, NOTE
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As


def test_an_order_without_an_invoice_says_so(worker: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    assert "This order has no invoice" in text(worker.get(f"/staff/orders/{order_id}/documents/", follow=True))


def test_staff_open_anybodys_documents(worker: Client, service: Service) -> None:
    order_id = placed_order(service, owner="shopper#bob-sub")
    service.advance(order_id, *TO_DELIVERED)
    service.documents[order_id] = (INVOICE, NOTE)
    address = f"/staff/orders/{order_id}/documents/"
    assert address in worker.get("/staff/orders/?state=delivered").content.decode()
    page = text(worker.get(address))
    assert f'href="/staff/orders/{order_id}/">Back to the order' in worker.get(address).content.decode()
    assert INVOICE.number in page
    assert NOTE.number in page
    assert worker.get(f"{address}{INVOICE.number}/").content.startswith(b"%PDF")
    assert worker.get(f"{address}INV-2026-000009/").status_code == 404


def test_shoppers_do_not(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    assert shopper.get(f"/staff/orders/{order_id}/documents/").status_code in (403, 404)


@pytest.fixture
def without_invoice(service: Service) -> str:
    """An order that was delivered and has no invoice."""
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    return order_id


def page(order_id: str) -> str:
    return f"/staff/orders/{order_id}/documents/"


def test_an_order_that_was_never_paid_is_offered_none(worker: Client, service: Service) -> None:
    order_id = placed_order(service)
    said = text(worker.get(page(order_id), follow=True))
    assert "This order has no invoice" in said
    assert "Issue the invoice" not in said
    assert "Nothing was done. The order gets no invoice." in text(worker.post(page(order_id), follow=True))
    assert service.documents == {}


def test_an_order_whose_record_lacks_something_says_what(
    worker: Client, service: Service, without_invoice: str
) -> None:
    order = service.order(without_invoice)
    service.orders[MINE][without_invoice] = replace(order, tax=0, tax_rate=0, promised_on=None)
    said = text(worker.get(page(without_invoice), follow=True))
    assert "None can be issued here, as its record does not tell its tax." in said


@pytest.mark.parametrize("role", ["support", "read-only"])
def test_another_role_issues_none(work_as: As, service: Service, without_invoice: str, role: str) -> None:
    worker = work_as(role)
    assert "Issue the invoice" not in text(worker.get(page(without_invoice), follow=True))
    assert worker.post(page(without_invoice)).status_code == 403
    assert "request_invoice" not in service.calls


def test_a_button_has_the_invoice_issued_once(worker: Client, service: Service, without_invoice: str) -> None:
    shown = worker.get(page(without_invoice))
    assert (shown.status_code, "Issue the invoice" in text(shown)) == (200, True)
    for _ in range(2):
        assert "The invoice is issued within a minute." in text(worker.post(page(without_invoice), follow=True))
    assert "INV-2026-000001" in text(worker.get(page(without_invoice)))


def test_while_the_order_service_is_down_nothing_is_lost(
    worker: Client, service: Service, without_invoice: str
) -> None:
    service.down = {"request_invoice"}
    assert worker.post(page(without_invoice)).status_code == 503
    assert service.documents == {}
