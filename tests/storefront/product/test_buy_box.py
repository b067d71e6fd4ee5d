"""What the box with the button says beside the price."""

import re

from django.test import Client
from msgspec.structs import replace

from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.product.models import ProductKind
from backend.contracts.tax import TaxClass
from storefront.web import delivery_zones
from tests.storefront.reading import text
from tests.storefront.service import Service


def test_tax_delivery_and_the_day_stand_at_the_button(client: Client, shop: Service) -> None:
    response = client.get("/product/slow-tide/")
    beside = text(response).partition("Add to basket")[2].partition("30 days to change your mind")[0]
    assert re.search(r"it is with you in Germany by \w{3} \d{1,2} \w{3} ?\. VAT included, plus delivery", beside)
    assert 'href="/delivery/">delivery</a>' in response.content.decode()


def beside(client: Client) -> str:
    return text(client.get("/product/slow-tide/")).partition("it is with you")[2].partition("30 days to change")[0]


def test_untaxed_articles_are_not_said_to_include_tax(client: Client, shop: Service) -> None:
    shop.products = [replace(each, tax_class=TaxClass.ZERO) for each in shop.products]
    assert "VAT" not in beside(client)
    assert "Plus delivery" in beside(client)


def test_prices_for_countries_beyond_europe_are_not_said_to_include_tax(client: Client, shop: Service) -> None:
    near, far = DEFAULT.zones
    delivery_zones.keep(replace(DEFAULT, zones=(near, replace(far, countries=(*far.countries, "US"))), version=1))
    client.post("/basket/country/", {"country": "US"})
    assert "the United States" in beside(client)
    assert "VAT" not in beside(client)
    client.post("/basket/country/", {"country": "CH"})
    assert "VAT included" in beside(client)


def test_a_gift_voucher_which_is_worth_what_it_costs_offers_no_mail_when_it_gets_cheaper(
    client: Client, shop: Service
) -> None:
    assert "when it gets cheaper" in text(client.get("/product/slow-tide/"))
    shop.products = [replace(each, kind=ProductKind.VOUCHER) for each in shop.products]
    assert "when it gets cheaper" not in text(client.get("/product/print-1/"))
