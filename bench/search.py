"""The search with a growing number of products: the size and start of its index, and the time and cost of a search.

Each size is built and queried in processes of their own (`bench.searching`). Milliseconds are processor time; billed
ones are those at the function's share of a processor, plus a wait for each AWS call. AWS calls are counted on moto.
Beyond some size a function has too much to load before its first answer: from there on the OpenSearch domain takes
over, which is billed by the hour.
"""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec

from bench.bill import WAIT, WHOLE_CPU, gigabyte_seconds
from bench.figure import Figure, table
from bench.following import calls
from infra import prices
from infra.sizing import MEMORY

SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
SPEED = 55e6
"""Bytes a second from S3 to a function, as seen by L. Harding (1 GB in 16.5 s):
https://medium.com/circuitpeople/a11b4ef4788e"""

PATIENCE = 3_000.0
"""Milliseconds that a function may take to load the index before its first answer."""

COLD = 10
"""Of 1,000 searches, those that start a function."""

NODES, DISK = 2, 20e9  # `infra.constructs.opensearch`


class Seen(NamedTuple):
    """What was seen at one size."""

    count: int
    built: dict[str, float]
    asked: dict[str, Any]

    def at(self, what: str, part: float) -> float:
        """The quantile of the milliseconds of `queries`, `lists` or `suggestions`."""
        each = sorted(self.asked[what])
        return float(each[min(len(each) - 1, int(len(each) * part))])

    @property
    def load(self) -> float:
        """Milliseconds until the index is there and the first search is answered."""
        return self.built["bytes"] / SPEED * 1000 + _billed_ms(self.asked["first"])


def measure(count: int, folder: Path) -> Seen:
    file = str(folder / f"{count}.sqlite")
    built, asked = (
        msgspec.json.decode(
            subprocess.run(
                [sys.executable, "-m", "bench.searching", what, str(count), file], check=True, capture_output=True
            ).stdout
        )
        for what in ("build", "ask")
    )
    return Seen(count, built, asked)


def _billed_ms(milliseconds: float) -> float:
    return milliseconds * WHOLE_CPU / MEMORY


def dollars(seen: Seen, what: str, cold: Counter[str], warm: Counter[str]) -> float:
    """For 1,000 searches, each of which looks at the log."""
    seconds = 1000 * gigabyte_seconds(_billed_ms(seen.at(what, 0.5)) + WAIT * warm.total()) + COLD * gigabyte_seconds(
        seen.load + WAIT * cold.total()
    )
    reads = 1000 * warm.total() + COLD * (cold.total() - cold["GetObject"])
    return (
        prices.HTTP_API.of(1000)
        + prices.LAMBDA_REQUESTS.of(1000)
        + prices.LAMBDA_TIME.of(seconds)
        + prices.READS.of(reads)
        + prices.S3_READS.of(COLD * cold["GetObject"])
    )


def _domain() -> float:
    """Dollars of the OpenSearch domain in a month."""
    return NODES * (prices.OPENSEARCH_NODE.of(prices.HOURS) + prices.OPENSEARCH_DISK.of(DISK))


HEAD = (
    "products", "index MB", "build s", "MB then", "load s", "query p50", "p99", "list p50", "p99", "suggest p50", "p99 ms", "resident MB",
    "$ per 1,000", "of lists",
)  # fmt: skip


def _row(seen: Seen, cold: Counter[str], warm: Counter[str]) -> tuple[object, ...]:
    parts = [seen.at(what, part) for what in ("queries", "lists", "suggestions") for part in (0.5, 0.99)]
    built = (seen.built["bytes"] / 1e6, seen.built["build"], seen.built["building"] / 1e6)
    costs = (dollars(seen, what, cold, warm) for what in ("queries", "lists"))
    return (f"{seen.count:,}", *built, seen.load / 1000, *parts, seen.asked["resident"] / 1e6, *costs)


def run() -> list[Figure]:
    cold, warm = calls()
    sizes = (*SIZES, MILLION) if os.environ.get("MILLION") else SIZES
    with TemporaryDirectory() as folder:
        all_seen = [measure(size, Path(folder)) for size in sizes]
    print(table([HEAD, *(_row(seen, cold, warm) for seen in all_seen)]))
    print(f"AWS calls: to start {dict(cold)}, then {dict(warm)} once a second at most, whatever the size")
    return _figures(all_seen, cold, warm)


def _figures(all_seen: list[Seen], cold: Counter[str], warm: Counter[str]) -> list[Figure]:
    few, many = all_seen[0], all_seen[-1]
    cost = {seen.count: dollars(seen, "lists", cold, warm) for seen in all_seen}
    worth = _domain() / prices.LAMBDA_TIME.of(gigabyte_seconds(_billed_ms(many.at("queries", 0.5))))
    takes_over = round(PATIENCE / (many.load / many.count), -4)
    return [
        Figure("AWS calls of a search", warm.total(), "", 1, "one look at the log a second, whatever the size"),
        Figure("1,000 list pages at 100,000 products, against 1,000", round(cost[SIZES[-1]] / cost[few.count], 2), "×", 1.5),
        Figure("load at 100,000", round(all_seen[2].load / 1000, 1), "s", PATIENCE / 1000, f"S3 at {SPEED / 1e6:g} MB/s, {MEMORY} MB"),
        Figure("a search, p99 at 100,000", round(_billed_ms(all_seen[2].at("queries", 0.99))), "ms", 500, f"at {MEMORY} MB's share"),
        Figure("OpenSearch should take over at", takes_over, "products", None, f"where loading takes {PATIENCE / 1000:g} s"),
        Figure("or by cost, at", round(worth / 1e6, 1), "million searches a month", None, f"the domain is ${_domain():.0f}"),
    ]  # fmt: skip
