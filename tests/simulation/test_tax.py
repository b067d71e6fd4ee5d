"""Rates of tax that two owners change under faults while people buy: no change is lost, each order is taxed as it was
reviewed, and what goes back brings its own tax."""

from tests.simulation.rate_keepers import rate_keepers
from tests.simulation.schedule import play

SCHEDULES = 20


def test_no_confirmed_tax_rate_is_lost_and_every_order_is_taxed_by_one_version() -> None:
    reports = [play(seed, story=rate_keepers) for seed in range(SCHEDULES)]
    assert [report.summary() for report in reports if report.violation] == []
    assert sum(report.states["confirmed"] for report in reports) > SCHEDULES / 2
