"""Dates of arrival: workshop time, working days, holidays."""

from datetime import UTC, datetime

import pytest

from backend.contracts.basket import Delivery
from storefront.basket.arrival import arrives
from storefront.basket.templatetags import basket


@pytest.mark.parametrize(
    ("ordered", "standard", "express"),
    [
        ("2026-11-20T12:59", "2026-11-27", "2026-11-23"),  # a Friday before two in Berlin
        ("2026-11-20T13:00", "2026-11-30", "2026-11-24"),  # and after
        ("2026-11-21T09:00", "2026-11-30", "2026-11-24"),  # a Saturday is packed on Monday
        ("2026-12-24T15:00", "2027-01-05", "2026-12-29"),  # holidays and the new year
        ("2026-07-01T11:59", "2026-07-08", "2026-07-02"),  # summer time
        ("2026-07-01T12:00", "2026-07-09", "2026-07-03"),
    ],
)
def test_it_arrives_after_working_days_only(ordered: str, standard: str, express: str) -> None:
    moment = datetime.fromisoformat(ordered).replace(tzinfo=UTC)
    assert [arrives(way, moment).isoformat() for way in (Delivery.STANDARD, Delivery.EXPRESS)] == [standard, express]


def test_the_day_is_said_as_people_say_it() -> None:
    assert basket.arrives(Delivery.EXPRESS, "2026-11-23T08:00:00.000Z") == "Tue 24 Nov"
