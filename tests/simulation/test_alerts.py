"""Alerts under faults: each change is told once, to nobody who did not confirm, and to nobody who has stopped it."""

from tests.simulation.schedule import play
from tests.simulation.waiters import waiters

STORIES = 30


def test_each_change_is_mailed_once_to_everybody_who_waits_for_it() -> None:
    reports = [play(seed, story=waiters) for seed in range(STORIES)]
    assert [f"{report.seed}: {report.violation}" for report in reports if report.violation] == []
