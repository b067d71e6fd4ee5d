"""Delivery zones are changed by staff. What goes wrong comes first."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from msgspec.structs import replace

from backend.contracts.delivery.models import MAX_ZONES, Way
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.problem import Problem
from storefront.staff.delivery import HOLDS_COUNTRIES, NEEDS_TERMS
from storefront.staff.delivery_forms import ZoneForm
from storefront.web import delivery_zones
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As

PAGE = "/staff/delivery/"
NEAR, FAR = DEFAULT.zones


def form_values(**changes: str) -> dict[str, str]:
    """The form as it is sent where nothing is changed, with these changes."""
    fields = {"version": "0", "zones": "2", "zone-2-name": ""}
    for number, zone in enumerate(DEFAULT.zones):
        fields[f"zone-{number}-name"] = zone.name
        fields |= {f"country-{country}": str(number) for country in zone.countries}
        for delivery, way in zone.ways.items():
            prefix = f"zone-{number}-{delivery}"
            free_from = "" if way.free_from is None else f"{way.free_from / 100:.2f}"
            fields |= {f"{prefix}_price": f"{way.price / 100:.2f}", f"{prefix}_free_from": free_from}
            fields[f"{prefix}_days"] = str(way.days)
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


def send(worker: Client, **changes: str) -> Any:
    return worker.post(PAGE, form_values(**changes))


NEW = {
    "zone__2__name": "Nordics",
    "zone__2__standard_price": "12",
    "zone__2__standard_days": "9",
    "zone__2__express_price": "24,50",
    "zone__2__express_free_from": "200",
    "zone__2__express_days": "4",
}


@pytest.mark.parametrize("role", ["orders", "support", "read-only"])
def test_staff_without_the_catalogue_role_neither_see_nor_change_zones(
    work_as: As, service: Service, role: str
) -> None:
    client = work_as(role)
    assert client.get(PAGE).status_code == 403
    assert send(client).status_code == 403
    assert "set_delivery_zones" not in service.calls


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone__0__name": ""}, "Zone 1, Name: This field is required."),
        ({"zone__0__name": "far"}, "Far, Name: Another zone has this name."),
        ({"zone__0__name": "x" * 61}, "at most 60 characters"),
        ({"zone__0__standard_price": ""}, "Type an amount in EUR, such as 19.50."),
        ({"zone__0__standard_price": "-1"}, "Type an amount in EUR"),
        ({"zone__0__standard_price": "a few"}, "Type an amount in EUR"),
        ({"zone__0__standard_price": "9" * 19}, "Type an amount in EUR"),
        ({"zone__1__express_price": "500.01"}, "Far, Price in EUR: At most 500.00 EUR."),
        ({"zone__1__standard_free_from": "0"}, "Far, Free from: Leave this empty, and set the price to 0."),
        ({"zone__1__standard_free_from": "10000.01"}, "Far, Free from: At most 10000.00 EUR."),
        ({"zone__0__standard_days": "0"}, "greater than or equal to 1"),
        ({"zone__0__standard_days": "61"}, "less than or equal to 60"),
        ({"zone__0__express_days": ""}, "Type a whole number from 1 to 60."),
        ({"zone__0__express_days": "9" * 5000}, "Enter a whole number."),
        ({"country__FR": "7"}, "Select a valid choice"),
        ({"country__DE": ""}, "Germany: The shop’s own country must be in a zone."),
        ({"country__FR": "2"}, NEEDS_TERMS),
        ({"zone__1__remove": "on"}, HOLDS_COUNTRIES),
        ({"zone__2__name": "<b>"}, "Type an amount in EUR"),
        (NEW, "New zone: Choose a country, or remove the zone."),
        ({"zone__0__name": "Near\x00"}, "Null characters are not allowed"),
    ],
)
def test_nonsensical_input_is_reported_at_its_field_and_nothing_is_changed(
    worker: Client, service: Service, changes: dict[str, str], said: str
) -> None:
    reply = send(worker, **changes)
    assert (reply.status_code, service.zones) == (422, DEFAULT)
    assert said in text(reply)
    assert "<b>" not in reply.content.decode()


def test_what_was_typed_is_kept_where_something_is_wrong(worker: Client) -> None:
    reply = send(worker, zone__0__standard_price="5.55", zone__0__standard_days="0", country__NO="0")
    html = reply.content.decode()
    assert 'value="5.55"' in html
    assert reply.context["forms"].countries["NO"].value() == "0"


@pytest.mark.parametrize("count", ["", "x", "-1", "9" * 400, "1000"])
def test_a_page_with_another_number_of_zones_than_any_is_refused(worker: Client, service: Service, count: str) -> None:
    assert send(worker, zones=count).status_code == 422
    assert service.zones == DEFAULT


def test_one_zone_too_many_is_refused_as_such(worker: Client, service: Service) -> None:
    problem = Problem(type="invalid", title="The body does not have the right shape", status=422)
    service.refuse["set_delivery_zones"] = problem
    reply = send(worker)
    assert reply.status_code == 422
    assert "The body does not have the right shape." in text(reply)
    assert MAX_ZONES == 20


def test_the_loser_of_a_race_keeps_what_was_typed_and_sees_the_present_state(worker: Client, service: Service) -> None:
    theirs = replace(NEAR, name="Next door", standard=Way(price=111, free_from=2222, days=7))
    service.zones = replace(DEFAULT, zones=(theirs, FAR), version=4)
    reply = send(worker, zone__0__standard_price="5.55", version="3")
    assert reply.status_code == 409
    for part in (
        "Somebody else has changed delivery meanwhile",
        "Next door (Austria",
        "€1.11, free from €22.22, days: 7",
    ):
        assert part in text(reply), part
    html = reply.content.decode()
    assert 'value="5.55"' in html
    assert 'name="version" value="4"' in html
    assert service.zones.version == 4


def test_a_mistake_does_not_hide_that_somebody_else_was_faster(worker: Client, service: Service) -> None:
    service.zones = replace(DEFAULT, version=4)
    reply = send(worker, zone__0__standard_days="0", version="3")
    assert 'name="version" value="3"' in reply.content.decode()


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 400])
def test_a_version_that_was_never_seen_is_an_old_one(worker: Client, version: str) -> None:
    assert send(worker, version=version).status_code == 409


def test_a_service_that_does_not_answer_changes_nothing(worker: Client, service: Service) -> None:
    service.down.add("set_delivery_zones")
    assert send(worker).status_code == 503


def test_the_page_shows_what_is(worker: Client) -> None:
    page = worker.get(PAGE)
    html = page.content.decode()
    assert page.context["forms"].countries["NO"].value() == "1"
    for part in ('value="4.90"', 'value="50.00"', 'value="Near"', 'name="version" value="0"'):
        assert part in html, part


def test_prices_days_and_what_is_free_are_saved(work_as: As, service: Service) -> None:
    reply = send(
        work_as("catalogue"), zone__0__standard_price="5,55", zone__0__standard_free_from="", zone__0__standard_days="4"
    )
    assert (reply.status_code, reply.headers["Location"]) == (303, PAGE)
    assert service.zones.zones[0] == replace(NEAR, standard=Way(price=555, days=4))
    assert service.zones.zones[1] == FAR
    assert service.zones.version == 1


def test_a_sum_of_a_currency_of_many_digits_may_be_larger_than_a_price() -> None:
    form = ZoneForm(0, "IDR")
    assert form.fields["standard_free_from"].clean("15000000") == 1_500_000_000
    with pytest.raises(ValidationError):
        form.fields["standard_price"].clean("15000000")


def test_a_zone_is_added_with_the_countries_that_are_put_into_it(worker: Client, service: Service) -> None:
    assert send(worker, **NEW, country__NO="2", country__SE="2").status_code == 303
    nordics = service.zones.zones[2]
    assert (nordics.name, nordics.countries) == ("Nordics", ("NO", "SE"))
    assert nordics.standard == Way(price=1200, days=9)
    assert nordics.express == Way(price=2450, free_from=20000, days=4)
    assert not {"NO", "SE"} & set(service.zones.zones[1].countries)


def test_a_zone_is_removed_once_its_countries_are_elsewhere_or_nowhere(worker: Client, service: Service) -> None:
    elsewhere = {f"country__{country}": "" for country in FAR.countries} | {"country__IT": "0"}
    assert send(worker, zone__1__remove="on", **elsewhere).status_code == 303
    (zone,) = service.zones.zones
    assert zone.countries == tuple(sorted((*NEAR.countries, "IT")))


def test_countries_beyond_europe_can_be_put_into_a_zone_and_shoppers_are_told_of_customs(
    worker: Client, service: Service
) -> None:
    assert "customs" not in text(worker.get("/delivery/"))
    world = NEW | {"zone__2__name": "World"}
    assert send(worker, **world, country__US="2", country__AE="2").status_code == 303
    assert service.zones.zones[2].countries == ("AE", "US")
    words = text(worker.get("/delivery/"))
    for part in ("United Arab Emirates", "United States", "customs may ask whoever gets the parcel"):
        assert part in words, part


def test_pages_of_this_process_tell_it_at_once(worker: Client, service: Service) -> None:
    send(worker, country__FR="")
    assert delivery_zones.current() == service.zones
    words = text(worker.get("/delivery/"))
    assert "Spain" in words
    assert "France" not in words
