"""Baskets and orders of a shop whose prices are without tax: what is agreed to, and to the cent."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.basket import checkout, domain, offers, service
from backend.basket.domain import Line
from backend.contracts import shop as settings
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import MAX_LINES, Basket, Delivery
from backend.contracts.delivery.tax_rates import CountryTax, TaxRates
from backend.contracts.delivery.zones import ways
from backend.contracts.problem import Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.promotion.models import Kind, Promotion
from backend.contracts.tax import TaxClass, TaxLine, added_part, added_tax
from backend.contracts.voucher.models import Voucher
from tests.backend import shop
from tests.backend.basket.lines import CLOSING, line, offer, prices, quantities
from tests.backend.basket.owners import ADA, agreeing, agreement_for, body, event
from tests.backend.basket.test_promotions import promotion, save
from tests.backend.basket.test_tax import BOOK, PRINT, RATES, fill, hear, option, sell

HALF = Promotion(title="50 %", kind=Kind.PERCENTAGE, percent=50, starts_on="2026-01-01", code="HALF", version=1)
VOUCHER = Voucher(id="A" * 24, hint="WXYZ", currency="EUR", balance=10**12, expires_on="2999-12-31", version=1)


@pytest.fixture(autouse=True)
def _before_tax(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.TAX_VARIABLE, settings.ADDED)


@pytest.mark.parametrize("word", ["", "included", "ADDED", "added "])
def test_prices_include_tax_unless_one_word_says_that_it_is_added(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.TAX_VARIABLE, word)
    assert settings.prices_include_tax()


@pytest.mark.usefixtures("on_offer")
def test_a_checkout_that_agreed_to_prices_including_tax_is_asked_again_and_orders_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(settings.TAX_VARIABLE)
    service.set_line(ADA, PRINT, 1)
    seen = agreement_for(ADA)
    monkeypatch.setenv(settings.TAX_VARIABLE, settings.ADDED)
    with pytest.raises(Refused) as refusal:
        service.check_out(ADA, agreeing(seen))
    assert refusal.value.problem.type == "order-changed"
    assert {error.field for error in refusal.value.problem.errors} == {"delivery.tax", "delivery.total"}
    assert service.get(ADA).count == 1


@pytest.mark.usefixtures("on_offer")
def test_tax_is_added_to_goods_and_delivery_by_the_rates_of_the_country() -> None:
    hear()
    fill()
    express = service.get(ADA, "DE").deliveries[1]
    assert (service.get(ADA, "DE").subtotal, express.price) == (5_800, 990)
    assert express.taxes == (TaxLine(rate=1900, total=4_040, tax=645), TaxLine(rate=700, total=3_633, tax=238))
    assert (express.total, express.tax, express.tax_rate) == (6_790 + 645 + 238, 645 + 238, 1900)
    assert (option("FR").total, option("FR").tax) == (5_800, 0), "a country without rates is sold to without"


@pytest.mark.usefixtures("on_offer")
def test_what_is_of_class_zero_costs_its_price() -> None:
    hear()
    sell(BOOK, TaxClass.ZERO)
    service.set_line(ADA, BOOK, 2)
    assert (option().total, option().tax) == (5_800, 0)


@pytest.mark.usefixtures("on_offer")
def test_an_order_is_what_was_agreed_to_and_records_its_tax() -> None:
    hear()
    fill()
    save(promotion(kind=Kind.PERCENTAGE, percent=50))
    service.enter_code(ADA, "SUMMER10", "GB")
    seen = agreement_for(ADA, Delivery.EXPRESS)
    service.check_out(ADA, agreeing(seen))
    order = event(ADA)
    assert (order.total, order.tax, order.taxes) == (seen.delivery.total, seen.delivery.tax, seen.delivery.taxes)
    assert order.total == order.subtotal - order.discount + order.delivery_price + order.tax
    assert {line.sku: line.tax_rate for line in order.lines} == {PRINT: 2000, BOOK: 0}


@pytest.mark.usefixtures("on_offer")
def test_a_repeated_checkout_gets_its_answer_though_the_setting_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    service.set_line(ADA, PRINT, 1)
    sent = agreeing(agreement_for(ADA))
    first = service.check_out(ADA, sent)
    monkeypatch.delenv(settings.TAX_VARIABLE)
    assert service.check_out(ADA, sent) == first


@pytest.mark.usefixtures("on_offer")
def test_delivery_is_free_from_a_sum_without_tax_and_charged_without() -> None:
    for price, charge in ((4_999, 490), (5_000, 0)):
        offers.save_offers(shop.product_changed(PRINT, price=price, version=price))
        service.set_line(ADA, PRINT, 1)
        free = service.get(ADA, "DE")
        standard = free.deliveries[0]
        assert (standard.price, standard.total) == (charge, price + charge + added_tax(price + charge, 1900))
        assert free.free_delivery_from == 5_000


@pytest.mark.usefixtures("on_offer")
@pytest.mark.parametrize(("currency", "price"), [("JPY", 4_900), ("KWD", 10_000)])
def test_yen_and_thousandths_of_a_dinar_are_taxed_to_the_last(
    currency: str, price: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURRENCY", currency)
    hear(
        TaxRates(countries=(CountryTax(country="DE", standard=1900), CountryTax(country="GB", standard=875)), version=1)
    )
    offers.save_offers(shop.product_changed(PRINT, price, version=2, currency=currency))
    service.set_line(ADA, PRINT, 1)
    service.check_out(ADA, agreeing(agreement_for(ADA)))
    net = price + ways("GB", currency)[Delivery.STANDARD].charge(price)
    assert (event(ADA).total, event(ADA).tax) == (net + (net * 875 + 5_000) // 10_000, (net * 875 + 5_000) // 10_000)


def test_gift_vouchers_cost_what_they_are_worth() -> None:
    gift = offer(2500, product_id="gift-voucher", kind=ProductKind.VOUCHER)
    basket = domain.view((line("G", 2, seen_price=2500),), {"G": gift}, "EUR", shop.TODAY)
    assert [(each.total, each.tax) for each in basket.deliveries] == [(5_000, 0)]


def test_a_voucher_pays_the_tax_too() -> None:
    basket = domain.view((line("A"),), {"A": offer(1000)}, "EUR", shop.TODAY, vouchers=(VOUCHER,))
    standard = basket.deliveries[0]
    assert (standard.by_voucher, standard.to_pay) == (standard.total, 0)
    assert standard.total == 1_490 + added_tax(1_490, 1900)


def test_a_plain_order_has_no_field_more_than_before() -> None:
    basket = view(((1_000, 1, TaxClass.STANDARD),))
    (told,) = (msgspec.to_builtins(each) for each in basket.deliveries if each.delivery is Delivery.STANDARD)
    assert set(told) == {"delivery", "title", "price", "total", "tax", "tax_rate", "promised_on"}


classes = st.sampled_from(list(TaxClass))
baskets = st.lists(st.tuples(prices, quantities, classes), min_size=1, max_size=MAX_LINES)
rates = st.builds(
    lambda standard, books: TaxRates(countries=(CountryTax(country="DE", standard=standard, books=books),), version=1),
    st.integers(0, 10_000),
    st.none() | st.integers(0, 10_000),
)


def view(bought: Any, known: TaxRates = RATES, country: str = "DE", promotions: Any = ()) -> Basket:
    return domain.view(*_lines(bought), "EUR", shop.TODAY, country, promotions, rates=known)


def _lines(bought: Any) -> tuple[tuple[Line, ...], dict[str, domain.Offer]]:
    lines = tuple(line(f"S{n}", quantity, 1, n) for n, (_, quantity, _) in enumerate(bought))
    return lines, {f"S{n}": offer(price, tax_class=each) for n, (price, _, each) in enumerate(bought)}


def close(bought: Any, known: TaxRates, total: int, promotions: Any) -> BasketCheckedOut:
    address = replace(body(0).address, country="DE", postal_code="10115", town="Berlin", state="")
    lines, known_offers = _lines(bought)
    return checkout.close(
        lines, known_offers, body(total, address=address), CLOSING, promotions=promotions, rates=known
    )


@pytest.mark.parametrize("word", [settings.ADDED, "included"])
@given(bought=baskets, known=rates, is_half=st.booleans())
def test_prices_discounts_delivery_and_tax_make_the_total_and_every_part_of_it(
    word: str, bought: Any, known: TaxRates, is_half: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(settings.TAX_VARIABLE, word)
        promotions = (HALF,) if is_half else ()
        basket = view(bought, known, promotions=promotions)
        for each in basket.deliveries:
            prices_sum = basket.subtotal - basket.discount + each.price
            assert each.total == prices_sum + (each.tax if word == settings.ADDED else 0)
            assert sum(part.total for part in each.tax_lines) == each.total
            assert sum(part.tax for part in each.tax_lines) == each.tax
            for part in each.tax_lines if word == settings.ADDED else ():
                assert 2 * abs(10_000 * part.tax - part.net * part.rate) <= 10_000, "once per rate, to the nearest"
        order = close(bought, known, basket.deliveries[0].total, promotions)
        prices_sum = order.subtotal - order.discount + order.delivery_price
        assert added_part(order.total, order.tax, prices_sum) == (order.tax if word == settings.ADDED else 0)
