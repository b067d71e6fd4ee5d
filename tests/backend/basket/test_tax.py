"""Baskets and orders are taxed at the rates that the owner set, article by article."""

import msgspec
import pytest
from msgspec.structs import replace

from backend.basket import offers, service, tax_rates
from backend.basket.consumer import handler as consumer
from backend.basket.fresh_copy import FRESH_SECONDS
from backend.contracts.basket.models import Delivery, DeliveryOption
from backend.contracts.delivery.events import TaxRatesChanged
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, CountryTax, TaxRates
from backend.contracts.problem import Refused
from backend.contracts.promotion.models import Kind
from backend.contracts.tax import TaxClass, TaxLine, included_tax
from backend.shared import clock
from tests.backend import shop
from tests.backend.basket.owners import ADA, agreeing, agreement_for, check_out, event
from tests.backend.basket.test_promotions import promotion, save
from tests.backend.events import sqs
from tests.backend.units import meter_units

pytestmark = pytest.mark.usefixtures("on_offer")
PRINT, POSTER, BOOK = shop.SKUS
RATES = TaxRates(
    countries=(
        CountryTax(country="GB", standard=2000, books=0),
        CountryTax(country="DE", standard=1900, reduced=700, books=700),
    ),
    version=1,
)


def hear(rates: TaxRates = RATES) -> None:
    assert consumer(sqs(TaxRatesChanged(rates=rates)), None) == {"batchItemFailures": []}
    tax_rates.stored.forget()


def sell(sku: str, tax_class: TaxClass, version: int = 2) -> None:
    offers.save_offers(shop.product_changed(sku, version=version, tax_class=tax_class))


def option(country: str = "DE") -> DeliveryOption:
    return service.get(ADA, country).deliveries[0]


def fill() -> None:
    """A print and a book, for €29.00 each, to Germany with delivery for nothing."""
    sell(BOOK, TaxClass.BOOKS)
    service.set_line(ADA, PRINT, 1)
    service.set_line(ADA, BOOK, 1)


def test_baskets_without_a_copy_of_the_rates_are_taxed_as_before() -> None:
    fill()
    assert (option().tax_rate, option().tax, option().taxes) == (1900, included_tax(option().total, 1900), ())
    check_out(ADA)
    assert (event(ADA).tax_rate, event(ADA).taxes) == (2000, ())
    assert {line.tax_rate for line in event(ADA).lines} == {None}


def test_articles_are_taxed_by_their_class_and_delivery_with_them() -> None:
    hear()
    fill()
    express = service.get(ADA, "DE").deliveries[1]
    assert (express.total, express.price) == (6_790, 990)
    assert express.taxes == (TaxLine(rate=1900, total=3_395, tax=542), TaxLine(rate=700, total=3_395, tax=222))
    assert (express.tax, express.tax_rate) == (764, 1900)


def test_delivery_is_parted_by_what_costs_how_much_and_discounts_are_taken_off_first() -> None:
    hear()
    fill()
    service.set_line(ADA, BOOK, 2)
    save(promotion(kind=Kind.PERCENTAGE, percent=50))
    service.enter_code(ADA, "SUMMER10", "DE")
    express = service.get(ADA, "DE").deliveries[1]
    assert [line.total for line in express.taxes] == [1_450 + 330, 2_900 + 660]
    assert sum(line.total for line in express.taxes) == express.total


def test_what_is_all_of_one_class_has_one_rate() -> None:
    hear()
    sell(BOOK, TaxClass.BOOKS)
    service.set_line(ADA, BOOK, 1)
    assert (option().tax_rate, option().taxes, option().tax) == (700, (), included_tax(option().total, 700))
    sell(BOOK, TaxClass.ZERO, 3)
    assert (option().tax_rate, option().taxes, option().tax) == (0, (), 0)


def test_a_country_without_rates_is_sold_to_without_tax() -> None:
    hear()
    fill()
    assert (option("FR").tax, option("FR").tax_rate, option("FR").taxes) == (0, 0, ())


def test_an_order_has_its_tax_at_each_rate_and_each_line_its_own() -> None:
    hear()
    fill()
    check_out(ADA)
    order = event(ADA)
    assert order.taxes == (TaxLine(rate=2000, total=2_900, tax=483), TaxLine(rate=0, total=2_900, tax=0))
    assert (order.tax, order.tax_rate) == (483, 2000)
    assert {line.sku: line.tax_rate for line in order.lines} == {PRINT: 2000, BOOK: 0}


def test_an_article_that_is_given_away_has_no_rate_to_tell() -> None:
    hear()
    fill()
    offers.save_offers(shop.product_changed(BOOK, price=0, version=3, tax_class=TaxClass.BOOKS))
    assert (option().taxes, option().tax_rate) == ((), 1900)


def test_a_checkout_with_changed_tax_rates_is_refused_and_orders_nothing() -> None:
    hear()
    fill()
    seen = agreement_for(ADA)
    hear(replace(RATES, countries=(CountryTax(country="GB", standard=2000),), version=2))
    with pytest.raises(Refused) as refusal:
        service.check_out(ADA, agreeing(seen))
    assert refusal.value.problem.type == "order-changed"
    assert {error.field for error in refusal.value.problem.errors} == {"delivery.tax", "delivery.taxes"}
    assert service.get(ADA).count == 2


def test_an_order_is_what_was_agreed_to() -> None:
    hear()
    fill()
    seen = agreement_for(ADA, Delivery.EXPRESS)
    service.check_out(ADA, agreeing(seen))
    assert (event(ADA).taxes, event(ADA).tax) == (seen.delivery.taxes, seen.delivery.tax)


def test_a_review_page_of_before_rates_were_told_apart_still_orders() -> None:
    service.set_line(ADA, PRINT, 1)
    sealed = msgspec.to_builtins(agreement_for(ADA))
    assert "taxes" not in sealed["delivery"]
    service.check_out(ADA, agreeing(agreement_for(ADA)))
    assert event(ADA).tax_rate == 2000


@pytest.mark.parametrize("versions", [(1, 2), (2, 1), (2, 2, 1), (1, 2, 1, 2)])
def test_late_and_doubled_news_lead_to_the_newest_rates(versions: tuple[int, ...]) -> None:
    service.set_line(ADA, PRINT, 1)
    for version in versions:
        hear(TaxRates(countries=(CountryTax(country="DE", standard=100 * version),), version=version))
    assert option().tax_rate == 200


def test_rates_are_read_once_for_many_baskets_and_news_of_them_are_seen_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.millis()
    monkeypatch.setattr(clock, "millis", lambda: now)
    tax_rates.stored.get()
    consumer(sqs(TaxRatesChanged(rates=RATES)), None)
    with meter_units() as units:
        assert tax_rates.stored.get() == DEFAULT_RATES
    assert not units.calls
    monkeypatch.setattr(clock, "millis", lambda: now + FRESH_SECONDS * 1000)
    assert tax_rates.stored.get() == RATES
