"""What is picked for a visitor: from what the browser remembers, with its reason, and never once it is switched off."""

import msgspec
import pytest
from django.core import signing
from django.test import Client

from backend.contracts.product.models import card
from backend.contracts.recommendation.models import Reason, Recommendation, Recommendations
from backend.contracts.recommendation.queries import SeedQuery
from storefront.product.recently_viewed import COOKIE
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service

ROW = "Picked for you"
PAGE = "/product/slow-tide/"


@pytest.fixture
def client() -> Client:
    """A browser that has a cookie of ours already: pages of others are the same for all, and set none."""
    browser = Client()
    browser.cookies["theme"] = "dark"
    return browser


@pytest.fixture
def picks(shop: Service) -> Service:
    """A shop whose service recommends an oak frame to whoever did anything."""
    oak = Recommendation(
        card=card(product("oak-frame", "Oak Frame")), reason=Reason.SEEN, because="slow-tide", because_title="Slow Tide"
    )
    shop.recommendations = Recommendations(items=(oak,))
    return shop


def test_while_recommendations_are_down_every_page_stands_without_them(client: Client, picks: Service) -> None:
    client.get(PAGE)
    picks.down |= {"list_recommendations"}
    for page in ("/", "/product/print-1/", "/basket/"):
        response = client.get(page)
        assert response.status_code == 200, page
        assert ROW not in text(response)


def test_nothing_is_requested_for_visitors_who_looked_at_nothing_yet(client: Client, picks: Service) -> None:
    assert ROW not in text(client.get("/"))
    assert picks.seeds == []


def test_home_product_and_basket_name_what_goes_with_what_was_looked_at_and_why(client: Client, picks: Service) -> None:
    client.get(PAGE)
    for page in ("/", "/product/print-1/", "/basket/"):
        shown = text(client.get(page)).partition(ROW)[2]
        assert "Oak Frame" in shown, page
        assert "Because you looked at Slow Tide" in shown
    assert picks.seeds[0] == SeedQuery(seen="slow-tide")


def test_the_product_of_the_page_is_no_reason_and_no_pick(client: Client, picks: Service) -> None:
    client.get("/product/print-1/")
    client.get(PAGE)
    client.get("/product/print-1/")
    assert picks.seeds[-1] == SeedQuery(seen="slow-tide")
    own = msgspec.structs.replace(picks.recommendations.items[0], card=card(product("print-1", "Print 1")))
    picks.recommendations = Recommendations(items=(own,))
    assert ROW not in text(client.get("/product/print-1/"))


def test_what_was_saved_and_put_into_the_basket_is_remembered_as_that(client: Client, picks: Service) -> None:
    client.get(PAGE)
    client.post("/wishes/change/", {"wish": "slow-tide"})
    client.get("/")
    assert picks.seeds[-1] == SeedQuery(wished="slow-tide")
    client.get(PAGE)
    client.get("/")
    assert picks.seeds[-1] == SeedQuery(wished="slow-tide")


def test_switched_off_nothing_is_picked_shown_or_remembered_until_it_is_switched_on(
    client: Client, picks: Service
) -> None:
    client.get(PAGE)
    response = client.post("/picks/switch/", follow=True)
    assert "Suggestions are off" in text(response)
    assert "data-forget" in response.content.decode()
    asked = len(picks.seeds)
    for page in ("/", PAGE, "/product/print-1/", "/"):
        shown = client.get(page)
        assert ROW not in text(shown)
        assert "You looked at" not in text(shown)
        assert "data-seen" not in shown.content.decode()
    assert len(picks.seeds) == asked
    client.post("/picks/switch/", {"on": "1"})
    client.get(PAGE)
    assert ROW in text(client.get("/"))


def test_a_cookie_of_earlier_releases_is_read(client: Client, picks: Service) -> None:
    """They held five values for each product; what was done with it came later."""
    client.cookies[COOKIE] = signing.dumps([["slow-tide", "Slow Tide", "", 1, 1], ["tide", "Tide"]], salt=COOKIE)
    client.get("/")
    assert picks.seeds[-1] == SeedQuery(seen="slow-tide,tide")


def test_the_browser_of_a_visitor_without_cookies_fetches_the_row_that_anybody_gets(picks: Service) -> None:
    page = Client().get("/").content.decode()
    assert 'data-picks="/picks/"' in page
    row = Client().get("/picks/?seen=slow-tide")
    assert "Oak Frame" in text(row)
    assert row.headers["Cache-Control"] == "public, max-age=60"
    assert not row.cookies


@pytest.mark.parametrize("seen", ["", "Slow Tide", "a,", "../x", "\x00", "ß", "a" * 2000, ",".join("abcdefghij")])
def test_a_row_for_what_is_no_product_is_empty(picks: Service, seen: str) -> None:
    response = Client().get("/picks/", {"seen": seen})
    assert (response.status_code, response.content) == (200, b"")
    assert picks.seeds == []
