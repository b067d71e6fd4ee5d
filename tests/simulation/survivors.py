"""Plant every bug, each in a process of its own, and name those that neither a schedule nor their test condemns."""

import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.simulation.mutants import BUGS
from tests.support.mutation import Mutant

ROOT = Path(__file__).parents[2]
SCHEDULES_PER_BUG = 1_000
CORES = os.cpu_count() or 1
NOT_PLANTED = 70
"""The exit code of a process that could not plant its bug: the code is not what the bug was written for."""


def find_mutants(names: Iterable[str]) -> tuple[Mutant, ...]:
    """Find bugs by their names; all of them where no name is given. Raises KeyError for a name that no bug has."""
    bugs = {bug.name: bug for bug in BUGS}
    return tuple(bugs[name] for name in names or bugs)


def find_violation(bug: Mutant, schedules: int = SCHEDULES_PER_BUG) -> str:
    """Play schedules with this bug. Return the violation that gave it away; empty when none did."""
    run = _run(bug, "0", str(schedules))
    if run.returncode and "violated" not in run.stdout:
        raise RuntimeError(run.stderr[-2000:])
    return run.stdout if run.returncode else ""


def caught_by_test(bug: Mutant) -> str:
    """Run the bug's own test with it. Return how pytest says that it failed; empty when it passed."""
    run = _run(bug, "--test", bug.caught_by)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stdout[-2000:] + run.stderr[-2000:])
    return run.stdout if run.returncode else ""


def verdict(bug: Mutant) -> str:
    """Return what gives the bug away; empty when it survives."""
    return caught_by_test(bug) if bug.caught_by else find_violation(bug)


def count_survivors(bugs: tuple[Mutant, ...], tell: bool = False) -> int:
    """Plant these bugs, print the survivors and return their number. With `tell` print how each was caught, too."""
    survivors = []
    with ThreadPoolExecutor(CORES) as pool:  # each thread waits for a process
        for bug, how in zip(bugs, pool.map(verdict, bugs), strict=True):
            if not how:
                survivors.append(bug.name)
            if tell:
                print(f"{bug.name}: {_reason(how) or 'SURVIVES'}", flush=True)
    by_test = sum(bool(bug.caught_by) for bug in bugs)
    counts = f"{len(bugs)} planted bugs, {len(bugs) - by_test} for schedules and {by_test} for a test"
    print(f"{counts}; {len(survivors)} survive: {survivors}", flush=True)
    return len(survivors)


def _run(bug: Mutant, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.simulation", "--bug", bug.name, *arguments]
    run = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    if run.returncode == NOT_PLANTED:
        raise RuntimeError(run.stderr[-2000:])
    return run


def _reason(how: str) -> str:
    lines = (line for line in how.splitlines() if line.startswith(("violated", "FAILED", "E   ")))
    return next(lines, how[:100]).strip()
