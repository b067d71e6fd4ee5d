"""The faults find what is broken: a naive shop is condemned at once, and so is the real one with any of its guards
taken out. T-03.

`make faults` plants every bug; here are those that are found soonest, and those that only a test of their own finds.
"""

from typing import Any

import pytest

from tests.simulation import crashes, naive_shop
from tests.simulation.mutants import BUGS
from tests.simulation.schedule import play
from tests.simulation.survivors import ROOT, caught_by_test, find_mutants, find_violation
from tests.support.mutation import Mutant, never

CHEAP = (
    "a checkout keeps the basket full", "a checkout forgets its event", "a checkout is answered before it is written",
    "a basket is written over", "stock is not kept", "an event that the bus refused is forgotten", "events go out under another source",
    "an order is placed over", "an order moves along edges that nobody drew", "a cancellation tells nobody",
)  # fmt: skip


@pytest.mark.parametrize("part", naive_shop.PARTS)
def test_the_naive_shop_is_condemned_within_100_schedules(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real, broken = naive_shop.PARTS[part]
    _turn(monkeypatch, real, broken)
    assert next((seed for seed in range(100) if play(seed).violation), None) is not None


def test_the_naive_stock_is_right_while_nothing_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    _turn(monkeypatch, *naive_shop.PARTS["reads stock, then writes"])
    assert crashes.run_with_stops({}).violation == ""


def _turn(monkeypatch: pytest.MonkeyPatch, real: Any, broken: Any) -> None:
    """The handlers hold the function itself, so its code is exchanged, and the names that the code knows are given to
    its module."""
    for name in broken.__globals__.keys() - real.__globals__.keys():
        monkeypatch.setitem(real.__globals__, name, broken.__globals__[name])
    monkeypatch.setattr(real, "__code__", broken.__code__)


@pytest.mark.parametrize("name", CHEAP)
def test_a_planted_bug_is_caught(name: str) -> None:
    assert find_violation(*find_mutants([name]), schedules=100)


@pytest.mark.parametrize(
    "name", ["pieces are moved twice", "a hold that lost the race counts as done", "a sold-out article can be ordered"]
)
def test_a_bug_that_no_schedule_meets_is_caught_by_a_test_of_its_own(name: str) -> None:
    assert caught_by_test(*find_mutants([name]))


def test_a_bug_that_could_not_be_planted_does_not_pass_for_caught() -> None:
    nowhere = Mutant(
        "nobody planted this",
        "backend.order.state_machine",
        "moved",
        never("TRANSITIONS"),
        "tests/backend/order/test_state_machine.py",
    )
    for verdict in (find_violation, caught_by_test):
        with pytest.raises(RuntimeError, match="nobody planted this"):
            verdict(nowhere)


def test_each_bug_has_a_name_of_its_own_and_its_test_is_there() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS)
    for bug in BUGS:
        assert not bug.caught_by or (ROOT / bug.caught_by.partition("::")[0]).is_file(), bug.name
