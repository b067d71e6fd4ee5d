"""Rates of tax: what is refused, what the owner changes, and what others are told of it."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from msgspec import convert, to_builtins
from msgspec.structs import replace

from backend.contracts.basket.models import COUNTRIES
from backend.contracts.delivery.operations import GET_TAX_RATES, SET_TAX_RATES
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, CountryTax, SetTaxRates, TaxRates
from backend.contracts.desk.audit import MAX_DIFFERENCES
from backend.contracts.formats import percent
from backend.contracts.tax import TaxClass
from backend.delivery import handler, relay, tax_repository
from backend.shared import staff_changes
from backend.shared.aws import client
from tests.backend.events import http, said, stream, token

OWNER = token("grace", groups="[owner]")
GERMANY = CountryTax(country="DE", standard=1900, reduced=700, books=700)
FRANCE = CountryTax(country="FR", standard=2000, books=550)
BODY = SetTaxRates(countries=(GERMANY, FRANCE), version=0, by="Ada")


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("delivery")


def _get() -> TaxRates:
    return convert(said(handler.handler(http(GET_TAX_RATES, claims=OWNER), None)), TaxRates)


def _put(body: object = BODY, claims: dict[str, str] | None = OWNER) -> dict[str, Any]:
    return handler.handler(http(SET_TAX_RATES, claims=claims, body=body), None)


@pytest.mark.parametrize("claims", [None, token("ada"), token("grace", groups="[catalogue orders support read-only]")])
@pytest.mark.parametrize("operation", [GET_TAX_RATES, SET_TAX_RATES], ids=lambda operation: operation.name)
def test_rates_are_the_owners_alone(operation: Any, claims: dict[str, str] | None) -> None:
    body = BODY if operation is SET_TAX_RATES else None
    assert handler.handler(http(operation, claims=claims, body=body), None)["statusCode"] in (401, 403)
    assert _get() == DEFAULT_RATES


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"countries": {}, "version": 0},
        {"countries": [], "version": -1},
        {"countries": [to_builtins(GERMANY) | {"country": "de"}], "version": 0},
        {"countries": [to_builtins(GERMANY) | {"standard": 10_001}], "version": 0},
        {"countries": [to_builtins(GERMANY) | {"standard": -1}], "version": 0},
        {"countries": [to_builtins(GERMANY) | {"standard": 19.5}], "version": 0},
        {"countries": [to_builtins(GERMANY) | {"standard": None}], "version": 0},
        {"countries": [to_builtins(GERMANY)] * 261, "version": 0},
    ],
)
def test_a_body_of_another_shape_is_refused_and_changes_nothing(body: dict[str, Any]) -> None:
    assert _put(body)["statusCode"] in (400, 422)
    assert _get().version == 0


@pytest.mark.parametrize(
    ("countries", "field"),
    [
        ((GERMANY, GERMANY), "countries[1].country"),
        ((replace(GERMANY, country="XX"),), "countries[0].country"),
        ((replace(GERMANY, standard=5_001),), "countries[0].standard"),
        ((replace(GERMANY, reduced=1_901),), "countries[0].reduced"),
        ((FRANCE, replace(GERMANY, books=1_901)), "countries[1].books"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(countries: tuple[CountryTax, ...], field: str) -> None:
    reply = _put(replace(BODY, countries=countries))
    assert (reply["statusCode"], [error["field"] for error in said(reply)["errors"]]) == (422, [field])
    assert _get() == DEFAULT_RATES


def test_what_the_owner_sets_is_what_everybody_reads() -> None:
    assert convert(said(_put()), TaxRates) == _get() == TaxRates(countries=(GERMANY, FRANCE), version=1)


def test_what_has_no_rate_of_its_own_is_taxed_at_the_standard_one_and_other_countries_not_at_all() -> None:
    rates = TaxRates(countries=(GERMANY, FRANCE))
    assert [rates.rate("FR", each) for each in TaxClass] == [2000, 2000, 550, 0]
    assert [rates.rate("DE", each) for each in TaxClass] == [1900, 700, 700, 0]
    assert [rates.rate("US", each) for each in TaxClass] == [0, 0, 0, 0]


def test_of_two_who_saw_the_same_rates_the_later_is_refused_and_changes_nothing() -> None:
    _put()
    second = _put(replace(BODY, countries=(FRANCE,)))
    assert (second["statusCode"], said(second)["version"]) == (409, 1)
    assert _get().countries == (GERMANY, FRANCE)


def test_of_two_simultaneous_changes_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    read, early = tax_repository.get, iter([True])

    def get_too_early() -> TaxRates:
        rates = read()
        if next(early, False):
            _put()
        return rates

    monkeypatch.setattr(tax_repository, "get", get_too_early)
    assert _put(replace(BODY, countries=(FRANCE,)))["statusCode"] == 409
    assert _get().countries == (GERMANY, FRANCE)


def test_a_request_whose_answer_was_lost_is_repeated_without_harm_and_published_once() -> None:
    def item() -> Any:
        return client("dynamodb").get_item(TableName="delivery", Key=tax_repository.KEY)["Item"]

    _put()
    first = item()
    assert _put()["statusCode"] == 200
    assert item() == first
    client("events").create_event_bus(Name="shop")
    with mock.patch.object(client("events"), "put_events", return_value={"Entries": [{}]}) as published:
        assert relay.handler(stream(({}, first)), None) == {"batchItemFailures": []}
    (entry,) = published.call_args.kwargs["Entries"]
    assert entry["DetailType"] == "TaxRatesChanged.v1"


def test_the_audit_log_leaves_no_rate_out_however_many_change_at_once() -> None:
    with staff_changes.collect_facts() as facts:
        tax_repository.put(replace(BODY, countries=()))
    assert len(facts.differences) <= MAX_DIFFERENCES
    whats = [what for each, _, _ in facts.differences for what in each.split("; ")]
    before = [str(rate) for _, each, _ in facts.differences for rate in str(each).split("; ")]
    assert dict(zip(whats, before, strict=True)) == {
        f"{each.country}, standard": percent(each.standard) for each in DEFAULT_RATES.countries
    }
    assert {after for _, _, each in facts.differences for after in str(each).split("; ")} == {"none"}


def test_the_most_that_can_change_at_once_fits_into_the_entry() -> None:
    most = [CountryTax(country=each, standard=2_555, reduced=1_255, books=1_155) for each in COUNTRIES]
    with staff_changes.collect_facts() as facts:
        tax_repository.put(replace(BODY, countries=tuple(most)))
    assert len(facts.differences) <= MAX_DIFFERENCES
    assert all(len(str(value)) <= 200 for each in facts.differences for value in each)


def test_the_audit_log_names_each_rate_before_and_after() -> None:
    tax_repository.put(BODY)
    with staff_changes.collect_facts() as facts:
        tax_repository.put(SetTaxRates(countries=(replace(GERMANY, standard=1600, books=None),), version=1))
    assert facts.differences == (
        ("DE, books", "7\u00a0%", ""),
        ("DE, standard", "19\u00a0%", "16\u00a0%"),
        ("FR, books", "5.5\u00a0%", ""),
        ("FR, standard", "20\u00a0%", ""),
    )
