"""Orders for who rings, under faults: held once, paid once or never, and opened by the link in a mail alone."""

from itertools import islice

from backend.contracts.order.states import State
from tests.simulation import phone_orders
from tests.simulation.schedule import play

SCHEDULES = 25


def test_who_rings_pays_once_by_the_link_or_not_at_all() -> None:
    seeds = islice(filter(phone_orders.is_played, range(10_000)), SCHEDULES)
    reports = [play(seed) for seed in seeds]
    assert [report.summary() for report in reports if report.violation] == []
    ways = {after for report in reports for before, after in report.edges if before == State.AWAITING_PAYMENT}
    assert {State.HELD, State.CANCELLED, State.REFUSED} <= ways
