"""Many schedules: how fast they were played, what happened in them, and the seed of the first violation."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.faults.planted import BUGS, Bug
from tests.faults.schedule import Report, play

ROOT = Path(__file__).parents[2]
SCHEDULES, PER_BUG = 100_000, 1_000
CORES = os.cpu_count() or 1


def played(seeds: Iterable[int], stop: bool = False) -> int:
    """Plays the schedules one after another and prints the result; 1 where an invariant was violated."""
    reports = []
    began = time.perf_counter()
    for seed in seeds:
        reports.append(play(seed))
        if reports[-1].violation and stop:
            break
    return told(reports, time.perf_counter() - began)


def told(reports: list[Report], seconds: float) -> int:
    """Prints what the schedules were; 1 where an invariant was violated."""
    states: Counter[str] = sum((report.states for report in reports), Counter())
    faults: Counter[str] = sum((report.faults for report in reports), Counter())
    checkouts, calls = sum(report.checkouts for report in reports), sum(report.calls for report in reports)
    print(f"{len(reports)} schedules, {checkouts} checkouts, {calls} calls, {len(reports) / seconds:.1f} schedules per second")
    print(f"orders: {dict(states.most_common())}")
    print(f"faults: {dict(faults.most_common())}")
    violated = [report for report in reports if report.violation]
    for report in violated[:3]:
        print(f"violated: {report.violation}\n  again: python -m tests.faults {report.seed}")
    print(f"{len(violated)} violations")
    return bool(violated)


def many(seeds: range) -> tuple[list[Report], float]:
    """Plays the schedules on every core."""
    began = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        reports = list(pool.map(play, seeds, chunksize=25))
    return reports, time.perf_counter() - began


def caught(bug: Bug, schedules: int = PER_BUG) -> str:
    """What a process of its own says of the shop with this bug: the violation that gave it away; empty when none did."""
    command = [sys.executable, "-m", "tests.faults", "--bug", bug.name, "0", str(schedules)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "Stale" in run.stderr or (run.returncode and "violated" not in run.stdout):
        raise RuntimeError(run.stderr[-2000:])
    return run.stdout if run.returncode else ""


def everything() -> int:
    """What `make faults` does: all pairs of crash points, 100,000 schedules, and every planted bug."""
    from tests.faults.crashes import pairs

    failed = told(*pairs()) | told(*many(range(SCHEDULES)))
    with ProcessPoolExecutor(CORES) as pool:
        verdicts = dict(zip(BUGS, pool.map(caught, BUGS), strict=True))
    survivors = [bug.name for bug, verdict in verdicts.items() if not verdict]
    print(f"{len(BUGS)} planted bugs, {len(survivors)} survive: {survivors}")
    return failed | bool(survivors)
