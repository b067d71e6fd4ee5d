"""Gift vouchers that are bought, spent and withdrawn under faults: nothing is issued twice, for nothing, or lost."""

from collections import Counter

from tests.simulation.gifts import gifts
from tests.simulation.schedule import play

SCHEDULES = 20


def test_each_paid_piece_is_one_voucher_and_no_money_is_made_or_lost() -> None:
    reports = [play(seed, story=gifts) for seed in range(SCHEDULES)]
    assert [report.summary() for report in reports if report.violation] == []
    states = sum((report.states for report in reports), Counter[str]())
    assert states["confirmed"] > SCHEDULES
