"""Staff open the invoice and credit notes of anybody's order."""

from django.test import Client

from tests.storefront.order.orders import TO_DELIVERED, placed_order
from tests.storefront.order.test_documents import INVOICE, NOTE
from tests.storefront.reading import text
from tests.storefront.service import Service


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
