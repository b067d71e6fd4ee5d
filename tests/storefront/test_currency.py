"""Pages of shops that sell in yen and in Kuwaiti dinars: what cannot be comes first."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from backend.contracts.currencies import about
from backend.contracts.product.models import Product, Variant
from backend.contracts.voucher.models import value_range
from storefront.demo.catalogue import ITEMS
from storefront.demo.pricing import price_in
from storefront.imports.columns import CURRENCY
from storefront.search.price_input import parse_price, price_examples, sample_price
from storefront.staff.editor.product_editor import ProductEditor
from storefront.staff.refunding import _minor
from storefront.web.formats import money
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, MINE
from tests.storefront.checkout.steps import order as place
from tests.storefront.conftest import OUTPUTS
from tests.storefront.imports.reading import bad, good
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Offer, Service
from tests.storefront.staff.test_editor import form_of

HEAD = f"Handle,Title,Variant SKU,Variant Price,{CURRENCY}\n"
WRITTEN = {
    "JPY": ("JP¥4,900", "JP¥830", "JP¥5,730", "4900"),
    "KWD": ("KWD10.000", "KWD1.800", "KWD11.800", "10.000"),
}
"""€29.00 and its delivery in each currency: on a page the price, the charge, both together, and as machines read it."""


def sell_in(currency: str, settings: Settings, service: Service) -> Service:
    outputs = {"Shop": OUTPUTS["Shop"] | {"Settings": f"{currency} DE Europe/Berlin"}}
    settings.SHOP_OUTPUTS = json.dumps(outputs)
    price = about(2900, currency)
    service.currency, service.offers = currency, {"TIDE-A4": Offer(title="Slow Tide", price=price)}
    service.products = [priced_product(currency, price), priced_product(currency, price * 3, "loud-tide")]
    return service


def priced_product(currency: str, price: int, slug: str = "slow-tide") -> Product:
    variants = (Variant(sku=f"{slug}-A4".upper(), values=(), price=price),)
    return product(slug, currency=currency, options=(), variants=variants)


@pytest.fixture(params=WRITTEN)
def currency(request: pytest.FixtureRequest, service: Service, settings: Settings) -> str:
    """A shop that sells in this currency."""
    sell_in(request.param, settings, service)
    return str(request.param)


@pytest.mark.parametrize(
    ("name", "price", "reason"),
    [
        ("JPY", "12.5", "is finer than a whole one, which is as fine as JPY goes"),
        ("JPY", "12.345", "may be 12.345 or 12345: say which mark stands before the decimals"),
        ("KWD", "1.2345", "is finer than a thousandth, which is as fine as KWD goes"),
        ("KWD", '"1,234"', "may be 1.234 or 1234: say which mark stands before the decimals"),
        ("CHF", "1.255", "may be 1.255 or 1255"), ("CHF", "12.1234", "is finer than a hundredth"),
        ("ISK", "12.5", "is finer than a whole one"),
    ],
)  # fmt: skip
def test_a_file_whose_price_is_finer_than_its_currency_or_has_two_readings_is_refused(
    name: str, price: str, reason: str
) -> None:
    ((line, said),) = bad(f"{HEAD}tide,Tide,T-1,{price},{name}\n", currency=name, into=name)
    assert (line, reason in said) == (2, True), said


def test_a_mark_that_was_named_does_not_make_a_yen_finer() -> None:
    ((_, said),) = bad(f"{HEAD}tide,Tide,T-1,12.345,JPY\n", currency="JPY", into="JPY", decimal=".")
    assert "as fine as JPY goes" in said


@pytest.mark.parametrize(
    ("name", "price", "minor"),
    [
        ("JPY", "1250", 1250),
        ("KWD", "2.500", 2500),
        ("KWD", "0.5", 500),
        ("CHF", "12.55", 1255),
        ("HUF", "1990", 199_000),
    ],
)
def test_a_file_in_the_shops_currency_is_read_as_fine_as_it_goes(name: str, price: str, minor: int) -> None:
    (made,) = good(f"{HEAD}tide,Tide,T-1,{price},{name}\n", currency=name, into=name)
    assert (made.product.currency, made.product.variants[0].price) == (name, minor)


def test_prices_are_converted_into_the_shops_currency() -> None:
    rates = (("EUR", Decimal(170)),)
    (made,) = good(f"{HEAD}tide,Tide,T-1,€12.50,EUR\n", currency="JPY", into="JPY", rates=rates)
    assert (made.product.currency, made.product.variants[0].price) == ("JPY", 2125)


@pytest.mark.parametrize(
    ("typed", "name", "minor"),
    [
        ("12.5", "JPY", None), ("¥1,200", "JPY", 1200), ("JP¥1,200", "JPY", 1200), ("1200 jpy", "JPY", 1200), ("1.234", "KWD", 1234),
        ("1,234", "KWD", 1_234_000), ("KWD1,234.500", "KWD", 1_234_500), ("1.2345", "KWD", None), (".5", "KWD", 500),
        ("€5", "JPY", None), ("CHF 12.50", "CHF", 1250), ("US$5", "USD", 500), ("5 €", "USD", None),
    ],
)  # fmt: skip
def test_a_typed_price_is_read_in_the_shops_currency(typed: str, name: str, minor: int | None) -> None:
    assert parse_price(typed, name) == minor


@pytest.mark.parametrize("name", ["JPY", "KWD", "CHF", "HUF", "ISK", "USD"])
@pytest.mark.parametrize("minor", [0, 5, 1950, 123_456, 99_999_999])
def test_what_the_shop_writes_it_reads_in_any_currency(name: str, minor: int) -> None:
    assert parse_price(money(minor, name), name) == minor
    assert all(parse_price(each, name) for each in (sample_price(name), price_examples(name)[1]))


@pytest.mark.parametrize(
    ("typed", "name", "minor"),
    [("12.5", "JPY", -1), ("12.345", "JPY", -1), ("1250", "JPY", 1250), ("¥1250", "JPY", 1250), ("1.234", "KWD", 1234),
     ("1.2345", "KWD", -1), ("18,29 €", "EUR", 1829), ("NaN", "JPY", -1), ("1e9999", "KWD", -1)],
)  # fmt: skip
def test_staff_refund_no_part_of_a_yen(typed: str, name: str, minor: int) -> None:
    assert _minor(typed, name) == minor


def test_from_basket_to_order_every_sum_is_in_the_shops_currency(
    currency: str, shopper: Client, service: Service
) -> None:
    price, charge, total, _ = WRITTEN[currency]
    service.baskets[MINE] = {"TIDE-A4": [1, about(2900, currency)]}
    shopper.post("/checkout/", GOOD)
    shopper.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(shopper)
    basket, review = text(shopper.get("/basket/")), shopper.get("/checkout/review/")
    placed = text(place(shopper, follow=True))
    for page in (basket, text(review), placed):
        assert all(part in page for part in (price, charge, total)), page
        assert "€" not in page


def test_card_product_search_and_what_machines_read_are_in_the_shops_currency(currency: str, client: Client) -> None:
    price, *_, machine = WRITTEN[currency]
    for address in ("/shop/", "/search/?q=tide", "/product/slow-tide/"):
        page = client.get(address)
        assert price in text(page)
        assert "€" not in text(page)
    offer = re.search(
        r'"price":\s*"([^"]*)",\s*"priceCurrency":\s*"([^"]*)"', client.get("/product/slow-tide/").content.decode()
    )
    assert offer
    assert offer.groups() == (machine, currency)


def test_the_price_filter_takes_what_the_page_shows(currency: str, client: Client) -> None:
    price = WRITTEN[currency][0]
    page = client.get("/search/", {"q": "tide", "max": price})
    assert f"up to {price}" in text(page)
    assert "slow-tide" in page.content.decode()
    assert "loud-tide" not in page.content.decode()
    wrong = text(client.get("/search/", {"q": "tide", "max": "1.2345"}))
    assert f"Enter a price such as {' or '.join(price_examples(currency))}." in wrong


def test_the_delivery_page_has_sums_of_its_own(currency: str, client: Client) -> None:
    page = text(client.get("/delivery/"))
    assert money(about(490, currency), currency) in page
    assert f"free from {money(about(5000, currency), currency)}" in page
    assert "€" not in page


def edit(of: Product, **changes: str | list[str]) -> ProductEditor:
    return ProductEditor(of, form_of(ProductEditor(of), **changes))


def test_the_product_editor_reads_and_writes_the_shops_currency(currency: str) -> None:
    old = priced_product(currency, 1250)
    same = edit(old).to_product_body()
    assert same
    assert (same.currency, same.variants[0].price) == (currency, 1250)
    typed, minor = {"JPY": ("2500", 2500), "KWD": ("2.500", 2500)}[currency]
    changed = edit(old, price=[typed]).to_product_body()
    assert changed
    assert changed.variants[0].price == minor
    wrong = {"JPY": "12.5", "KWD": "1.2345"}[currency]
    assert edit(old, price=[wrong]).to_product_body() is None


def test_a_product_that_was_priced_in_euro_is_priced_anew_and_not_relabelled(currency: str) -> None:
    editor = ProductEditor(priced_product("EUR", 2900))
    assert (editor.currency, editor.priced_in, editor.variants.forms[0].text("price")) == (currency, "EUR", "")
    assert edit(priced_product("EUR", 2900)).to_product_body() is None, "without new prices it is not saved"


@pytest.mark.parametrize("name", ["EUR", "JPY", "KWD", "IRR"])
def test_the_demos_prices_are_taken_in_any_currency_and_a_reduction_stays_one(name: str) -> None:
    for item in ITEMS.values():
        made: Any = price_in(item.product, name)
        assert made.currency == name
        assert made == item.product or name != "EUR"
        for before, after in zip(item.product.variants, made.variants, strict=True):
            assert 0 < after.price < 10**9
            assert (after.compare_at is None) == (before.compare_at is None)
            assert after.compare_at is None or after.compare_at > after.price


def test_the_demos_gift_vouchers_say_what_they_are_worth_in_yen() -> None:
    made = price_in(ITEMS["gift-voucher"].product, "JPY")
    assert (
        made.options[0].values
        == tuple(variant.values[0] for variant in made.variants)
        == ("JP¥4,200", "JP¥8,500", "JP¥17,000")
    )
    least, most = value_range("JPY")
    assert all(least <= variant.price <= most for variant in made.variants)
