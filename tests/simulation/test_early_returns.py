"""Parts of orders go back while other parts are still to come, under faults."""

import pytest

from tests.simulation.early_returns import part_senders
from tests.simulation.schedule import play

SCHEDULES = 12


def test_never_more_goes_back_than_has_arrived_and_never_more_money_than_was_paid() -> None:
    reports = [play(seed, story=part_senders) for seed in range(SCHEDULES)]
    assert [report.summary() for report in reports if report.violation] == []
    assert sum(report.early_returns for report in reports) > SCHEDULES / 2


@pytest.mark.parametrize("seed", range(2))
def test_the_story_told_again_is_the_same(seed: int) -> None:
    assert play(seed, story=part_senders).trace == play(seed, story=part_senders).trace
