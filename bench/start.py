"""From a fresh clone to the open shop, and again.

The first start downloads the dependencies unless this machine has them cached, so it is reported in two parts.
"""

from bench import clone
from bench.figure import Figure

FIRST, AGAIN = 90.0, 6.0


def run() -> list[Figure]:
    with clone.clone_project() as folder:
        at = clone.ports()
        with clone.open_shop(folder, at) as first:
            pass
        with clone.open_shop(folder, at) as again:
            pass
    return [
        Figure(
            "first start, whole", round(first.whole, 1), "s", FIRST, f"of it {first.whole - first.own:.1f} s installing"
        ),
        Figure("first start, once installed", round(first.own, 1), "s"),
        Figure(
            "start again, whole",
            round(again.whole, 1),
            "s",
            AGAIN,
            f"{again.own:.1f} s by its own clock, pictures still to be drawn",
        ),
    ]
