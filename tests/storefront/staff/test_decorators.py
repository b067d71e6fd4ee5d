"""Who sees the back office. Nobody else learns that it is there."""

import pytest
from django.test import Client

from tests.storefront.lettering import letter
from tests.storefront.reading import text
from tests.storefront.service import Service

PAGED = ("/staff/orders/", "/staff/stock/", "/staff/holds/")
LETTERS = (
    "/staff/dead-letters/",
    "/staff/dead-letters/OrderDeadLetters/",
    "/staff/dead-letters/OrderDeadLetters/redrive/",
)
PAGES = (*PAGED, "/staff/synonyms/", *LETTERS, f"/staff/dead-letters/OrderDeadLetters/{letter(1).id}/")


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_sign_in(guest: Client, page: str) -> None:
    assert guest.get(page).headers["Location"].startswith("/account/sign-in?next=%2Fstaff%2F")


@pytest.mark.parametrize("page", PAGES)
def test_a_shopper_finds_nothing_there_and_no_service_is_asked(shopper: Client, service: Service, page: str) -> None:
    assert shopper.get(page).status_code == 404
    assert shopper.post(page, {"sku": "DOTS", "available": "5", "version": "1"}).status_code in (404, 405)
    assert not {"list_staff_orders", "list_stock", "set_stock", "list_holds", "get_synonyms", "put_synonyms"} & set(
        service.calls
    )
    assert not [name for name in service.calls if "letter" in name or "deed" in name]


def test_a_shopper_moves_no_order(shopper: Client, service: Service) -> None:
    assert shopper.post(f"/staff/orders/{'0' * 28}/", {"owner": "shopper#x", "state": "packed"}).status_code == 404
    assert "move_order" not in service.calls


@pytest.mark.parametrize("page", PAGES)
def test_former_staff_are_refused_by_the_services(
    worker: Client, service: Service, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr("tests.storefront.service.STAFF", "somebody-else")
    assert worker.get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_while_the_service_is_down_the_page_says_so(worker: Client, service: Service, page: str) -> None:
    service.down |= {"order", "inventory", "search", "operations"}
    assert worker.get(page).status_code == 503


@pytest.mark.parametrize("page", PAGED)
def test_a_cursor_that_is_not_ours_leads_back_to_the_first_page(worker: Client, page: str) -> None:
    assert worker.get(page, {"after": "nonsense"}).headers["Location"].startswith(page)


@pytest.mark.parametrize("page", PAGED)
def test_an_empty_page_says_so(worker: Client, service: Service, page: str) -> None:
    assert any(
        said in text(worker.get(page)) for said in ("No orders here.", "There is no stock yet", "Nothing is on hold.")
    )


def test_only_staff_see_the_link(shopper: Client, service: Service) -> None:
    assert "Back office" not in text(shopper.get("/account/"))


def test_staff_see_the_link(worker: Client, service: Service) -> None:
    assert "Back office" in text(worker.get("/account/"))
