"""`python -m tests.faults SEED` plays one schedule again; `python -m tests.faults all` is what `make faults` runs, `SCHEDULES` of them.

`FIRST COUNT` plays so many schedules. `--bug NAME` before it plants that bug first and ends with the first violation;
`--bug NAME --test NODE` runs a test of pytest's with the bug.
"""

import sys


def main(arguments: list[str]) -> int:
    bug = None
    if arguments[:1] == ["--bug"]:
        from tests.faults.planted import BUGS
        from tests.faults.planting import plant

        bug = next(each for each in BUGS if each.name == arguments[1])
        plant(bug)
        arguments = arguments[2:]
    if arguments[:1] == ["--test"]:
        import pytest

        return pytest.main(["-q", "-x", "-p", "no:cacheprovider", *arguments[1:]])
    from tests.faults import campaign

    if arguments == ["all"]:
        return campaign.everything()
    first, count = int(arguments[0]), int(arguments[1]) if arguments[1:] else 1
    return campaign.played(range(first, first + count), stop=bug is not None)


sys.exit(main(sys.argv[1:]))
