"""What was looked at last. What goes wrong comes first."""

import pytest
from django.core import signing
from django.test import Client

from backend.contracts.product.models import Variant
from storefront.product.recently_viewed import BYTES, COOKIE, MOST
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service


@pytest.mark.parametrize(
    "value",
    ["", "x", "forged:1:2", signing.dumps({"a": 1}, salt=COOKIE), signing.dumps([["../x", "t"]], salt=COOKIE)],
    ids=["empty", "short", "forged", "another shape", "a path"],
)
def test_a_cookie_that_is_not_ours_is_ignored(client: Client, shop: Service, value: str) -> None:
    client.cookies[COOKIE] = value
    response = client.get("/product/slow-tide/")
    assert response.status_code == 200
    assert "You looked at" not in text(response)


@pytest.fixture
def client() -> Client:
    """A browser that has a cookie of ours already: pages of others are the same for all, and set none."""
    browser = Client()
    browser.cookies["theme"] = "dark"
    return browser


def test_visitors_without_cookies_get_none_and_the_browser_fills_in_what_it_remembers(shop: Service) -> None:
    response = Client().get("/product/slow-tide/")
    assert not response.cookies
    assert 'data-seen="slow-tide" hidden' in response.content.decode()


def test_long_names_do_not_make_the_cookie_long(client: Client, shop: Service) -> None:
    for number in range(MOST):
        variants = (Variant(sku=f"LONG-{number}", values=(), price=2400),)
        shop.products.append(product(f"{'a' * 90}-{number}", "ß漢" * 100, options=(), variants=variants))
        client.get(f"/product/{'a' * 90}-{number}/")
    assert 0 < len(client.cookies[COOKIE].value) < BYTES * 3 / 2


def test_a_visitor_costs_no_session(client: Client, shop: Service) -> None:
    response = client.get("/product/slow-tide/")
    assert "session" not in response.cookies
    assert response.cookies[COOKIE]["httponly"]


def test_the_last_ones_are_shown_newest_first_without_this_one(client: Client, shop: Service) -> None:
    for number in (*range(1, 9), 3):
        client.get(f"/product/print-{number}/")
    seen = text(client.get("/search/?q=zzzzqqqq")).partition("You looked at")[2]
    assert [int(word) for word in seen.split() if word.isdigit()][:MOST] == [3, 8, 7, 6, 5, 4]
    assert "Print 3" not in text(client.get("/product/print-3/")).partition("You looked at")[2].partition("Shop")[0]


def test_the_home_page_leads_back_to_them_and_is_shared_without_them(client: Client, shop: Service) -> None:
    client.get("/product/print-3/")
    assert "Print 3" in text(client.get("/")).partition("You looked at")[2]
    shared = Client().get("/")
    assert shared.headers["Cache-Control"].startswith("public")
    assert 'data-seen="" hidden' in shared.content.decode()


def test_the_privacy_page_tells_of_it(client: Client, shop: Service) -> None:
    assert "The last six products you looked at" in text(client.get("/privacy/"))
