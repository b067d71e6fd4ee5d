"""`python -m tests.faults SEED` plays one schedule; `python -m tests.faults FIRST COUNT` plays many, on every core."""

import sys

from tests.faults.schedule import play


def main() -> None:
    report = play(int(sys.argv[1]))
    print(report)
    sys.exit(bool(report.violation))


main()
