"""Delivery zones that two of the staff change under faults while people buy: no change is lost, and no order is charged
what was never asked for."""

from tests.simulation.schedule import play
from tests.simulation.zone_keepers import zone_keepers

SCHEDULES = 20


def test_no_confirmed_change_by_staff_is_lost_and_baskets_have_the_last_one() -> None:
    reports = [play(seed, story=zone_keepers) for seed in range(SCHEDULES)]
    assert [report.summary() for report in reports if report.violation] == []
    assert sum(report.states["confirmed"] for report in reports) > SCHEDULES / 2
