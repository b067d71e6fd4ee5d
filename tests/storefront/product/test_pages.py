"""The shop's own pages tell what is so."""

from django.test import Client

from backend.basket import delivery
from backend.contracts.basket.models import Delivery
from storefront.web.formats import money
from tests.storefront.service import Service


def test_the_delivery_page_names_the_prices_that_the_basket_charges(client: Client, shop: Service) -> None:
    html = client.get("/delivery/").content.decode()
    for country in ("DE", "FI"):
        assert (
            f"{money(delivery.price(country, Delivery.STANDARD, 1), 'EUR')}, free from {money(delivery.free_from(country), 'EUR')}"
            in html
        )
        assert money(delivery.price(country, Delivery.EXPRESS, 1), "EUR") in html
