"""What was bought together stands on the product's page with its reason, and the page stands without it."""

from django.test import Client

from backend.contracts.product.models import card
from backend.contracts.recommendation.models import BoughtTogether, Companion
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service

PAGE = "/product/slow-tide/"


def test_while_recommendations_are_down_the_page_stands_without_them(client: Client, shop: Service) -> None:
    shop.down |= {"list_bought_together"}
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "Bought together" not in text(response)


def test_a_product_that_nobody_bought_with_another_recommends_none(client: Client, shop: Service) -> None:
    assert "Bought together" not in text(client.get(PAGE))


def test_companions_are_shown_with_the_orders_they_were_in(client: Client, shop: Service) -> None:
    oak = card(product("oak-frame", "Oak Frame"))
    shop.companions = BoughtTogether(items=(Companion(card=oak, together=4),), orders=9)
    response = client.get(PAGE)
    assert "Bought together" in text(response)
    assert "In 4 of 9 orders" in text(response)
    assert 'href="/product/oak-frame/"' in response.content.decode()
