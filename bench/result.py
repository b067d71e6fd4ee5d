"""The result of a benchmark, kept in bench/results/<name>.json with the commit, the day and the machine."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.figure import Figure

FOLDER = Path(__file__).parent / "results"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one benchmark.

    `load` is how many processes wanted a processor when it began, `seconds` how long it took.
    """

    bench: str
    title: str
    commit: str
    date: str
    machine: str
    load: float
    seconds: float
    figures: tuple[Figure, ...]


def write(bench: str, title: str, figures: Iterable[Figure], load: float, seconds: float) -> None:
    """Replace the result of this benchmark."""
    result = Result(
        bench=bench, title=title, commit=commit(), date=datetime.now(UTC).date().isoformat(), machine=machine(), load=round(load, 1),
        seconds=round(seconds, 1), figures=tuple(figures),
    )  # fmt: skip
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(msgspec.to_builtins(result), indent=1, ensure_ascii=False)
    (FOLDER / f"{bench}.json").write_text(f"{text}\n", encoding="utf-8")


def read(names: Iterable[str]) -> Iterator[Result]:
    """Yield the results that there are, in the order of these names."""
    for name in names:
        file = FOLDER / f"{name}.json"
        if file.exists():
            yield msgspec.json.decode(file.read_bytes(), type=Result)


def load() -> float:
    """Return how many processes wanted a processor during the last minute."""
    return os.getloadavg()[0]


def commit() -> str:
    """Return the short name of the commit, with a plus sign where files differ from it (results and documents left
    aside)."""
    names = (
        ("rev-parse", "--short=9", "HEAD"),
        ("status", "--porcelain", "--", ":!bench/results", ":!docs/benchmarks.md", ":!README.md"),
    )
    head, changed = (
        subprocess.run(["git", *name], capture_output=True, text=True, check=False).stdout.strip() for name in names
    )
    return (head or "unknown") + ("+" if changed else "")


def machine() -> str:
    """Name the processor, its cores and the Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} × {' '.join(model.split())}, Python {platform.python_version()}"
