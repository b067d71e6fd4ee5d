"""Rates of tax are changed by the owner. What goes wrong comes first."""

from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.delivery.tax_rates import DEFAULT_RATES, CountryTax, TaxRates
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.problem import Problem
from storefront.staff.tax_form import NEEDS_STANDARD
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As

PAGE = "/staff/tax/"


def form_values(**changes: str) -> dict[str, str]:
    """The form as it is sent where nothing is changed, with these changes."""
    fields = {"version": "0"}
    for each in DEFAULT_RATES.countries:
        fields |= {f"rate-{each.country}-standard": f"{each.standard / 100:g}"}
        fields |= {f"rate-{each.country}-reduced": "", f"rate-{each.country}-books": ""}
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


def send(worker: Client, **changes: str) -> Any:
    return worker.post(PAGE, form_values(**changes))


@pytest.mark.parametrize("role", ["orders", "catalogue", "support", "read-only"])
def test_staff_other_than_the_owner_neither_see_nor_change_tax_rates(work_as: As, service: Service, role: str) -> None:
    client = work_as(role)
    assert client.get(PAGE).status_code == 403
    assert send(client).status_code == 403
    assert "set_tax_rates" not in service.calls


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rate__DE__standard": "nineteen"}, "Germany, standard: Type a rate in percent, such as 19 or 5.5."),
        ({"rate__DE__standard": "-1"}, "Type a rate in percent"),
        ({"rate__DE__standard": "19.125"}, "Type a rate in percent"),
        ({"rate__DE__standard": "1e1"}, "Type a rate in percent"),
        ({"rate__DE__standard": "9" * 9}, "at most 8 characters"),
        ({"rate__DE__standard": "19\x00"}, "Null characters are not allowed"),
        ({"rate__DE__standard": "%"}, "Germany, standard: Type a rate in percent"),
        ({"rate__DE__standard": "\uff11\uff19"}, "Germany, standard: Type a rate in percent"),
        ({"rate__DE__standard": "19 %%"}, "Germany, standard: Type a rate in percent"),
        ({"rate__DE__standard": "190"}, "Germany, standard: Type a rate in percent"),
        ({"rate__DE__standard": "51"}, "Germany, standard: At most 50\u00a0%."),
        ({"rate__DE__books": "20"}, "Germany, books: No more than the standard rate."),
        ({"rate__DE__standard": "", "rate__DE__books": "7"}, f"Germany, standard: {NEEDS_STANDARD}"),
        ({"rate__FR__reduced": "<b>"}, "France, reduced: Type a rate"),
    ],
)
def test_nonsensical_input_is_reported_at_its_field_and_nothing_is_changed(
    worker: Client, service: Service, changes: dict[str, str], message: str
) -> None:
    reply = send(worker, **changes)
    assert (reply.status_code, service.rates) == (422, DEFAULT_RATES)
    assert message.replace("\u00a0", " ") in text(reply).replace("\u00a0", " ")
    assert "<b>" not in reply.content.decode()


def test_the_loser_of_a_race_keeps_what_was_typed_and_sees_the_present_state(worker: Client, service: Service) -> None:
    service.rates = replace(
        DEFAULT_RATES, countries=(CountryTax(country="DE", standard=1600, reduced=500, books=0),), version=4
    )
    reply = send(worker, rate__DE__standard="18.5", version="3")
    assert reply.status_code == 409
    for part in ("Somebody else has changed the rates meanwhile", "Germany: 16 %, reduced 5 %, books 0 %"):
        assert part in text(reply).replace("\u00a0", " "), part
    html = reply.content.decode()
    assert 'value="18.5"' in html
    assert 'name="version" value="4"' in html
    assert service.rates.version == 4


def test_a_rate_is_saved_whose_country_was_taken_out_of_the_zones_meanwhile(worker: Client, service: Service) -> None:
    assert "US" not in DEFAULT.countries
    reply = send(worker, rate__US__standard="8", rate__US__reduced="", rate__US__books="")
    assert (reply.status_code, service.rates.rate("US")) == (303, 800)


def test_what_the_page_did_not_show_keeps_its_rate(worker: Client, service: Service) -> None:
    usa = CountryTax(country="US", standard=800, books=0)
    service.rates = replace(DEFAULT_RATES, countries=(*DEFAULT_RATES.countries, usa), version=4)
    assert 'name="rate-US-standard" value="8"' in send(worker, version="3").content.decode()
    assert worker.post(PAGE, {"version": "4"}).status_code == 303
    assert service.rates.find("US") == usa
    assert len(service.rates.countries) == len(DEFAULT_RATES.countries) + 1


def test_the_slower_of_two_calls_sees_what_the_faster_one_wrote(
    worker: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = service.set_tax_rates

    def write_second(*asked: Any) -> TaxRates:
        service.rates = replace(DEFAULT_RATES, countries=(CountryTax(country="DE", standard=1600),), version=1)
        return write(*asked)

    monkeypatch.setattr(service, "set_tax_rates", write_second)
    reply = send(worker, rate__DE__standard="18.5")
    assert reply.status_code == 409
    assert "Germany: 16 %" in text(reply).replace("\u00a0", " ")
    assert 'name="version" value="1"' in reply.content.decode()


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 400])
def test_a_version_that_was_never_seen_is_an_old_one(worker: Client, version: str) -> None:
    assert send(worker, version=version).status_code == 409


def test_a_refusal_without_a_field_is_shown_at_the_top(worker: Client, service: Service) -> None:
    service.refuse["set_tax_rates"] = Problem(
        type="invalid", title="The body does not have the right shape", status=422
    )
    assert "The body does not have the right shape." in text(send(worker))


def test_a_service_that_does_not_answer_changes_nothing(worker: Client, service: Service) -> None:
    service.down.add("set_tax_rates")
    assert send(worker).status_code == 503


def test_the_page_shows_the_rates_of_all_that_is_delivered_to_or_taxed(worker: Client, service: Service) -> None:
    service.rates = replace(DEFAULT_RATES, countries=DEFAULT_RATES.countries[1:])
    page = worker.get(PAGE)
    assert {row.country for row in page.context["form"].rows} == set(DEFAULT.countries)
    html = page.content.decode()
    assert 'value="25.5"' in html
    assert 'aria-label="Austria, standard"' in html


def test_rates_are_saved_as_they_are_typed(worker: Client, service: Service) -> None:
    reply = send(worker, rate__DE__reduced="7 %", rate__DE__books="7,0", rate__FI__standard="26", rate__CH__standard="")
    assert (reply.status_code, reply.headers["Location"]) == (303, PAGE)
    assert service.rates.find("DE") == CountryTax(country="DE", standard=1900, reduced=700, books=700)
    assert service.rates.rate("FI") == 2600
    assert service.rates.find("CH") is None
    assert (len(service.rates.countries), service.rates.version) == (len(DEFAULT_RATES.countries) - 1, 1)
