"""Where the basket is delivered: named, changed by the visitor, and the same on every page."""

import re

import pytest
from django.test import Client

from backend.basket import delivery
from backend.contracts.basket.models import EUROPE, Delivery
from storefront.web.countries import in_a_sentence, name
from storefront.web.formats import money
from tests.storefront.basket.steps import HTMX, add, basket_text
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, order
from tests.storefront.reading import text
from tests.storefront.service import ADA, Service

MINE = f"shopper#{ADA}"


def deliver_to(client: Client, country: str, **more: str) -> str:
    return text(
        client.post(
            "/basket/country/", {"country": country}, follow=True, HTTP_REFERER="http://testserver/basket/", **more
        )
    )


def chosen_country(client: Client, url: str = "/basket/") -> str:
    """The country that the page's list stands at."""
    found = re.search(r'<option value="(..)" selected>', client.get(url).content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("country", ["", "ZZ", "de", "DE ", "D\x00", "US", "🇩🇪", "x" * 5000])
def test_a_country_without_delivery_is_refused_in_words_and_nothing_changes(guest: Client, country: str) -> None:
    add(guest)
    assert "We do not deliver there yet." in deliver_to(guest, country)
    assert "Delivery to Germany" in basket_text(guest)


def test_a_cookie_that_is_not_ours_or_names_a_country_we_left_is_home(guest: Client) -> None:
    add(guest)
    guest.cookies["country"] = "NO"
    assert "Delivery to Germany" in basket_text(guest)


def test_the_basket_names_the_country_and_its_sums_follow(guest: Client) -> None:
    add(guest, quantity=3)
    assert "Standard delivery to Germany is free for this basket." in basket_text(guest)
    norway = deliver_to(guest, "NO")
    assert "Delivery to Norway" in norway
    assert "€8.00 more, and standard delivery to Norway is free." in norway
    assert "€79.90" in norway


def test_every_change_of_the_basket_keeps_to_it(guest: Client) -> None:
    add(guest)
    deliver_to(guest, "NO")
    for path, sent in (("add", {"sku": "DOTS"}), ("set", {"sku": "DOTS", "quantity": 2}), ("remove", {"sku": "DOTS"})):
        words = text(guest.post(f"/basket/{path}/", sent, **HTMX))
        assert "standard delivery to Norway is free" in words


def test_by_htmx_the_contents_come_back_with_the_focus_where_it_was(guest: Client) -> None:
    add(guest)
    page = guest.post("/basket/country/", {"country": "NL"}, **HTMX)
    assert "Delivery to the Netherlands" in text(page)
    assert "<summary autofocus>" in page.content.decode()


@pytest.mark.parametrize("country", EUROPE)
def test_the_delivery_page_tells_of_the_chosen_country_what_the_basket_charges(guest: Client, country: str) -> None:
    guest.post("/basket/country/", {"country": country})
    words = text(guest.get("/delivery/"))
    express = money(delivery.price(country, Delivery.EXPRESS, 1), "EUR")
    standard = f"{money(delivery.price(country, Delivery.STANDARD, 1), 'EUR')}, free from {money(delivery.free_from(country), 'EUR')}"
    row = rf"Standard delivery {re.escape(standard)}.*Express delivery {re.escape(express)}"
    assert re.search(rf"To {in_a_sentence(country)} Price.*{row}", words)
    assert words.count(name(country)) > 2


def test_changing_it_on_the_delivery_page_leads_back_there(guest: Client) -> None:
    response = guest.post(
        "/basket/country/",
        {"country": "FR"},
        HTTP_REFERER="http://testserver/delivery/",
        HTTP_ORIGIN="http://testserver",
    )
    assert response.headers["Location"] == "/delivery/"
    assert chosen_country(guest, "/delivery/") == "FR"


class TestCheckingOut:
    @pytest.fixture
    def buyer(self, shopper: Client, service: Service) -> Client:
        service.baskets[MINE] = {"TIDE-A4": [1, 2400]}
        return shopper

    def test_the_address_begins_with_the_country_of_the_basket(self, buyer: Client) -> None:
        deliver_to(buyer, "NO")
        assert chosen_country(buyer, "/checkout/") == "NO"
        assert "€31.90" in text(buyer.get("/checkout/"))

    def test_the_country_of_the_address_is_the_baskets_from_then_on(self, buyer: Client) -> None:
        buyer.post("/checkout/", GOOD | {"country": "FR", "postal_code": "75001"})
        assert "Delivery to France" in basket_text(buyer)

    def test_an_address_whose_country_was_changed_in_the_basket_is_looked_at_again(
        self, buyer: Client, service: Service
    ) -> None:
        buyer.post("/checkout/", GOOD)
        buyer.post("/checkout/delivery/", {"delivery": "standard"})
        give_card(buyer)
        deliver_to(buyer, "FR")
        for step in ("delivery", "payment", "review"):
            assert buyer.get(f"/checkout/{step}/").headers["Location"] == "/checkout/"
        assert chosen_country(buyer, "/checkout/") == "FR"
        assert GOOD["street"] in buyer.get("/checkout/").content.decode()

    def test_the_last_orders_street_is_not_put_into_another_country(self, buyer: Client, service: Service) -> None:
        buyer.post("/checkout/", GOOD)
        buyer.post("/checkout/delivery/", {"delivery": "standard"})
        give_card(buyer)
        order(buyer)
        session = buyer.session
        del session["checkout.address"]
        session.save()
        service.baskets[MINE] = {"DOTS": [1, 1250]}
        assert GOOD["street"] in buyer.get("/checkout/").content.decode()
        deliver_to(buyer, "FR")
        page = buyer.get("/checkout/").content.decode()
        assert GOOD["street"] not in page
        assert GOOD["name"] in page
