"""Baskets are reckoned with what staff made of the delivery zones."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.basket import delivery, delivery_zones, service
from backend.basket.consumer import handler as consumer
from backend.basket.fresh_copy import FRESH_SECONDS
from backend.contracts.basket.models import EUROPE, Basket, Delivery
from backend.contracts.delivery.events import DeliveryZonesChanged
from backend.contracts.delivery.models import DeliveryZones, Way
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.problem import Problem, Refused
from backend.contracts.promotion.models import Kind
from backend.shared import clock
from tests.backend import shop
from tests.backend.basket.owners import ADA, GUEST, agreeing, agreement_for, check_out, event
from tests.backend.basket.test_promotions import promotion, save
from tests.backend.delivery.zones import HOME, changed_zones
from tests.backend.events import sqs
from tests.backend.units import meter_units

pytestmark = pytest.mark.usefixtures("on_offer")
HARBOUR = shop.SKUS[0]


def hear(zones: DeliveryZones) -> None:
    assert consumer(sqs(DeliveryZonesChanged(zones=zones)), None) == {"batchItemFailures": []}
    delivery_zones.stored.forget()


def problem_of(action: Callable[[], Any]) -> Problem:
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.problem


def prices(country: str = "DE") -> list[int]:
    return [option.price for option in service.get(ADA, country).deliveries]


@pytest.mark.parametrize("country", EUROPE)
def test_a_basket_without_any_change_is_priced_as_before(country: str) -> None:
    basket = service.set_line(ADA, HARBOUR, 1, country)
    assert basket.deliveries == delivery.options(country, basket.subtotal, date.fromisoformat(_today()))


def _today() -> str:
    return clock.now()[:10]


@pytest.mark.parametrize(
    "use",
    [
        lambda: service.get(ADA, "FR"),
        lambda: service.set_line(ADA, HARBOUR, 2, "FR"),
        lambda: service.remove_line(ADA, HARBOUR, "FR"),
        lambda: service.clear(ADA, "FR"),
        lambda: service.remove_code(ADA, "SUMMER10", "FR"),
    ],
)
def test_a_country_in_no_zone_is_refused_with_those_that_are_and_nothing_is_changed(use: Callable[[], Any]) -> None:
    service.set_line(ADA, HARBOUR, 1)
    hear(changed_zones())
    problem = problem_of(use)
    assert (problem.status, problem.type) == (422, "no-delivery")
    assert problem.detail == "Countries: AT, DE, GB, NO, SE; home is DE."
    assert [line.quantity for line in service.get(ADA).lines] == [1]


def test_prices_days_and_what_is_free_are_those_that_staff_set() -> None:
    service.set_line(ADA, HARBOUR, 1)
    hear(changed_zones())
    assert (prices("DE"), prices("NO")) == ([300, 800], [1200, 2400])
    assert service.get(ADA).free_delivery_from == 4000
    assert service.get(ADA, "NO").free_delivery_from == 0
    service.set_line(ADA, HARBOUR, 2)
    assert prices("DE") == [0, 800]
    slow = replace(HOME, standard=Way(price=300, days=60))
    before = service.get(ADA).deliveries[0].promised_on
    hear(changed_zones(2, slow))
    after = service.get(ADA).deliveries[0].promised_on
    assert before
    assert after
    assert (date.fromisoformat(after) - date.fromisoformat(before)).days > 70


def test_nothing_is_free_from_a_sum_where_it_never_costs_anything() -> None:
    hear(changed_zones(1, replace(HOME, standard=Way(price=0, free_from=4000, days=2))))
    assert service.get(ADA).free_delivery_from == 0


def test_a_sum_as_large_as_the_zones_take_can_be_read_in_a_basket() -> None:
    most = 10**13
    hear(changed_zones(1, replace(HOME, standard=Way(price=300, free_from=most, days=2))))
    reply = msgspec.json.encode(service.get(ADA))
    assert msgspec.json.decode(reply, type=Basket).free_delivery_from == most


def test_an_order_is_charged_by_the_zones_of_now() -> None:
    hear(changed_zones())
    service.set_line(ADA, HARBOUR, 1)
    check_out(ADA)
    assert (event(ADA).delivery_price, event(ADA).total) == (300, 3200)


def test_a_checkout_with_changed_charges_is_refused_and_orders_nothing() -> None:
    service.set_line(ADA, HARBOUR, 1)
    seen = agreement_for(ADA)
    hear(changed_zones())
    problem = problem_of(lambda: service.check_out(ADA, agreeing(seen)))
    assert (problem.type, problem.total) == ("order-changed", 3200)
    assert {error.field: error.message for error in problem.errors}["delivery.price"] == "Was 490, is 300 now"
    assert service.get(ADA).count == 1


def test_a_checkout_with_a_delivery_that_no_longer_exists_orders_nothing() -> None:
    service.set_line(ADA, HARBOUR, 1, "FR")
    seen = agreement_for(ADA, country="FR")
    hear(changed_zones())
    to_france = replace(agreeing(seen).address, country="FR", postal_code="75001")
    assert problem_of(lambda: service.check_out(ADA, agreeing(seen, address=to_france))).type == "no-delivery"
    assert service.get(ADA).count == 1


def test_free_delivery_takes_off_what_the_zone_asks_for() -> None:
    hear(changed_zones())
    save(promotion(kind=Kind.FREE_DELIVERY, percent=0))
    service.set_line(GUEST, HARBOUR, 1)
    basket = service.enter_code(GUEST, "SUMMER10", "NO")
    assert [option.price for option in basket.deliveries] == [0, 1200]


@pytest.mark.parametrize("versions", [(1, 2), (2, 1), (2, 2, 1), (1, 2, 1, 2)])
def test_late_and_doubled_news_lead_to_the_newest_zones(versions: tuple[int, ...]) -> None:
    service.set_line(ADA, HARBOUR, 1)
    for version in versions:
        hear(changed_zones(version, replace(HOME, standard=Way(price=100 * version, days=2))))
    assert prices()[0] == 200


def test_zones_are_read_once_for_many_baskets_and_news_of_them_are_seen_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    service.set_line(ADA, HARBOUR, 1)
    now = clock.millis()
    monkeypatch.setattr(clock, "millis", lambda: now)
    delivery_zones.current()
    consumer(sqs(DeliveryZonesChanged(zones=changed_zones())), None)
    with meter_units() as units:
        assert delivery_zones.current() == DEFAULT
    assert not units.calls
    monkeypatch.setattr(clock, "millis", lambda: now + FRESH_SECONDS * 1000)
    assert delivery_zones.current() == changed_zones()
    monkeypatch.setattr(clock, "millis", lambda: now - 1)
    assert delivery_zones.current() == changed_zones()


def test_a_copy_from_before_a_change_of_currency_has_round_sums_in_the_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hear(changed_zones())
    monkeypatch.setenv("CURRENCY", "JPY")
    assert delivery_zones.current().zones[0].ways[Delivery.STANDARD] == Way(price=510, free_from=6800, days=2)
