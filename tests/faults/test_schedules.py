"""Nothing breaks the checkout: no single crash, no random schedule; and a shop that can be broken is broken at once.

How many schedules are played here is bounded by time, not by wish: about `SCHEDULES` in 90 s on two idle cores. `make faults` plays
100,000, every pair of crashes, and every planted bug.
"""

from collections import Counter
from typing import Any

import pytest

from backend.contracts.order import State
from tests.faults import crashes, naive
from tests.faults.campaign import ROOT, caught
from tests.faults.planted import BUGS
from tests.faults.planting import changed
from tests.faults.schedule import play

SCHEDULES = 1000
SLICES = 20
CHEAP = (
    "a checkout keeps the basket full", "a checkout forgets its event", "a checkout is answered before it is written",
    "a basket is written over", "stock is not kept", "a refused entry is forgotten", "events go out under another source",
    "an order is placed over", "edges are not looked at", "a cancellation tells nobody",
)  # fmt: skip


@pytest.mark.parametrize("part", range(SLICES))
def test_no_random_schedule_violates_an_invariant(part: int) -> None:
    seeds = range(part * SCHEDULES // SLICES, (part + 1) * SCHEDULES // SLICES)
    violated = {report.seed: report.violation for report in map(play, seeds) if report.violation}
    assert not violated


@pytest.mark.parametrize("stop", crashes.STOPS)
def test_no_single_crash_keeps_an_order_from_its_shopper(stop: str) -> None:
    plans = [plan for plan in crashes.singles() if stop in plan.values()]
    assert len(plans) > 60
    assert [report.violation for report in map(crashes.stopped, plans) if report.violation] == []


def test_a_seed_is_a_story() -> None:
    assert play(7) == play(7)


def test_the_schedules_go_where_orders_can_go_and_meet_every_kind_of_fault() -> None:
    reports = [play(seed) for seed in range(40)]
    states: Counter[str] = sum((report.states for report in reports), Counter())
    faults: Counter[str] = sum((report.faults for report in reports), Counter())
    assert {State.CONFIRMED, State.REFUSED, State.CANCELLED, State.SENT, State.DELIVERED} <= states.keys()
    assert len(faults) == 8
    assert sum(report.checkouts for report in reports) > 100


@pytest.mark.parametrize("part", naive.PARTS)
def test_the_naive_shop_is_condemned_within_100_schedules(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real, broken = naive.PARTS[part]
    _turn(monkeypatch, real, broken)
    assert next((seed for seed in range(100) if play(seed).violation), None) is not None


def test_the_naive_stock_is_right_while_nothing_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    _turn(monkeypatch, *naive.PARTS["reads stock, then writes"])
    assert crashes.stopped({}).violation == ""


def _turn(monkeypatch: pytest.MonkeyPatch, real: Any, broken: Any) -> None:
    """The handlers hold the function itself, so its code is exchanged, and the names that the code knows are given to its module."""
    for name in broken.__globals__.keys() - real.__globals__.keys():
        monkeypatch.setitem(real.__globals__, name, broken.__globals__[name])
    monkeypatch.setattr(real, "__code__", broken.__code__)


@pytest.mark.parametrize("name", CHEAP)
def test_a_planted_bug_is_caught(name: str) -> None:
    assert caught(next(bug for bug in BUGS if bug.name == name), 100)


def test_there_are_forty_bugs_and_each_changes_the_code_as_it_is() -> None:
    assert len({bug.name for bug in BUGS}) >= 40
    for bug in BUGS:
        source = (ROOT / (bug.module.replace(".", "/") + ".py")).read_text()
        compile(changed(source, bug), bug.module, "exec")
