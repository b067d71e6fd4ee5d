"""Prices as people type them. What cannot be read comes first."""

import pytest

from storefront.search.price_input import MAX_PRICE, parse_price
from storefront.web.formats import money

NONE = (
    "",
    "€",
    ".",
    "-5",
    "x",
    "1e9",
    "NaN",
    "19.999,999",
    "1,00,000",
    "1,000,50",
    "1.000.00",
    "0,500",
    "1234,567",
    "12 34",
    "9" * 21,
)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_price_is_not_guessed_at(text: str) -> None:
    assert parse_price(text) is None


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0", 0), ("20", 2000), ("20.", 2000), (".5", 50), ("19.5", 1950), ("19,50 €", 1950), ("EUR 19.50", 1950), ("٣", 300),
        ("1,000", 100000), ("1.000", 100000), ("1.299.000", 129900000), ("€1,299.00", 129900), ("1.299,5", 129950), ("1299.00", 129900),
        ("1 299", 129900), ("1\u202f299,00 €", 129900), ("1’299.00", 129900), ("12 345 678", MAX_PRICE), ("99999999999", MAX_PRICE),
    ],
)  # fmt: skip
def test_a_price_is_read_as_it_is_meant(text: str, minor: int) -> None:
    assert parse_price(text) == minor


@pytest.mark.parametrize("minor", [0, 5, 1950, 99_999, 100_000, 129_900, 123_456_789, MAX_PRICE])
def test_what_the_shop_writes_it_reads(minor: int) -> None:
    assert parse_price(money(minor, "EUR")) == minor
