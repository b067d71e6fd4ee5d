"""What delivery costs and promises, and how much of a total is tax."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.basket import delivery
from backend.contracts.basket.models import EUROPE, Delivery
from backend.contracts.delivery.zones import DEFAULT, delivery_date
from backend.contracts.problem import Refused
from backend.contracts.tax import included_tax


def test_we_do_not_deliver_where_we_have_no_tables() -> None:
    with pytest.raises(Refused) as refused:
        delivery.options("ZZ", 1000, date(2026, 11, 20))
    assert refused.value.problem.status == 422


@pytest.mark.parametrize("country", EUROPE)
def test_every_country_has_its_ways_and_its_tax(country: str) -> None:
    for option in delivery.options(country, 1000, date(2026, 11, 20)):
        assert option.total == 1000 + option.price
        assert 0 < option.tax_rate <= 2700
        assert date.fromisoformat(option.promised_on) > date(2026, 11, 20)


@given(st.integers(0, 10**13), st.integers(0, 10_000))
def test_tax_is_half_up_and_exact_to_the_minor_unit(total: int, rate: int) -> None:
    exact = Fraction(total * rate, 10_000 + rate)
    tax = included_tax(total, rate)
    assert Fraction(-1, 2) <= exact - tax < Fraction(1, 2)
    assert 0 <= tax <= total


@pytest.mark.parametrize(
    ("ordered", "way", "arrives"),
    [
        ("2026-11-20", Delivery.EXPRESS, "2026-11-23"),  # a Friday: the next working day is Monday
        ("2026-11-21", Delivery.EXPRESS, "2026-11-23"),
        ("2026-11-18", Delivery.STANDARD, "2026-11-23"),
        ("2026-11-16", Delivery.STANDARD, "2026-11-19"),
    ],
)
def test_a_promise_counts_working_days(ordered: str, way: Delivery, arrives: str) -> None:
    assert delivery_date("DE", way, date.fromisoformat(ordered)) == arrives


@given(
    st.sampled_from(EUROPE),
    st.sampled_from(list(DEFAULT.zones[0].ways)),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_nothing_is_promised_for_a_weekend(country: str, way: Delivery, ordered: date) -> None:
    assert date.fromisoformat(delivery_date(country, way, ordered)).weekday() < 5


@pytest.mark.parametrize(
    ("country", "subtotal", "price"), [("DE", 4999, 490), ("DE", 5000, 0), ("FI", 5000, 790), ("FI", 8000, 0)]
)
def test_standard_delivery_is_free_from_the_zones_threshold_on(country: str, subtotal: int, price: int) -> None:
    assert delivery.price(country, Delivery.STANDARD, subtotal) == price
