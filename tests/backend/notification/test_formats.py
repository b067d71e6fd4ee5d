"""Mails write money and dates as the storefront does, by Babel, without Babel."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts import country_names, formats
from backend.contracts.basket.models import COUNTRIES
from storefront.basket.templatetags.basket import things
from storefront.web import formats as pages

NOW_USED = ("EUR", "GBP", "USD", "JPY", "CHF", "SEK", "KWD", "PLN", "HUF", "ISK")


@given(st.integers(0, 10**13), st.sampled_from(NOW_USED))
def test_money_is_formatted_the_same_way(minor: int, currency: str) -> None:
    assert formats.money(minor, currency) == pages.money(minor, currency)


@pytest.mark.parametrize("month", range(1, 13))
def test_days_and_times_are_formatted_the_same_way_by_the_shops_clock(month: int) -> None:
    for instant in (f"2026-{month:02}-01T22:59:59.999Z", f"2026-{month:02}-03T23:30:00.000Z"):
        assert f"{formats.day(instant)}, {formats.time(instant)}" == pages.moment(instant)
    assert formats.weekday(f"2026-{month:02}-03") == pages.weekday(f"2026-{month:02}-03")


def test_words_and_countries_are_the_storefronts() -> None:
    assert [formats.percent(rate) for rate in (1900, 810)] == [pages.percent(rate) for rate in (1900, 810)]
    assert [formats.pieces(count) for count in (1, 2)] == [things(count) for count in (1, 2)]
    assert {code: Locale("en").territories[code] for code in COUNTRIES} == country_names.NAMES
