"""Nothing breaks the checkout of a shop that is paid through Stripe: no random schedule, no crash."""

import pytest

from tests.simulation import crashes
from tests.simulation.schedule import play
from tests.simulation.stripe_front import paid_through_stripe

SCHEDULES, SLICES = 80, 2


@pytest.mark.parametrize("part", range(SLICES))
def test_no_random_schedule_violates_an_invariant(part: int) -> None:
    seeds = range(part * SCHEDULES // SLICES, (part + 1) * SCHEDULES // SLICES)
    with paid_through_stripe() as verbs:
        violated = {report.seed: report.violation for report in map(play, seeds) if report.violation}
    assert not violated
    assert verbs == {"confirm", "find", "capture", "cancel", "refund"}


def test_no_crash_gives_a_return_back_twice_or_never() -> None:
    plans = [plan for plan in crashes.singles_back() if crashes.STOPS[0] in plan.values()][::3]
    with paid_through_stripe():
        assert [report.violation for report in map(crashes.sent_back, plans) if report.violation] == []
