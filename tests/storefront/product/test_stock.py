"""Stock in words on the product's page, which stands without them."""

import re

import pytest
from django.test import Client

from backend.contracts.inventory.models import BackOrder, Level
from backend.contracts.search.models import Hit
from storefront.product.templatetags.shop import card
from tests.storefront.reading import text
from tests.storefront.service import Service

SKU = "SLOW-TIDE-A4-UN"
PAGE = f"/product/slow-tide/?v={SKU}"


def test_while_the_inventory_is_down_no_stock_is_shown_and_the_article_can_be_bought(
    client: Client, shop: Service
) -> None:
    shop.down |= {"get_stock"}
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "In stock" not in text(response)
    assert "Add to basket" in text(response)
    assert "availability" not in response.content.decode()


def test_articles_unknown_to_the_inventory_can_be_bought(client: Client, shop: Service) -> None:
    assert "Add to basket" in text(client.get(PAGE))


def test_sold_out_products_are_shown_with_alternatives(client: Client, shop: Service) -> None:
    shop.put_stock(SKU, 0)
    response = client.get(PAGE)
    assert "A4 · Unframed is sold out. Other versions are available: choose one above." in text(response)
    assert re.search(r"<button[^>]* disabled[^>]*>Sold out", response.content.decode())
    assert "Add to basket" not in text(response)
    assert "https://schema.org/OutOfStock" in response.content.decode()


@pytest.mark.parametrize(("available", "said"), [(99, "In stock"), (3, "3 left")])
def test_available_stock_is_shown(client: Client, shop: Service, available: int, said: str) -> None:
    shop.put_stock(SKU, available)
    response = client.get(PAGE)
    assert said in text(response)
    assert "Add to basket" in text(response)


def test_no_more_can_be_asked_for_than_are_left(client: Client, shop: Service) -> None:
    shop.put_stock(SKU, 3)
    assert 'max="3"' in client.get(PAGE).content.decode()


def test_a_page_asks_once_for_all_variants(client: Client, shop: Service) -> None:
    client.get(PAGE)
    assert shop.calls.count("get_stock") == 1


def test_a_back_order_is_shown_with_its_day_and_can_be_bought(client: Client, shop: Service) -> None:
    shop.put_stock(SKU, 0, BackOrder(on="2031-03-14", pieces=5))
    response = client.get(PAGE)
    assert "On back order, leaves from Fri 14 Mar" in text(response)
    assert "Add to basket" in text(response)
    assert "by Wed 19 Mar" in text(response)
    assert "https://schema.org/BackOrder" in response.content.decode()
    assert '"availabilityStarts": "2031-03-14"' in response.content.decode()


def test_a_card_says_that_it_is_on_back_order() -> None:
    assert "On back order" in card(Hit(id="tide", title="Tide", currency="EUR", price=2400, level=Level.BACK_ORDER))
