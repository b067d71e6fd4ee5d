"""Wish lists in the storefront: hearts, the list's page, and what a guest wished for at the login."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client

from backend.contracts.basket import models as basket
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Problem
from backend.contracts.product.content import Content, Unit
from backend.contracts.wish.models import GUEST_DAYS, PAGE_SIZE
from storefront.wish import hearts
from storefront.wish.keys import parse_key
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import ADA, BOB, Service
from tests.storefront.wishing import wish

SignIn = Callable[..., None]
LIST = "/search/?q=tide"
SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _catalogue(service: Service) -> None:
    service.products = [product("slow-tide", "Slow Tide"), product("dot-notebook", "Tide Notebook")]


def _change(client: Client, field: str, key: str, **more: Any) -> HttpResponse:
    return client.post("/wishes/change/", {field: key}, headers={"referer": f"http://testserver{LIST}"}, **more)


def _hearts(client: Client, page: str = LIST) -> dict[str, bool]:
    """Return the hearts of a page: what each stands for, and whether it is pressed."""
    content = client.get(page).content.decode()
    found = re.findall(r'name="(\w+)" value="([^"]+)" aria-pressed="(\w+)"', content)
    assert all((name == "unwish") == (pressed == "true") for name, _, pressed in found)
    return {key: pressed == "true" for _, key, pressed in found}


def _header_count(client: Client, page: str = LIST) -> str:
    """Return the number in the header; empty where it is hidden."""
    (attribute, count) = re.findall(r'wishes__count number"( hidden)?>(\d*)<', client.get(page).content.decode())[0]
    return "" if attribute else str(count)


@pytest.mark.parametrize("key", ["", ":", "Slow Tide", "slow-tide:", ":DOTS", "a:b:c", "../basket", "x" * 101, "a\x00"])
def test_an_unknown_key_changes_nothing_and_is_reported(guest: Client, service: Service, key: str) -> None:
    assert parse_key(key) is None
    assert _change(guest, "wish", key).status_code == 303
    assert "This is no longer available." in text(guest.get("/wishes/"))
    assert not [name for name in service.calls if "wish" in name]


def test_a_form_with_nothing_in_it_is_refused_in_words(guest: Client) -> None:
    assert guest.post("/wishes/change/").status_code == 303
    assert "This is no longer available." in text(guest.get("/wishes/"))


@pytest.mark.parametrize(
    ("type", "said"),
    [
        ("not-found", "This is no longer available."),
        ("too-many-wishes", "Remove one first."),
        ("new-one", "This is no"),
    ],
)
def test_a_refusal_is_shown_and_the_heart_stays_as_it_was(
    guest: Client, service: Service, type: str, said: str
) -> None:
    service.refuse["add_guest_wish"] = Problem(type=type, title="No", status=409)
    answer = _change(guest, "wish", "slow-tide", **SCRIPT).json()
    assert answer["wished"] is False
    assert said in answer["said"]


def test_while_the_service_is_down_pages_work_and_a_click_says_so(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide")
    service.down |= {"wish"}
    assert _hearts(guest)["slow-tide"]
    assert "not available right now" in _change(guest, "unwish", "slow-tide", **SCRIPT).json()["said"]
    page = guest.get("/wishes/")
    assert page.status_code == 503
    assert "Nothing is lost" in text(page)
    assert _hearts(guest)["slow-tide"]


def test_a_page_without_a_cookie_asks_the_wish_service_nothing(guest: Client, service: Service) -> None:
    assert _hearts(guest) == {"slow-tide": False, "dot-notebook": False}
    assert not [name for name in service.calls if "wish" in name]


def test_a_guest_who_only_has_a_basket_asks_the_wish_service_nothing(guest: Client, service: Service) -> None:
    guest.post("/basket/add/", {"sku": "TIDE-A4", "quantity": 1})
    guest.get(LIST)
    assert not [name for name in service.calls if "wish" in name]


def test_a_plain_form_comes_back_to_its_page_and_the_heart_is_pressed(guest: Client, service: Service) -> None:
    answer = _change(guest, "wish", "slow-tide")
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert "Saved to your wish list." in text(guest.get(LIST))
    assert _hearts(guest) == {"slow-tide": True, "dot-notebook": False}
    assert _change(guest, "unwish", "slow-tide")["Location"] == LIST
    assert _hearts(guest) == {"slow-tide": False, "dot-notebook": False}


def test_a_heart_pressed_twice_wishes_once(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide")
    _change(guest, "wish", "slow-tide")
    (wishes,) = service.wishes.values()
    assert len(wishes) == 1


def test_a_script_is_answered_with_the_result(guest: Client) -> None:
    assert _change(guest, "wish", "slow-tide:TIDE-A3", **SCRIPT).json() == {
        "wished": True,
        "count": 1,
        "said": "Saved to your wish list.",
    }
    assert _change(guest, "unwish", "slow-tide:TIDE-A3", **SCRIPT).json()["wished"] is False


def test_the_header_counts_what_is_on_the_list(guest: Client) -> None:
    assert _header_count(guest) == ""
    _change(guest, "wish", "slow-tide:TIDE-A3")
    _change(guest, "wish", "dot-notebook")
    assert [_header_count(guest), _header_count(guest, "/about/")] == ["2", "2"]
    _change(guest, "unwish", "slow-tide:TIDE-A3")
    _change(guest, "unwish", "dot-notebook")
    assert _header_count(guest) == ""


def test_only_the_wished_variants_own_heart_is_pressed(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide:TIDE-A3")
    assert _hearts(guest)["slow-tide"]
    (request,) = [guest.get(LIST).wsgi_request]
    known = hearts.get(request)
    assert known
    assert (known.holds("slow-tide:TIDE-A3"), known.holds("slow-tide:TIDE-A4")) == (True, False)


def test_a_wish_from_another_device_is_seen_once_the_known_list_is_old(
    shopper: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _hearts(shopper)["slow-tide"]
    service.wishes[f"shopper#{ADA}"] = [wish()]
    assert not _hearts(shopper)["slow-tide"]
    assert service.calls.count("get_wished") == 1
    monkeypatch.setattr(hearts, "FRESH_SECONDS", 0)
    assert _hearts(shopper)["slow-tide"]


def test_what_a_shopper_wished_for_is_not_shown_to_who_comes_after(
    shopper: Client, service: Service, sign_in: SignIn
) -> None:
    _change(shopper, "wish", "slow-tide")
    sign_in(shopper, "bob-sub")
    assert not _hearts(shopper)["slow-tide"]


def test_a_cookie_of_another_make_is_ignored(guest: Client) -> None:
    guest.cookies["wishes"] = "anything"
    assert not any(_hearts(guest).values())


def test_a_full_list_fits_a_cookie(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide")
    (owner,) = service.wishes
    service.wishes[owner] = [wish(f"print-{number}", f"PRINT-{number}-A3-OAK") for number in range(199)]
    _change(guest, "wish", "slow-tide")
    assert len(guest.cookies["wishes"].value) < 3_000


def test_an_empty_list_says_how_to_fill_it_and_costs_no_call(guest: Client, service: Service) -> None:
    page = guest.get("/wishes/")
    assert "Press the heart on anything you like." in text(page)
    assert 'content="noindex"' in page.content.decode()
    assert not [name for name in service.calls if "wish" in name]


def test_the_list_shows_prices_and_stock_of_now(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide")
    (owner,) = service.wishes
    service.wishes[owner] = [
        wish(price=1900, level=Level.LOW, left=3),
        wish("gone", "GONE", title="Old Print", gone=True),
        wish("dot-notebook", "DOTS", title="Dots", level=Level.SOLD_OUT, price=2900),
    ]
    page = guest.get("/wishes/")
    shown = text(page)
    assert "€5.00 cheaper than when you saved it" in shown
    assert shown.count("cheaper than") == 1
    assert "3 left" in shown
    assert "We no longer sell this." in shown
    assert "Sold out" in shown
    assert page.content.decode().count('action="/basket/add/"') == 1
    assert '"/product/gone/' not in page.content.decode()


def test_a_removal_can_be_taken_back(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide:TIDE-A3")
    answer = guest.post("/wishes/change/", {"unwish": "slow-tide:TIDE-A3", "undo": "1"})
    assert answer["Location"] == "/wishes/?removed=slow-tide%3ATIDE-A3"
    page = guest.get(answer["Location"])
    assert "Removed from your wish list." in text(page)
    assert 'name="wish" value="slow-tide:TIDE-A3"' in page.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1e3", "²", "3"])
def test_a_page_that_the_list_has_not_leads_to_its_beginning(guest: Client, service: Service, page: str) -> None:
    _change(guest, "wish", "slow-tide")
    assert "Slow Tide" in text(guest.get(f"/wishes/?page={page}", follow=True))


def test_a_long_list_is_paged(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide")
    (owner,) = service.wishes
    service.wishes[owner] = [wish(f"print-{number}", f"P-{number}", title=f"Print {number}") for number in range(50)]
    assert 'rel="next" href="/wishes/?page=2"' in guest.get("/wishes/").content.decode()
    last = guest.get("/wishes/?page=3")
    assert "Page 3 of 3" in text(last)
    assert 'rel="next"' not in last.content.decode()
    assert text(last).count("Remove") == 50 - 2 * PAGE_SIZE


def test_opening_the_address_of_the_form_leads_to_the_list(guest: Client) -> None:
    assert guest.get("/wishes/change/")["Location"] == "/wishes/"


def test_a_guests_wishes_move_to_the_account_once_and_the_page_says_so(
    guest: Client, service: Service, sign_in: SignIn
) -> None:
    _change(guest, "wish", "slow-tide")
    _change(guest, "wish", "dot-notebook")
    sign_in(guest)
    shown = text(guest.get("/wishes/"))
    assert "Your wish list now has the 2 items you saved before signing in." in shown
    assert len(service.wishes[f"shopper#{ADA}"]) == 2
    guest.get("/wishes/")
    assert service.calls.count("merge_wishes") == 1


def test_what_could_not_be_merged_is_merged_later_even_after_the_basket_was(
    guest: Client, service: Service, sign_in: SignIn
) -> None:
    _change(guest, "wish", "slow-tide")
    sign_in(guest)
    service.down |= {"merge_wishes"}
    assert "is safe" in text(guest.get("/wishes/"))
    guest.get("/basket/")
    assert not guest.cookies["guest"].value
    service.down.clear()
    assert "Your wish list now has the item you saved" in text(guest.get("/wishes/"))
    assert [each.sku for each in service.wishes[f"shopper#{ADA}"]] == ["TIDE-A4"]


def test_what_could_not_be_merged_for_one_account_is_not_given_to_the_next_on_the_same_device(
    guest: Client, service: Service, sign_in: SignIn
) -> None:
    _change(guest, "wish", "slow-tide")
    sign_in(guest)
    service.down |= {"merge_wishes"}
    guest.get("/wishes/")
    guest.get("/basket/")
    service.down.clear()
    sign_in(guest, BOB)
    guest.get("/wishes/")
    assert f"shopper#{BOB}" not in service.wishes
    assert "merge_wishes" not in service.calls[-3:]


def test_a_guests_list_is_found_again_on_its_last_day_and_the_basket_before_it_is_forgotten(
    guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = signing.b62_encode(int(time.time()) - (GUEST_DAYS - 1) * 86_400)
    monkeypatch.setattr(signing.TimestampSigner, "timestamp", lambda self: at)
    _change(guest, "wish", "slow-tide")
    guest.post("/basket/add/", {"sku": "TIDE-A4", "quantity": 1})
    for name, days in (("guest", GUEST_DAYS), ("wishes", GUEST_DAYS), ("basket", basket.GUEST_DAYS)):
        assert int(guest.cookies[name]["max-age"]) == days * 86_400, name
    assert _hearts(guest)["slow-tide"]
    assert "Slow Tide" in text(guest.get("/wishes/"))


def test_a_guest_with_nothing_to_merge_costs_no_call(guest: Client, service: Service, sign_in: SignIn) -> None:
    guest.post("/basket/add/", {"sku": "TIDE-A4", "quantity": 1})
    sign_in(guest)
    guest.get("/wishes/")
    assert "merge_wishes" not in service.calls


def test_the_price_per_unit_stands_beside_the_price(guest: Client, service: Service) -> None:
    _change(guest, "wish", "slow-tide:TIDE-A4")
    service.wishes = {
        owner: [wish(content=Content(thousandths=72, unit=Unit.SQUARE_METRE))] for owner in service.wishes
    }
    assert "€333.33 / m²" in text(guest.get("/wishes/"))
