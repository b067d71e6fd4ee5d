"""Shared wish lists in the storefront: a link for everybody, which its owner can end."""

import pytest
from django.test import Client

from tests.storefront.reading import text
from tests.storefront.service import ADA, Service
from tests.storefront.wishing import SHARE_KEY, wish

OWNER, LINK = f"shopper#{ADA}", f"/wishes/shared/{SHARE_KEY}/"


@pytest.fixture(autouse=True)
def _list(service: Service) -> None:
    service.wishes[OWNER] = [wish()]


@pytest.mark.parametrize("link", [LINK, "/wishes/shared/x/", f"/wishes/shared/{'0' * 99}/"])
def test_a_link_that_opens_nothing_is_not_found(guest: Client, link: str) -> None:
    assert guest.get(link).status_code == 404


def test_a_guest_shares_nothing_and_is_sent_to_sign_in(guest: Client, service: Service) -> None:
    assert "/account/sign-in" in guest.post("/wishes/share/")["Location"]
    assert not service.shared
    assert "Share this list" not in text(guest.get("/wishes/"))


def test_a_link_that_was_ended_opens_nothing(shopper: Client, service: Service) -> None:
    shopper.post("/wishes/share/")
    shopper.post("/wishes/share/", {"stop": "1"})
    assert "The link has ended." in text(shopper.get("/wishes/"))
    assert Client().get(LINK).status_code == 404


def test_while_the_service_is_down_the_page_says_so(shopper: Client, service: Service) -> None:
    service.down |= {"share_wishes", "list_shared_wishes"}
    shopper.post("/wishes/share/")
    assert "Sharing is not available right now." in text(shopper.get("/wishes/"))
    assert Client().get(LINK).status_code == 503


def test_the_link_shows_the_list_and_lets_others_save_from_it(shopper: Client, service: Service) -> None:
    shopper.post("/wishes/share/")
    assert f'value="http://localhost:8000{LINK}" readonly' in shopper.get("/wishes/").content.decode()
    page = Client().get(LINK)
    shown = page.content.decode()
    assert "A shared wish list" in text(page)
    assert 'name="wish" value="slow-tide:TIDE-A4" aria-pressed="false"' in shown
    assert "Add to basket" not in text(page)
    assert 'content="noindex"' in shown
    assert page["Cache-Control"].endswith("private")
