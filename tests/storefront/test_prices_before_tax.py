"""Pages of a shop whose prices are without tax: no page says that they include it, and sums add up. What must not be
said comes first."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from msgspec.structs import replace
from pytest_django.fixtures import Settings

from backend.contracts import shop as contract
from backend.contracts.currencies import about
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.product.content import Content, Unit
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import card
from backend.contracts.tax import TaxClass, added_tax
from storefront.product.jsonld import product_script
from storefront.product.templatetags.shop import card as draw_card
from storefront.web import delivery_zones
from storefront.web.formats import money
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, MINE
from tests.storefront.checkout.steps import order as place
from tests.storefront.conftest import OUTPUTS
from tests.storefront.order.orders import TO_DELIVERED, placed_order
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Offer, Service


@pytest.fixture
def shop(service: Service) -> Service:
    """A service that sells a print."""
    service.products = [product()]
    return service


@pytest.fixture
def included(settings: Settings, service: Service) -> None:
    """A shop as it is by itself."""
    _sell(settings, is_included=True)


@pytest.fixture
def before_tax(settings: Settings, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop that adds tax, with a backend that does."""
    _sell(settings, is_included=False)
    monkeypatch.setenv(contract.TAX_VARIABLE, contract.ADDED)


def _sell(settings: Settings, *, is_included: bool, currency: str = "EUR") -> None:
    told = contract.agreement(currency, is_included)
    settings.SHOP_OUTPUTS = json.dumps({"Shop": OUTPUTS["Shop"] | {"Settings": told}})


PAGES = ("/", "/shop/", "/search/?q=tide", "/product/slow-tide/", "/delivery/", "/terms/", "/basket/")


@pytest.mark.usefixtures("before_tax")
@pytest.mark.parametrize("language", ["", "/de", "/fr"])
def test_no_page_says_that_prices_include_tax(language: str, client: Client, shop: Service) -> None:
    client.post("/basket/add/", {"sku": "TIDE-A4", "quantity": 1})
    for page in PAGES:
        shown = text(client.get(language + page))
        assert not re.search(r"VAT included|include (the )?VAT|of which|inkl\.|enthalten die|incluent|dont TVA", shown)


@pytest.mark.usefixtures("before_tax")
@pytest.mark.parametrize(("language", "name"), [("", "VAT"), ("/de", "Umsatzsteuer"), ("/fr", "TVA")])
def test_where_it_goes_beyond_europe_the_delivery_page_does_not_call_the_tax_vat(
    language: str, name: str, client: Client, shop: Service
) -> None:
    near, far = DEFAULT.zones
    delivery_zones.keep(replace(DEFAULT, zones=(near, replace(far, countries=(*far.countries, "US"))), version=1))
    assert name not in text(client.get(f"{language}/delivery/"))


@pytest.mark.usefixtures("included")
def test_a_shop_by_itself_says_nothing_of_prices_before_tax(client: Client, shop: Service) -> None:
    client.post("/basket/add/", {"sku": "TIDE-A4", "quantity": 1})
    for page in PAGES:
        shown = client.get(page).content.decode()
        assert not re.search(r"before tax|Plus tax|>Tax, |valueAddedTax|price__tax", shown), page


@pytest.mark.usefixtures("included")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "include the VAT of the country that an order goes to, if it has any"),
        ("/de", "Umsatzsteuer des Landes, in das geliefert wird, wenn dort eine anfällt"),
        ("/fr", "la TVA du pays de livraison, s’il y en a une"),
    ],
)
def test_the_terms_say_that_prices_include_vat_only_where_there_is_any(
    language: str, words: str, client: Client
) -> None:
    assert words in text(client.get(f"{language}/terms/"))


@pytest.mark.usefixtures("before_tax")
@pytest.mark.parametrize(
    ("language", "beside", "terms"),
    [
        ("", "before tax", "Prices are before tax."),
        ("/de", "ohne Steuern", "Die Preise verstehen sich ohne Steuern."),
        ("/fr", "hors taxes", "Les prix s’entendent hors taxes."),
    ],
)
def test_prices_are_marked_as_before_tax_in_every_language(
    language: str, beside: str, terms: str, client: Client, shop: Service
) -> None:
    for page in ("/shop/", "/product/slow-tide/"):
        assert re.search(rf"\d[^a-z]*{beside}", text(client.get(language + page))), page
    assert terms in text(client.get(f"{language}/terms/"))


@pytest.mark.usefixtures("before_tax")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ProductKind.VOUCHER}, "sold without VAT"),
        ({"tax_class": TaxClass.ZERO}, ". Plus delivery"),
        ({}, ". Plus tax and delivery"),
    ],
)
def test_the_button_says_plus_tax_but_not_of_what_is_not_taxed_or_of_gift_vouchers(
    changes: dict[str, Any], words: str, client: Client, shop: Service
) -> None:
    shop.products = [replace(product(), **changes)]
    page = text(client.get("/product/slow-tide/"))
    assert words in page
    assert ("lus tax" in page) == (not changes)


def test_a_card_that_was_drawn_of_a_price_with_tax_is_not_shown_for_one_without(settings: Settings) -> None:
    drawn = []
    for is_included in (True, False, True):
        _sell(settings, is_included=is_included)
        with override("en"):
            drawn.append("before tax" in draw_card(card(product())))
    assert drawn == [False, True, False]


def test_structured_data_says_that_tax_is_not_included_and_what_the_price_is_for() -> None:
    content = Content(thousandths=72, unit=Unit.SQUARE_METRE)
    for variant in (product().variants[0], replace(product().variants[0], content=content)):
        sold = replace(product(), variants=(variant,))
        (offer,) = json.loads(product_script(sold, (), (), None, True))["offers"]
        assert offer["priceSpecification"]["valueAddedTaxIncluded"] is False
        assert offer["priceSpecification"]["price"] == offer["price"]
        assert ("referenceQuantity" in offer["priceSpecification"]) == (variant.content is not None)
        assert "valueAdded" not in product_script(sold, (), ())


@pytest.mark.usefixtures("before_tax")
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_from_basket_to_order_the_tax_stands_between_the_prices_and_the_total(
    currency: str, shopper: Client, service: Service, settings: Settings
) -> None:
    _sell(settings, is_included=False, currency=currency)
    price, charge = about(2900, currency), about(490, currency)
    service.currency, service.offers = currency, {"TIDE-A4": Offer(title="Slow Tide", price=price)}
    service.baskets[MINE] = {"TIDE-A4": [1, price]}
    shopper.post("/checkout/", GOOD)
    shopper.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(shopper)
    basket, review = text(shopper.get("/basket/")), shopper.get("/checkout/review/")
    order = text(place(shopper, follow=True))
    rate = {"DE": 1900, "GB": 2000}[GOOD["country"]]
    tax = added_tax(price + charge, rate)
    for page in (text(review), order):
        assert re.search(rf"Tax, {rate // 100}\s%\s*{re.escape(money(tax, currency))}\s*Total\s", page), page
        assert money(price + charge + tax, currency) in page
    assert "Tax, " in basket
    assert "estimated for" in basket
    assert "estimated" not in text(review) + order


@pytest.mark.usefixtures("before_tax")
def test_what_is_agreed_to_with_tax_included_is_asked_again_and_names_the_tax(
    shopper: Client, service: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(contract.TAX_VARIABLE)
    service.baskets[MINE] = {"TIDE-A4": [1, service.offers["TIDE-A4"].price]}
    shopper.post("/checkout/", GOOD)
    shopper.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(shopper)
    sealed = re.search(r'name="agreed" value="([^"]*)"', shopper.get("/checkout/review/").content.decode())
    assert sealed
    monkeypatch.setenv(contract.TAX_VARIABLE, contract.ADDED)
    again = text(place(shopper, sealed[1], follow=True))
    assert "Total: you agreed to" in again
    assert "Tax: you agreed to" in again
    assert not service.orders


@pytest.mark.usefixtures("before_tax")
def test_a_return_shows_what_was_paid_with_its_tax(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    order = service.orders[MINE][order_id]
    assert order.added_tax == order.tax > 0
    page = text(shopper.get(f"/orders/{order_id}/return/", {"pieces.TIDE-A4": 1}))
    assert f"{money(order.total, 'EUR')} comes back" in page
    assert re.search(r"of which \d+\s% tax: ", page)
    assert "each, before tax" in page


@pytest.mark.usefixtures("before_tax")
def test_an_order_of_before_says_what_of_it_is_tax(
    shopper: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(contract.TAX_VARIABLE)
    order_id = placed_order(service)
    monkeypatch.setenv(contract.TAX_VARIABLE, contract.ADDED)
    page = text(shopper.get(f"/orders/{order_id}/"))
    assert re.search(r"of which \d+\s% VAT: ", page)
    assert "Tax, " not in page
