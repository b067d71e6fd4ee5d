"""Delivery zones: what is refused, what staff change, and what others are told of it."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from msgspec import convert, to_builtins
from msgspec.structs import replace

from backend.contracts.basket.models import COUNTRIES, EUROPE
from backend.contracts.delivery.models import MAX_ZONES, DeliveryZones, SetDeliveryZones, Way, Zone
from backend.contracts.delivery.operations import GET_DELIVERY_ZONES, SET_DELIVERY_ZONES
from backend.contracts.delivery.zones import DEFAULT, in_currency, ways
from backend.contracts.desk.audit import MAX_DIFFERENCES
from backend.delivery import domain, handler, relay, repository
from backend.shared import staff_changes
from backend.shared.aws import client
from tests.backend.delivery.zones import BODY, HOME, NORTH, changed_zones
from tests.backend.events import http, said, stream, token

STAFF, SHOPPER = token("grace", groups="[catalogue]"), token("ada")


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("delivery")


def _get() -> DeliveryZones:
    return _zones(handler.handler(http(GET_DELIVERY_ZONES), None))


def _zones(reply: dict[str, Any]) -> DeliveryZones:
    return convert(said(reply), DeliveryZones)


def _put(body: object = BODY, claims: dict[str, str] | None = STAFF) -> dict[str, Any]:
    return handler.handler(http(SET_DELIVERY_ZONES, claims=claims, body=body), None)


def _wrong_fields(*zones: Zone) -> list[str]:
    reply = _put(replace(BODY, zones=zones))
    assert reply["statusCode"] == 422, reply
    assert _get().version == 0
    return [error["field"] for error in said(reply)["errors"]]


@pytest.mark.parametrize("claims", [None, SHOPPER, token("grace", groups="[orders support read-only]")])
def test_only_who_keeps_the_catalogue_changes_zones(claims: dict[str, str] | None) -> None:
    assert _put(claims=claims)["statusCode"] in (401, 403)
    assert _get() == DEFAULT


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"zones": [], "version": 0},
        {"zones": [to_builtins(HOME)] * 21, "version": 0},
        {"zones": [to_builtins(HOME)], "version": -1},
        {"zones": [to_builtins(HOME) | {"countries": ["de"]}], "version": 0},
        {"zones": [to_builtins(HOME) | {"countries": [["DE"]]}], "version": 0},
        {"zones": [to_builtins(HOME) | {"standard": {"price": -1, "days": 1}}], "version": 0},
        {"zones": [to_builtins(HOME) | {"standard": {"price": 1, "days": 0}}], "version": 0},
        {"zones": [to_builtins(HOME) | {"standard": {"price": 1, "days": 61}}], "version": 0},
        {"zones": [to_builtins(HOME) | {"standard": {"price": 1.5, "days": 1}}], "version": 0},
        {"zones": [to_builtins(HOME) | {"express": None}], "version": 0},
        {"zones": [to_builtins(HOME)], "version": 0, "currency": "JPY"},
    ],
)
def test_a_body_of_another_shape_is_refused_and_changes_nothing(body: dict[str, Any]) -> None:
    assert _put(body)["statusCode"] in (400, 422)
    assert _get().version == 0


def test_a_country_is_in_one_zone_only() -> None:
    assert _wrong_fields(HOME, replace(NORTH, countries=("NO", "AT"))) == ["zones[1].countries"]
    assert _wrong_fields(replace(HOME, countries=("DE", "DE"))) == ["zones[0].countries"]


def test_a_country_that_nothing_is_known_of_is_refused() -> None:
    assert _wrong_fields(HOME, replace(NORTH, countries=("AQ",))) == ["zones[1].countries"]


def test_home_is_always_delivered_to_and_no_zone_is_empty() -> None:
    assert _wrong_fields(NORTH) == ["zones[0].countries"]
    assert _wrong_fields(HOME, replace(NORTH, countries=())) == ["zones[1].countries"]


@pytest.mark.parametrize("name", ["home", " HOME ", "   "])
def test_staff_tell_zones_apart_by_name(name: str) -> None:
    assert _wrong_fields(HOME, replace(NORTH, name=name)) == ["zones[1].name"]


@pytest.mark.parametrize(
    ("way", "field"),
    [
        (Way(price=domain.MAX_PRICE + 1, days=1), "price"),
        (Way(price=1, free_from=domain.MAX_FREE_FROM + 1, days=1), "free_from"),
        (Way(price=1, free_from=0, days=1), "free_from"),
    ],
)
@pytest.mark.parametrize("delivery", ["standard", "express"])
def test_a_sum_that_slipped_by_a_digit_is_refused_at_its_field(way: Way, field: str, delivery: str) -> None:
    assert _wrong_fields(HOME, replace(NORTH, **{delivery: way})) == [f"zones[1].{delivery}.{field}"]


def test_the_largest_sums_are_those_of_the_stages_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURRENCY", "JPY")
    dear = replace(HOME, standard=Way(price=85_000, free_from=1_700_000, days=60))
    assert _put(replace(BODY, zones=(dear,)))["statusCode"] == 200
    more = replace(HOME, standard=Way(price=85_001, days=60))
    assert _put(replace(BODY, zones=(more,), version=1))["statusCode"] == 422


def test_all_mistakes_are_named_together() -> None:
    wrong = replace(NORTH, name="Home", countries=(), standard=Way(price=60_000, days=1))
    assert _wrong_fields(HOME, wrong) == ["zones[1].name", "zones[1].countries", "zones[1].standard.price"]


def test_until_staff_change_something_the_zones_are_the_defaults() -> None:
    assert _get() == DEFAULT
    assert DEFAULT.countries == EUROPE


def test_what_staff_set_is_what_everybody_reads() -> None:
    assert _zones(_put()) == _get() == changed_zones()
    later = replace(BODY, zones=(HOME,), version=1)
    assert _zones(_put(later)) == _get() == changed_zones(2, HOME)


def test_of_two_who_saw_the_same_zones_the_later_is_refused_and_changes_nothing() -> None:
    first = _put()
    second = _put(replace(BODY, zones=(HOME,)))
    assert (second["statusCode"], said(second)["version"]) == (409, 1)
    assert _get() == _zones(first)


def test_of_two_simultaneous_changes_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    read, early = repository.get, iter([True])

    def get_too_early() -> Any:
        zones = read()
        if next(early, False):
            _put()
        return zones

    monkeypatch.setattr(repository, "get", get_too_early)
    assert _put(replace(BODY, zones=(HOME,)))["statusCode"] == 409
    assert _get() == changed_zones()


def test_a_version_that_there_never_was_is_refused() -> None:
    assert _put(replace(BODY, version=3))["statusCode"] == 409
    assert _get().version == 0


def test_a_request_whose_answer_was_lost_is_repeated_without_harm() -> None:
    assert _zones(_put()) == _zones(_put())
    assert _get().version == 1


def test_a_change_is_published_once_and_a_repeat_not_at_all() -> None:
    def item() -> Any:
        return client("dynamodb").get_item(TableName="delivery", Key=repository.KEY)["Item"]

    _put()
    first = item()
    _put()
    assert item() == first
    client("events").create_event_bus(Name="shop")
    with mock.patch.object(client("events"), "put_events", return_value={"Entries": [{}]}) as published:
        assert relay.handler(stream(({}, first)), None) == {"batchItemFailures": []}
    (entry,) = published.call_args.kwargs["Entries"]
    assert entry["DetailType"] == "DeliveryZonesChanged.v1"


def test_the_audit_log_names_what_was_changed_before_and_after() -> None:
    with staff_changes.collect_facts() as facts:
        repository.put(SetDeliveryZones(zones=DEFAULT.zones, version=0))
    assert facts.differences == ()
    near, far = DEFAULT.zones
    dearer = replace(near, standard=Way(price=550, days=4))
    with staff_changes.collect_facts() as facts:
        repository.put(SetDeliveryZones(zones=(dearer, replace(far, countries=far.countries[1:])), version=1))
    assert facts.differences == (
        ("Far: countries", ", ".join(far.countries), ", ".join(far.countries[1:])),
        ("Near: standard, price", "4.90 EUR", "5.50 EUR"),
        ("Near: standard, free from", "50.00 EUR", "never"),
        ("Near: standard, working days", "3", "4"),
    )


def test_however_much_is_changed_at_once_the_audit_log_tells_which_countries_were_taken_out() -> None:
    codes = COUNTRIES[:MAX_ZONES]
    cheap, dear = (
        tuple(
            replace(NORTH, name=f"To {code}", countries=(code, *more), standard=Way(price=price, days=price))
            for code in codes
        )
        for price, more in ((1, ("XX",)), (2, ()))
    )
    logged = domain.differences(changed_zones(1, *cheap), changed_zones(2, *dear))[:MAX_DIFFERENCES]
    assert [what for what, _, _ in logged] == [f"To {code}: countries" for code in codes]


def test_a_zone_that_comes_or_goes_is_named_in_the_audit_log_with_its_countries() -> None:
    facts = domain.differences(changed_zones(1, HOME), changed_zones(2, HOME, NORTH))
    assert ("North: countries", "", "NO, SE") in facts
    assert ("North: countries", "NO, SE", "") in domain.differences(
        changed_zones(1, HOME, NORTH), changed_zones(2, HOME)
    )


def test_zones_outlive_a_change_of_the_stages_currency_with_round_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    _put()
    monkeypatch.setenv("CURRENCY", "JPY")
    zones = repository.get()
    assert (zones.currency, zones.version, zones.countries) == ("JPY", 1, ("AT", "DE", "GB", "NO", "SE"))
    assert zones.zones[0].standard == Way(price=510, free_from=6800, days=2)
    assert in_currency(zones, "KWD").zones[0].standard == Way(price=1100, free_from=14000, days=2)


def test_the_first_zones_have_round_sums_in_every_currency() -> None:
    assert {way.price for way in ways("DE", "JPY").values()} == {830, 1700}
    assert {way.price for way in ways("FI", "EUR").values()} == {790, 1490}
