"""`python -m tests.simulation SEED` replays one schedule; `… all` is what `make faults` runs, with `SCHEDULES` of them.

`FIRST COUNT` plays that many schedules. `bugs` plants every bug and says how each was caught; `bugs NAME …` only these.
`--bug NAME` before seeds plants that bug first and ends with the first violation; `--bug NAME --test NODE` runs a test
with the bug.
"""

import sys


def main(arguments: list[str]) -> int:
    planted = arguments[:1] == ["--bug"]
    if planted:
        _plant(arguments[1])
        arguments = arguments[2:]
    if arguments[:1] == ["--test"]:
        import pytest

        return pytest.main(["-q", "-x", "-p", "no:cacheprovider", *arguments[1:]])
    from tests.simulation import campaign

    if arguments == ["all"]:
        return campaign.run_all()
    if arguments[:1] == ["bugs"]:
        return campaign.plant_bugs(arguments[1:])
    first, count = int(arguments[0]), int(arguments[1]) if arguments[1:] else 1
    return campaign.play_seeds(range(first, first + count), stop=planted)


def _plant(name: str) -> None:
    from tests.simulation.survivors import NOT_PLANTED, find_mutants
    from tests.support.mutation.importing import plant

    try:
        plant(*find_mutants([name]))
    except Exception as error:
        print(repr(error), file=sys.stderr)
        sys.exit(NOT_PLANTED)


sys.exit(main(sys.argv[1:]))
