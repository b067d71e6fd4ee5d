"""The one table of currencies: which there are, how fine a price goes, and round sums in them."""

import pytest
from babel.numbers import get_currency_precision, list_currencies

from backend.contracts.currencies import WORTH, about, decimal, digits
from backend.contracts.formats import money

UNITS_OF_ACCOUNT = {"CLF", "COU", "UYI", "UYW", "ADP", "BYR", "ESP", "ITL", "LUF", "MGF", "MRO", "SLL", "STD", "TMM"}
FORMER = UNITS_OF_ACCOUNT | {"TRL", "ZMK", "ZWD"}
"""Former currencies with other digits than two, and units that nobody pays in."""


def test_every_currencys_digits_are_cldrs_so_that_a_new_release_cannot_change_stored_prices_unseen() -> None:
    used = {code for code in list_currencies() if get_currency_precision(code) != 2} - FORMER
    assert {code: digits(code) for code in used | set(WORTH)} == {
        code: get_currency_precision(code) for code in used | set(WORTH)
    }


@pytest.mark.parametrize("code", ["XAU", "XTS", "XXX", "CLF", "DEM", "HRK", "BGN", "eur", "EURO", ""])
def test_metals_funds_tests_and_former_currencies_are_none_to_sell_in(code: str) -> None:
    assert code not in WORTH


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (0, "EUR", "0.00"), (5, "EUR", "0.05"), (1829, "CHF", "18.29"), (-5, "KWD", "-0.005"), (1, "KWD", "0.001"),
        (1234567, "KWD", "1234.567"), (1250, "JPY", "1250"), (1250, "ISK", "1250"), (1250, "HUF", "12.50"), (7, "DEM", "0.07"),
    ],
)  # fmt: skip
def test_an_amount_is_written_as_fine_as_its_currency_goes(minor: int, currency: str, written: str) -> None:
    assert decimal(minor, currency) == written


def test_mails_and_documents_write_it_in_groups() -> None:
    assert [money(1234567, code) for code in ("EUR", "JPY", "KWD")] == ["€12,345.67", "JP¥1,234,567", "KWD1,234.567"]


@pytest.mark.parametrize("cents", [0, 1, 100, 490, 123_456])
def test_euros_stay_what_they_are(cents: int) -> None:
    assert about(cents, "EUR") == cents


@pytest.mark.parametrize("code", sorted(WORTH))
def test_a_round_sum_is_worth_about_as_much_and_never_nothing(code: str) -> None:
    exact = 490 / 100 * WORTH[code] * 10 ** digits(code)
    assert about(490, code) == pytest.approx(exact, rel=0.051, abs=1)
    assert about(1, code) >= 1
    assert about(50_000, code) > about(5_000, code) > about(490, code)
