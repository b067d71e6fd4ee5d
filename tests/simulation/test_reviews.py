"""Reviews under faults: counts stay exact, and only what was delivered is ever seen."""

from tests.simulation.reviewers import reviewers
from tests.simulation.schedule import play

STORIES = 12


def test_reviews_are_counted_exactly_and_only_of_what_was_delivered() -> None:
    reports = [play(seed, story=reviewers) for seed in range(STORIES)]
    assert [f"{report.seed}: {report.violation}" for report in reports if report.violation] == []
    assert sum(report.states["delivered"] for report in reports) > STORIES
