"""Which day it is in the shop, and when what is ordered arrives."""

import logging
from datetime import date

import pytest

from backend.contracts import holidays, working_days
from backend.contracts.basket.models import COUNTRIES, Delivery
from backend.contracts.delivery.zones import delivery_date
from tests import holiday_table

STANDARD, EXPRESS = Delivery.STANDARD, Delivery.EXPRESS


def arrives(ordered: str, way: Delivery, country: str = "DE") -> str:
    """The promise for something ordered at that instant, or on that day of the shop."""
    return delivery_date(country, way, working_days.day_of(ordered) if "T" in ordered else date.fromisoformat(ordered))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-24T22:59:59.999Z", "2026-11-24"),
        ("2026-11-24T23:00:00.000Z", "2026-11-25"),
        ("2027-06-15T21:59:59.999Z", "2027-06-15"),
        ("2027-06-15T22:00:00.000Z", "2027-06-16"),
        ("2026-10-24T22:00:00.000Z", "2026-10-25"),  # the day on which summer time ends has 25 hours …
        ("2026-10-25T22:59:59.999Z", "2026-10-25"),
        ("2026-10-25T23:00:00.000Z", "2026-10-26"),
        ("2027-03-27T23:00:00.000Z", "2027-03-28"),  # … and the one on which it begins 23
        ("2027-03-28T21:59:59.999Z", "2027-03-28"),
        ("2027-03-28T22:00:00.000Z", "2027-03-29"),
    ],
)
def test_a_day_begins_at_the_shops_midnight(instant: str, day: str) -> None:
    assert working_days.day_of(instant).isoformat() == day


@pytest.mark.parametrize(
    ("ordered", "way", "day"),
    [
        ("2026-11-24T23:30:00.000Z", EXPRESS, "2026-11-26"),
        ("2026-11-24T23:30:00.000Z", STANDARD, "2026-11-30"),
        ("2027-06-15T22:30:00.000Z", EXPRESS, "2027-06-17"),
        ("2027-06-15T22:30:00.000Z", STANDARD, "2027-06-21"),
    ],
)
def test_what_is_ordered_past_midnight_is_never_promised_for_the_day_that_has_just_begun(
    ordered: str, way: Delivery, day: str
) -> None:
    assert arrives(ordered, way) == day


@pytest.mark.parametrize(
    ("ordered", "way", "country", "day"),
    [
        ("2026-12-23", EXPRESS, "DE", "2026-12-24"),
        ("2026-12-24", EXPRESS, "DE", "2026-12-28"),  # Friday the 25th is a holiday, the 26th a Saturday
        ("2026-12-23", STANDARD, "DE", "2026-12-29"),
        ("2026-12-23", EXPRESS, "CZ", "2026-12-28"),  # Christmas Eve is a holiday there
        ("2026-12-30", STANDARD, "DE", "2027-01-05"),  # 31, and after New Year's Day and the weekend the 4th and 5th
        ("2026-12-31", EXPRESS, "DE", "2027-01-04"),
        ("2027-03-25", EXPRESS, "DE", "2027-03-30"),  # Good Friday to Easter Monday
        ("2027-03-25", STANDARD, "CH", "2027-04-01"),
        ("2028-10-02", EXPRESS, "DE", "2028-10-04"),  # Reunification Day, a Tuesday
        ("2028-07-31", EXPRESS, "CH", "2028-08-02"),  # Switzerland's national day, a Tuesday
        ("2028-07-31", EXPRESS, "DE", "2028-08-01"),
    ],
)
def test_public_holidays_move_the_promised_day(ordered: str, way: Delivery, country: str, day: str) -> None:
    assert arrives(ordered, way, country) == day


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_holiday_at_home_keeps_a_parcel_from_leaving_wherever_it_goes(country: str) -> None:
    assert not working_days.is_working_day(date(2028, 10, 3), "DE", country)


def test_a_holiday_elsewhere_is_a_day_like_any_other() -> None:
    assert working_days.is_working_day(date(2028, 10, 3), "AT")
    assert working_days.is_working_day(date(2028, 8, 1), "DE", "AT")
    assert not working_days.is_working_day(date(2028, 8, 1), "DE", "CH")


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_table_says_what_the_library_says(country: str) -> None:
    assert holidays.HOLIDAYS[country] == holiday_table.row(country, holidays.FIRST, holidays.LAST), (
        "run: python -m tests.holiday_table"
    )


WITHOUT_NEW_YEAR = {"IN"}
"""Countries where New Year's Day is no public holiday of the whole nation."""


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_table_covers_every_year_that_it_claims(country: str, caplog: pytest.LogCaptureFixture) -> None:
    _, *yearly = holidays.HOLIDAYS[country].split("|")
    assert len(yearly) == holidays.LAST - holidays.FIRST + 1
    for year in range(holidays.FIRST, holidays.LAST + 1):
        assert country in WITHOUT_NEW_YEAR or not working_days.is_working_day(date(year, 1, 1), country)
    assert not caplog.records


@pytest.mark.parametrize("year", [holidays.FIRST - 1, holidays.LAST + 1])
def test_beyond_the_table_only_weekends_count_and_the_log_says_so_once(
    year: int, caplog: pytest.LogCaptureFixture
) -> None:
    working_days._holidays.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert all(
            working_days.is_working_day(date(year, 5, day), "DE") == (date(year, 5, day).weekday() < 5)
            for day in range(1, 32)
        )
    (record,) = caplog.records
    assert str(year) in record.getMessage()
