"""Orders that were confirmed before there were invoices get theirs, under faults."""

from collections import Counter
from functools import partial

import pytest

from tests.simulation.late_invoices import former_orders
from tests.simulation.schedule import play

SCHEDULES = 12


def test_each_order_has_one_invoice_and_each_refund_one_credit_note_however_late_and_often_they_are_asked_for() -> None:
    counts: Counter[str] = Counter()
    reports = [play(seed, story=partial(former_orders, counts=counts)) for seed in range(SCHEDULES)]
    assert [report.summary() for report in reports if report.violation] == []
    assert min(counts["missing"], counts["there"], counts["with refunds"]) > 0, counts
    assert counts["missing"] > SCHEDULES


@pytest.mark.parametrize("seed", range(2))
def test_the_story_told_again_is_the_same(seed: int) -> None:
    traces = {play(seed, story=partial(former_orders, counts=Counter())).trace for _ in range(2)}
    assert len(traces) == 1
