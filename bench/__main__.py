"""`python -m bench` runs every benchmark, `python -m bench cold pages` some of them.

Each replaces its bench/results/<name>.json; docs/benchmarks.md and the README's figures are then written from all
results. One that fails does not stop the others, but the command ends with an error.
"""

import argparse
import importlib
import sys
import time
import traceback

from bench import document, result
from bench.figure import Figure, verdicts

BENCHES = {
    "cold": "what a function's cold start costs beside a process that only makes a DynamoDB client",
    "hosted": "what a cold start of the hosted storefront costs beside a bare Django app",
    "operations": "calls, units, bytes and own time of each operation",
    "order": "what an order costs, from the first look to the history",
    "confirmed": "what an order costs until it is confirmed, through all services",
    "keys": "what an order writes to each partition key",
    "checkouts": "checkouts per second on the local cloud, and the time until they are confirmed",
    "scale": "the same with many products and many orders",
    "relevance": "judged queries beside plain FTS5 and RapidFuzz",
    "recommendations": "what is bought next, named by recommendations for a person and by simpler ways",
    "search": "the search among 1,000 to 100,000 products, and with MILLION=1 among 1,000,000",
    "pages": "pages of the storefront beside a bare Django view of 24 cards",
    "slow": "pages while every call to the services takes two seconds",
    "weight": "what a first visit loads",
    "lighthouse": "Lighthouse and Web Vitals of the running shop, on a simulated slow phone",
    "api": "requests to the API of the local cloud",
    "faults": "schedules of the simulator in a second",
    "reload": "from an edited function to its answer in the running local cloud",
    "start": "from a fresh clone to the open shop, and again",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    wanted = parser.parse_args().names or list(BENCHES)
    if unknown := [name for name in wanted if name not in BENCHES]:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHES)}")
    runs = {name: _run(name) for name in wanted}
    print(f"\n{verdicts([figure for figures in runs.values() for figure in figures or ()])}")
    document.write(result.read(BENCHES))
    if failed := [name for name, figures in runs.items() if figures is None]:
        sys.exit(f"Failed: {', '.join(failed)}. What they printed above says why; their earlier results stand.")


def _run(name: str) -> list[Figure] | None:
    """Run one benchmark and keep its result; None where it failed."""
    print(f"\n== {name}: {BENCHES[name]}", flush=True)
    load, started = result.load(), time.monotonic()
    try:
        figures: list[Figure] = importlib.import_module(f"bench.{name}").run()
    except Exception:
        traceback.print_exc()
        return None
    result.write(name, BENCHES[name], figures, load, time.monotonic() - started)
    return figures


if __name__ == "__main__":
    main()
