"""Measures one index in a process of its own: `python -m bench.searching build|ask COUNT FILE` prints what it saw as
JSON."""

import os
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import msgspec

from backend.contracts.search.models import SearchQuery, SearchSort
from backend.search.sqlite import index, product_search, suggestions

LISTS = (
    {}, {"category": "furniture"}, {"category": "furniture/tables", "sort": SearchSort.PRICE_UP}, {"page": 20},
    {"category": "apparel", "filters": "colour=Red&colour=Blue&size=M"}, {"price_min": 2_000, "price_max": 5_000, "in_stock": True},
    {"sort": SearchSort.NEWEST}, {"filters": "brand=Maker+7", "sort": SearchSort.NAME},
)  # fmt: skip
TYPED = ("cof", "coffee ta", "lea", "guit", "maker 12", "wirelss", "sof", "christ")
EVERY = 4
"""One in so many of the judged queries is asked."""


def build(count: int, path: Path) -> dict[str, float]:
    """Seconds of processor time, and resident bytes at most, in making the index."""
    from bench.variations import vary  # the catalogue's importer is Django's, and asking needs none of it

    path.unlink(missing_ok=True)
    made = list(vary(count)) if count <= 10_000 else vary(count)
    started = time.process_time()
    index.build(made, synonyms(), path)
    return {"build": time.process_time() - started, "bytes": path.stat().st_size, "building": resident()}


def synonyms() -> tuple[tuple[str, ...], ...]:
    from tests.relevance import department_store

    return department_store.SYNONYMS


def ask(path: Path) -> dict[str, Any]:
    """Processor milliseconds of each query, of each list page and of each suggestion; of the first; and resident bytes
    at most."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    first = processor_time(lambda: product_search.search(connection, SearchQuery(q="coffee table")))
    asked = queries()
    return {
        "first": first,
        "queries": [processor_time(lambda q=q: product_search.search(connection, SearchQuery(q=q))) for q in asked],  # type: ignore[misc]
        "lists": [
            processor_time(lambda more=more: product_search.search(connection, SearchQuery(**more)))
            for more in LISTS
            for _ in range(3)
        ],  # type: ignore[misc]
        "suggestions": [
            processor_time(lambda q=q: suggestions.suggest(connection, q)) for q in TYPED for _ in range(3)
        ],  # type: ignore[misc]
        "resident": resident(),
    }


def queries() -> list[str]:
    """Of every kind."""
    from tests.relevance import department_store

    return [q for want in department_store.WANTS for each in want.queries.values() for q in each][::EVERY]


def processor_time(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def resident() -> int:
    """Bytes at most; getrusage would tell those of the process that this one was forked from."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    what, count, file = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if what == "build":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
        django.setup()
    print(msgspec.json.encode(build(count, file) if what == "build" else ask(file)).decode())
