"""The shop's own pages tell what is so."""

from django.test import Client

from backend.basket import domain
from storefront.formats import money
from tests.storefront.product.fake import Fake


def test_the_delivery_page_names_the_prices_that_the_basket_charges(client: Client, shop: Fake) -> None:
    html = client.get("/delivery/").content.decode()
    assert f"{money(domain.STANDARD)}, free from {money(domain.FREE_DELIVERY_FROM)}" in html
    assert money(domain.EXPRESS) in html
