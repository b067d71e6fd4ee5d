"""The newsletter under faults: nobody gets it who did not confirm, and nobody who has stopped it."""

from tests.simulation.schedule import play
from tests.simulation.subscribers import subscribers

STORIES = 30


def test_nobody_is_subscribed_who_did_not_confirm_and_nobody_is_mailed_who_stopped_it() -> None:
    reports = [play(seed, story=subscribers) for seed in range(STORIES)]
    assert [f"{report.seed}: {report.violation}" for report in reports if report.violation] == []
