"""Packing slips as a file: who gets it, and that it holds what the page shows. What goes wrong comes first."""

import re

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client

from backend.contracts.invoice.packing_slips import MAX_SLIPS
from backend.contracts.order.models import number
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.states import State
from backend.contracts.problem import Problem
from storefront.staff.packing_slips_pdf import TOO_MUCH
from tests.storefront.order.orders import MINE
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As
from tests.storefront.staff.test_packing_slips import SLIPS, UNKNOWN, confirm_order

PDF = f"{SLIPS}pdf/"


def download(worker: Client, *ids: str, **query: object) -> HttpResponse:
    return worker.get(PDF, {"order": ids, **query})


def test_shoppers_and_staff_who_may_not_see_orders_get_none(shopper: Client, service: Service) -> None:
    assert download(shopper, confirm_order(service)).status_code == 404
    assert "draw_packing_slips" not in service.calls


def test_a_role_that_sees_no_orders_gets_none_and_the_others_do(work_as: As, service: Service) -> None:
    order_id = confirm_order(service)
    assert download(work_as("catalogue"), order_id).status_code == 403
    assert service.drawn == ()
    for role in ("orders", "support", "read-only"):
        assert download(work_as(role), order_id).status_code == 200


@pytest.mark.parametrize(
    ("count", "words"), [(0, "Choose orders first."), (MAX_SLIPS + 1, f"Choose at most {MAX_SLIPS} orders at once.")]
)
def test_none_and_too_many_lead_back_to_the_list(worker: Client, service: Service, count: int, words: str) -> None:
    ids = [f"{place:028x}" for place in range(count)]
    assert words in text(worker.get(PDF, {"order": ids}, follow=True))
    assert not {"get_staff_order", "draw_packing_slips"} & set(service.calls)


@pytest.mark.parametrize("odd", [UNKNOWN, "", "x" * 3000, "../messages", "<script>", "%00", "é" * 28])
def test_what_is_no_order_leads_to_the_page_that_says_so_or_is_left_out(
    worker: Client, service: Service, odd: str
) -> None:
    assert "There is no such order." in text(worker.get(PDF, {"order": odd}, follow=True))
    assert "draw_packing_slips" not in service.calls
    assert download(worker, odd, confirm_order(service)).status_code == 200
    assert len(service.drawn) == 1


def test_slips_that_are_too_long_for_one_file_lead_to_the_page_with_a_reason(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.refuse["draw_packing_slips"] = Problem(type="too-large", title="The body is too large", status=413)
    page = worker.get(PDF, {"order": order_id}, follow=True)
    assert TOO_MUCH in text(page)
    assert page.content.decode().count('<article class="slip"') == 1


def test_while_the_service_does_not_answer_there_is_no_file(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.down.add("draw_packing_slips")
    reply = download(worker, order_id)
    assert (reply.status_code, "pdf" in reply.headers["Content-Type"]) == (503, False)


def test_the_page_leads_to_a_file_of_the_same_orders(worker: Client, service: Service) -> None:
    ids = [confirm_order(service) for _ in range(3)]
    page = worker.get(SLIPS, {"order": ids}).content.decode()
    link = re.search(rf'href="({PDF}[^"]*)"', page)
    assert link
    file = worker.get(link[1].replace("&amp;", "&"))
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"] == 'attachment; filename="packing-slips.pdf"'
    assert file.content.startswith(b"%PDF")
    assert [slip.number for slip in service.drawn] == [number(each) for each in ids]


def test_a_page_without_slips_leads_to_no_file(worker: Client, service: Service) -> None:
    assert PDF not in worker.get(SLIPS, {"order": UNKNOWN}).content.decode()


def test_the_file_has_what_the_page_shows_and_no_price(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    order = service.order(order_id)
    line = msgspec.structs.replace(order.lines[0], quantity=3, values=("A4", "Blue"), title="<Slow> Tide")
    address = msgspec.structs.replace(order.address, phone="+49 30 123456", vat_id="DE123456789")
    service.orders[MINE][order_id] = msgspec.structs.replace(order, lines=(line,), address=address)
    page = text(worker.get(SLIPS, {"order": order_id}))
    download(worker, order_id)
    (slip,) = service.drawn
    (drawn,) = slip.lines
    assert (drawn.quantity, drawn.title, drawn.values, drawn.sku) == (3, "<Slow> Tide", ("A4", "Blue"), line.sku)
    for words in (slip.way, *slip.address, slip.facts[0], slip.facts[-1]):
        assert words in page
    assert {address.name, address.street, "Germany", address.phone, "VAT ID DE123456789"} <= set(slip.address)
    assert address.email not in str(slip)
    assert "€" not in str(slip)


def test_a_parcel_that_was_sent_and_what_is_left_have_slips_of_their_own(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED)
    order = service.order(order_id)
    line = msgspec.structs.replace(order.lines[0], quantity=3)
    parcel = Parcel(number=1, at=order.placed_at, lines=(ParcelLine(sku=line.sku, quantity=1),))
    service.orders[MINE][order_id] = msgspec.structs.replace(order, lines=(line,), parcels=(parcel,))
    for query, pieces, part in (({"parcel": 1}, 1, "parcel 1"), ({}, 2, "what is still to be sent")):
        page = worker.get(SLIPS, {"order": order_id, **query}).content.decode()
        link = re.search(rf'href="({PDF}[^"]*)"', page)
        assert link
        assert worker.get(link[1].replace("&amp;", "&")).status_code == 200
        assert [(slip.pieces, part in slip.facts) for slip in service.drawn] == [(pieces, True)]
    assert "It has no parcel 2." in text(worker.get(PDF, {"order": order_id, "parcel": 2}, follow=True))
