"""Setting stock and seeing holds. What goes wrong comes first."""

import pytest
from django.test import Client

from backend.contracts.inventory.models import HeldLine, Hold
from backend.contracts.inventory.states import HoldState
from tests.storefront.reading import text
from tests.storefront.service import Service, now

PAGE = "/staff/stock/"


@pytest.fixture
def stocked(service: Service) -> Service:
    service.put_stock("DOTS", 40)
    service.put_stock("TIDE-A4", 0)
    return service


def test_a_number_set_on_what_is_no_longer_so_shows_the_present_one_and_keeps_what_was_typed(
    worker: Client, stocked: Service
) -> None:
    stocked.put_stock("DOTS", 37)
    response = worker.post(PAGE, {"sku": "DOTS", "available": "60", "version": "1"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "The stock has changed since you loaded this page" in text(response)
    assert "Now 37" in text(response)
    assert 'name="available" value="60"' in html
    assert stocked.stock["DOTS"].available == 37
    assert worker.post(PAGE, {"sku": "DOTS", "available": "60", "version": "2"}).status_code == 303
    assert stocked.stock["DOTS"].available == 60


@pytest.mark.parametrize("typed", ["", "1.5", "many", "1000001", "9" * 400, "<b>", "+", "--1", "+-1", "٥"])
def test_what_is_no_number_of_pieces_is_refused_in_words(worker: Client, stocked: Service, typed: str) -> None:
    response = worker.post(PAGE, {"sku": "DOTS", "available": typed, "version": "1"})
    assert response.status_code == 422
    assert "Enter" in text(response)
    assert "<b>" not in response.content.decode()
    assert "set_stock" not in stocked.calls


@pytest.mark.parametrize(
    ("typed", "pieces"), [("5", 5), ("+5", 45), ("+ 5", 45), ("-2", 38), ("\u22122", 38), ("0", 0), ("-40", 0)]
)
def test_a_number_sets_and_one_with_a_sign_adds_or_takes(
    worker: Client, stocked: Service, typed: str, pieces: int
) -> None:
    worker.post(PAGE, {"sku": "DOTS", "available": typed, "version": "1"})
    assert stocked.stock["DOTS"].available == pieces
    assert f"DOTS: {pieces} available, 40 before." in text(worker.get(PAGE))


@pytest.mark.parametrize("typed", ["-41", "+999999"])
def test_no_more_is_taken_than_there_is_and_no_more_added_than_fits(
    worker: Client, stocked: Service, typed: str
) -> None:
    response = worker.post(PAGE, {"sku": "DOTS", "available": typed, "version": "1"})
    assert "There are 40; that would make" in text(response)
    assert stocked.stock["DOTS"].available == 40


def test_a_number_is_set_and_said(worker: Client, stocked: Service) -> None:
    response = worker.post(PAGE, {"sku": "DOTS", "available": "12", "version": "1"})
    assert response.headers["Location"] == "/staff/stock/#DOTS"
    assert stocked.stock["DOTS"].available == 12
    assert "DOTS: 12 available, 40 before." in text(worker.get(PAGE))


def test_what_is_sold_out_is_marked(worker: Client, stocked: Service) -> None:
    assert "sold out" in text(worker.get(PAGE))


def test_much_stock_comes_page_by_page(worker: Client, service: Service) -> None:
    for count in range(51):
        service.put_stock(f"S-{count:02}", 1)
    assert "S-50" not in text(worker.get(PAGE))
    assert "S-50" in text(worker.get(PAGE, {"after": "after-50"}))


def test_stock_is_found_by_how_its_sku_begins_in_capitals_or_not(worker: Client, stocked: Service) -> None:
    for typed in ("TIDE", "tide-a", " tide "):
        page = text(worker.get(PAGE, {"q": typed}))
        assert "TIDE-A4" in page
        assert "DOTS" not in page
    stocked.put_stock("low-1", 3)
    assert "low-1" in text(worker.get(PAGE, {"q": "low"}))


@pytest.mark.parametrize("typed", ["nothing", "<b>", "a b", "x" * 400, "Ö"])
def test_a_beginning_that_no_sku_has_is_said(worker: Client, stocked: Service, typed: str) -> None:
    response = worker.get(PAGE, {"q": typed})
    assert response.status_code == 200
    assert "No SKU begins with" in text(response)
    assert "<b>" not in response.content.decode()


def test_pages_of_what_was_found_keep_to_it(worker: Client, service: Service) -> None:
    for count in range(51):
        service.put_stock(f"S-{count:02}", 1)
    service.put_stock("A", 1)
    assert "?q=S-&amp;after=after-50" in worker.get(PAGE, {"q": "s-"}).content.decode()
    assert "S-50" in text(worker.get(PAGE, {"q": "S-", "after": "after-50"}))
    response = worker.post(f"{PAGE}?q=S-&after=after-50", {"sku": "S-50", "available": "9", "version": "1"})
    assert response.headers["Location"] == "/staff/stock/?q=S-&after=after-50#S-50"


def test_holds_name_their_order_and_pieces(worker: Client, service: Service) -> None:
    service.holds = (
        Hold(order_id="0" * 24 + "abcd", state=HoldState.HELD, at=now(), lines=(HeldLine(sku="DOTS", quantity=2),)),
    )
    page = text(worker.get("/staff/holds/"))
    assert "0000-ABCD" in page
    assert "2 × DOTS" in page
