"""Setting stock and seeing holds. What goes wrong comes first."""

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.inventory.models import BackOrder, HeldLine, Hold
from backend.contracts.inventory.states import HoldState
from tests.storefront.reading import text
from tests.storefront.service import Service, now

PAGE = "/staff/stock/"


@pytest.fixture
def stocked_shop(service: Service) -> Service:
    service.put_stock("DOTS", 40)
    service.put_stock("TIDE-A4", 0)
    return service


def test_a_number_set_on_what_is_no_longer_so_shows_the_present_one_and_keeps_what_was_typed(
    worker: Client, stocked_shop: Service
) -> None:
    stocked_shop.put_stock("DOTS", 37)
    response = worker.post(PAGE, {"sku": "DOTS", "available": "60", "version": "1"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "The stock has changed since you loaded this page" in text(response)
    assert "Now 37" in text(response)
    assert 'name="available" value="60"' in html
    assert stocked_shop.stock["DOTS"].available == 37
    assert worker.post(PAGE, {"sku": "DOTS", "available": "60", "version": "2"}).status_code == 303
    assert stocked_shop.stock["DOTS"].available == 60


@pytest.mark.parametrize("typed", ["", "1.5", "many", "1000001", "9" * 400, "<b>", "+", "--1", "+-1", "٥"])
def test_what_is_no_number_of_pieces_is_refused_in_words(worker: Client, stocked_shop: Service, typed: str) -> None:
    response = worker.post(PAGE, {"sku": "DOTS", "available": typed, "version": "1"})
    assert response.status_code == 422
    assert "Enter" in text(response)
    assert "<b>" not in response.content.decode()
    assert "set_stock" not in stocked_shop.calls


@pytest.mark.parametrize(
    ("typed", "pieces"), [("5", 5), ("+5", 45), ("+ 5", 45), ("-2", 38), ("\u22122", 38), ("0", 0), ("-40", 0)]
)
def test_a_number_sets_and_one_with_a_sign_adds_or_takes(
    worker: Client, stocked_shop: Service, typed: str, pieces: int
) -> None:
    worker.post(PAGE, {"sku": "DOTS", "available": typed, "version": "1"})
    assert stocked_shop.stock["DOTS"].available == pieces
    assert f"DOTS: {pieces} available, 40 before." in text(worker.get(PAGE))


@pytest.mark.parametrize("typed", ["-41", "+999999"])
def test_no_more_is_taken_than_there_is_and_no_more_added_than_fits(
    worker: Client, stocked_shop: Service, typed: str
) -> None:
    response = worker.post(PAGE, {"sku": "DOTS", "available": typed, "version": "1"})
    assert "There are 40; that would make" in text(response)
    assert stocked_shop.stock["DOTS"].available == 40


def test_a_number_is_set_and_confirmed(worker: Client, stocked_shop: Service) -> None:
    response = worker.post(PAGE, {"sku": "DOTS", "available": "12", "version": "1"})
    assert response.headers["Location"] == "/staff/stock/#DOTS"
    assert stocked_shop.stock["DOTS"].available == 12
    assert "DOTS: 12 available, 40 before." in text(worker.get(PAGE))


def test_what_is_sold_out_is_marked(worker: Client, stocked_shop: Service) -> None:
    assert "sold out" in text(worker.get(PAGE))


def test_held_pieces_are_marked_as_incomplete_if_more_orders_wait_than_are_counted(
    worker: Client, stocked_shop: Service
) -> None:
    assert "at least" not in text(worker.get(PAGE))
    many = replace(stocked_shop.stock["DOTS"], held=16, sold=44, held_at_least=True)
    stocked_shop.stock["DOTS"] = many
    page = text(worker.get(PAGE))
    assert "at least 16" in page
    assert "at most 44" in page


def test_much_stock_comes_page_by_page(worker: Client, service: Service) -> None:
    for count in range(51):
        service.put_stock(f"S-{count:02}", 1)
    assert "S-50" not in text(worker.get(PAGE))
    assert "S-50" in text(worker.get(PAGE, {"after": "after-50"}))


def test_stock_is_found_by_how_its_sku_begins_in_capitals_or_not(worker: Client, stocked_shop: Service) -> None:
    for typed in ("TIDE", "tide-a", " tide "):
        page = text(worker.get(PAGE, {"q": typed}))
        assert "TIDE-A4" in page
        assert "DOTS" not in page
    stocked_shop.put_stock("low-1", 3)
    assert "low-1" in text(worker.get(PAGE, {"q": "low"}))


@pytest.mark.parametrize("typed", ["nothing", "<b>", "a b", "x" * 400, "Ö"])
def test_a_prefix_that_no_sku_has_is_reported(worker: Client, stocked_shop: Service, typed: str) -> None:
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


AHEAD = {"sku": "TIDE-A4", "version": "1", "available": "+0", "back_on": "2031-03-14", "back_pieces": "5"}


@pytest.mark.parametrize(
    "typed",
    [{"back_on": ""}, {"back_pieces": ""}, {"back_on": "14.3.2031"}, {"back_on": "2031-02-30"}, {"back_pieces": "0"},
     {"back_pieces": "many"}, {"back_pieces": "9" * 30}, {"back_on": "<b>"}],
)  # fmt: skip
def test_half_a_back_order_and_nonsense_are_refused_and_kept(
    worker: Client, stocked_shop: Service, typed: dict[str, str]
) -> None:
    response = worker.post(PAGE, AHEAD | typed)
    assert response.status_code == 422
    assert "Enter" in text(response) or "A back order needs" in text(response)
    assert "<b>" not in response.content.decode()
    assert 'type="date" name="back_on"' in response.content.decode()
    assert "set_stock" not in stocked_shop.calls


def test_a_back_order_begins_stays_and_ends(worker: Client, stocked_shop: Service) -> None:
    worker.post(PAGE, AHEAD)
    assert stocked_shop.stock["TIDE-A4"].back_order == BackOrder(on="2031-03-14", pieces=5)
    assert "Up to 5 more can be ordered; they leave from Fri 14 Mar." in text(worker.get(PAGE))
    worker.post(PAGE, {"sku": "TIDE-A4", "version": "2", "available": "0"})  # a form that was open before
    assert stocked_shop.stock["TIDE-A4"].back_order == BackOrder(on="2031-03-14", pieces=5)
    worker.post(PAGE, AHEAD | {"version": "3", "back_on": "", "back_pieces": ""})
    assert stocked_shop.stock["TIDE-A4"].back_order is None


def test_back_orders_are_shown_and_filled_by_adding_what_has_arrived(worker: Client, stocked_shop: Service) -> None:
    stocked_shop.put_stock("TIDE-A4", -3, BackOrder(on="2031-03-14", pieces=5))
    assert "3 owed: add what has come, such as +3" in text(worker.get(PAGE))
    worker.post(PAGE, AHEAD | {"version": "2", "available": "+20"})
    assert stocked_shop.stock["TIDE-A4"].available == 17
    assert worker.post(PAGE, AHEAD | {"version": "3", "available": "-23"}).status_code == 409


def test_a_day_that_no_parcel_can_be_counted_from_is_refused(worker: Client, stocked_shop: Service) -> None:
    response = worker.post(PAGE, AHEAD | {"back_on": "9999-12-31"})
    assert response.status_code == 422
    assert "Enter a day up to 2999-12-31." in text(response)
    assert "set_stock" not in stocked_shop.calls


def test_a_back_order_whose_day_has_come_is_not_said_to_begin(worker: Client, stocked_shop: Service) -> None:
    worker.post(PAGE, AHEAD | {"back_on": "2020-03-14"})
    said = text(worker.get(PAGE))
    assert "Its back order is over" in said
    assert "can be ordered; they leave" not in said


def test_a_back_order_cannot_be_ended_while_pieces_are_owed(worker: Client, stocked_shop: Service) -> None:
    stocked_shop.put_stock("TIDE-A4", -3, BackOrder(on="2031-03-14", pieces=5))
    response = worker.post(PAGE, AHEAD | {"version": "2", "back_on": "", "back_pieces": ""})
    assert response.status_code == 409
    assert "3 are owed: a back order has to allow as many" in text(response)


def test_the_number_that_can_still_be_ordered_excludes_back_orders(worker: Client, stocked_shop: Service) -> None:
    stocked_shop.put_stock("TIDE-A4", -3, BackOrder(on="2031-03-14", pieces=5))
    worker.post(PAGE, AHEAD | {"version": "2"})
    assert "Up to 2 more can be ordered; they leave from" in text(worker.get(PAGE))
