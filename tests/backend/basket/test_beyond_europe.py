"""Orders beyond Europe, once staff have put countries into a zone: addresses, days and tax of each."""

from typing import Any

import pytest
from msgspec.structs import replace

from backend.basket import delivery_zones, service, tax_rates
from backend.basket.consumer import handler as consumer
from backend.contracts.basket.models import COUNTRIES, EUROPE
from backend.contracts.delivery.events import DeliveryZonesChanged, TaxRatesChanged
from backend.contracts.delivery.models import Way, Zone
from backend.contracts.delivery.tax_rates import CountryTax, TaxRates
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.problem import Refused
from tests.backend import shop
from tests.backend.basket.owners import ADA, ADDRESS, agreeing, agreement_for, event
from tests.backend.events import sqs

pytestmark = pytest.mark.usefixtures("on_offer")
FAR_AWAY = tuple(sorted({*COUNTRIES} - {*EUROPE}))
WORLD = Zone(
    name="World",
    countries=FAR_AWAY,
    standard=Way(price=2490, days=12),
    express=Way(price=4990, free_from=50000, days=5),
)
ADDRESSES: dict[str, dict[str, str]] = {
    "AE": {"town": "Dubai", "state": "Dubai", "postal_code": ""},
    "AU": {"town": "Sydney", "state": "NSW", "postal_code": "2000"},
    "BR": {"town": "São Paulo", "state": "SP", "postal_code": "01310-100"},
    "CA": {"town": "Ottawa", "state": "ON", "postal_code": "K1A 0B1"},
    "HK": {"town": "Central", "state": "Hong Kong Island", "postal_code": ""},
    "IN": {"town": "New Delhi", "state": "Delhi", "postal_code": "110001"},
    "JP": {"town": "Chiyoda-ku", "state": "Tokyo", "postal_code": "100-0001"},
    "MX": {"town": "Ciudad de México", "state": "CDMX", "postal_code": "06000"},
    "NZ": {"town": "Wellington", "postal_code": "6011"},
    "US": {"town": "Washington", "state": "DC", "postal_code": "20500"},
}


def hear() -> None:
    zones = replace(DEFAULT, zones=(*DEFAULT.zones, WORLD), version=1)
    assert consumer(sqs(DeliveryZonesChanged(zones=zones)), None) == {"batchItemFailures": []}
    delivery_zones.stored.forget()


def order(country: str, **changes: str) -> Any:
    hear()
    service.set_line(ADA, shop.SKUS[0], 1, country)
    seen = agreement_for(ADA, country=country)
    address = replace(ADDRESS, country=country, **({"state": ""} | ADDRESSES[country] | changes))
    service.check_out(ADA, agreeing(seen, address=address))
    return event(ADA)


@pytest.mark.parametrize("country", FAR_AWAY)
def test_until_staff_say_so_nothing_goes_beyond_europe(country: str) -> None:
    with pytest.raises(Refused) as refusal:
        service.set_line(ADA, shop.SKUS[0], 1, country)
    assert refusal.value.problem.type == "no-delivery"


@pytest.mark.parametrize(
    ("country", "changes", "field"),
    [
        ("US", {"postal_code": "2050"}, "address.postal_code"),
        ("US", {"state": "Bavaria"}, "address.state"),
        ("CA", {"postal_code": "10115"}, "address.postal_code"),
        ("JP", {"state": "東京都"}, "address.state"),
        ("BR", {"postal_code": ""}, "address.postal_code"),
        ("US", {"vat_id": "US123456789"}, "address.vat_id"),
    ],
)
def test_an_address_that_its_country_does_not_have_is_refused(
    country: str, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        order(country, **changes)
    assert [error.field for error in refusal.value.problem.errors] == [field]


@pytest.mark.parametrize("country", FAR_AWAY)
def test_an_order_goes_there_without_tax_and_with_a_promised_day(country: str) -> None:
    placed = order(country)
    assert (placed.total, placed.tax, placed.tax_rate, placed.taxes) == (2900 + 2490, 0, 0, ())
    assert placed.promised_on > placed.at[:10]


def test_a_country_beyond_europe_may_have_rates_of_its_own() -> None:
    rates = TaxRates(countries=(CountryTax(country="AU", standard=1000),), version=1)
    assert consumer(sqs(TaxRatesChanged(rates=rates)), None) == {"batchItemFailures": []}
    tax_rates.stored.forget()
    assert (order("AU").tax_rate, event(ADA).tax) == (1000, 490)
