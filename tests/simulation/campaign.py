"""Many schedules: how fast they were played, what happened in them, and the seed of the first violation."""

import gc
import os
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.simulation.mutants import BUGS
from tests.simulation.schedule import Report, play
from tests.simulation.survivors import CORES, count_survivors, find_mutants

SCHEDULES = int(os.environ.get("SCHEDULES", "100000"))
_NEWS = 60  # seconds between two signs of life


@dataclass
class Tally:
    """The sums over many schedules; of the violations only the first ones are kept."""

    began: float = field(default_factory=time.perf_counter)
    schedules: int = 0
    checkouts: int = 0
    calls: int = 0
    states: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    violations: int = 0
    first: list[Report] = field(default_factory=list)

    def add(self, report: Report) -> None:
        self.schedules += 1
        self.checkouts += report.checkouts
        self.calls += report.calls
        self.states += report.states
        self.faults += report.faults
        if report.violation:
            self.violations += 1
            self.first = [*self.first, report][:3]

    def rate(self) -> str:
        seconds = time.perf_counter() - self.began
        each = f"{self.schedules / seconds:.1f} schedules per second"
        return f"{self.schedules} schedules, {self.checkouts} checkouts, {self.calls} calls, {each}"

    def print_result(self) -> int:
        """Print the tally. Return 1 if an invariant was violated."""
        print(self.rate())
        print(f"orders: {dict(self.states.most_common())}")
        print(f"faults: {dict(self.faults.most_common())}")
        for report in self.first:
            print(report.summary())
        print(f"{self.violations} violations", flush=True)
        return int(self.violations > 0)


def add_up(reports: Iterable[Report], stop: bool = False) -> int:
    """Add the schedules up as they end and print the result, with progress each minute. Return 1 if an invariant
    was violated."""
    tally, news = Tally(), time.monotonic() + _NEWS
    for report in reports:
        tally.add(report)
        if report.violation:
            print(report.summary(), flush=True)
            if stop:
                break
        if time.monotonic() > news:
            news = time.monotonic() + _NEWS
            print(f"  {tally.rate()}, {tally.violations} violations", flush=True)
    return tally.print_result()


def play_seeds(seeds: Iterable[int], stop: bool = False) -> int:
    """Play the schedules one after another; with `stop`, up to the first violation."""
    return add_up(map(play, seeds), stop)


def plant_bugs(names: list[str]) -> int:
    """Plant these bugs, or all if none is named, and print how each is caught. Return 1 if one survives."""
    return int(count_survivors(find_mutants(names), tell=True) > 0)


def _collect_rarely() -> None:
    """Make garbage collection skip the modules, and run it less often: a schedule creates many objects that live as
    long as it does."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def run_all() -> int:
    """Run what `make faults` runs: each planted bug, all pairs of crash points, and the random schedules."""
    from tests.simulation.crashes import pairs, pairs_back, run_with_stops, sent_back

    failed = int(count_survivors(BUGS) > 0)
    with ProcessPoolExecutor(CORES, initializer=_collect_rarely) as pool:
        for plans, play_with in ((pairs(), run_with_stops), (pairs_back(), sent_back)):
            print(f"{len(plans)} pairs of crash points")
            failed |= add_up(pool.map(play_with, plans, chunksize=50))
        print(f"{SCHEDULES} random schedules")
        return failed | add_up(pool.map(play, range(SCHEDULES), chunksize=25))
