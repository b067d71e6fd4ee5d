"""Schedules of eight buyers that the simulator of `tests/simulation` plays in a second, on one core."""

import time

from bench.figure import Figure, table
from tests.simulation.schedule import play

SCHEDULES = 200


def run() -> list[Figure]:
    play(0)  # what is made once
    began = time.process_time()
    reports = [play(seed) for seed in range(SCHEDULES)]
    seconds = time.process_time() - began
    checkouts, calls = sum(report.checkouts for report in reports), sum(report.calls for report in reports)
    print(table([("schedules", "checkouts", "AWS calls", "seconds"), (len(reports), checkouts, calls, seconds)]))
    return [
        Figure(
            "schedules per second in the simulator",
            len(reports) / seconds,
            note=f"8 buyers each, {calls / len(reports):.0f} AWS calls",
        ),
        Figure("violations in them", float(sum(bool(report.violation) for report in reports)), aim=0),
    ]
