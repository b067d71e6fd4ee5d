"""The documents that contain figures: docs/benchmarks.md, and a few lines between two markers in the README.

Both are made from bench/results alone; `tests/bench/test_document.py` fails if they, or any other document, say
something else.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.figure import Figure
from bench.result import Result

ROOT = Path(__file__).parents[1]
BENCHMARKS, README = ROOT / "docs" / "benchmarks.md", ROOT / "README.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"

IN_README = {
    ("start", "first start, whole"): "`make run` in a fresh clone",
    ("start", "start again, whole"): "`make run` again",
    ("reload", "an edited function is live"): "an edited function is live",
    ("pages", "list page, one at a time"): "a list page, beside a bare Django view of 24 cards",
    (
        "cold",
        "cold start, slowest function",
    ): "slowest cold start, beside a function that only makes a boto3 client",
    ("order", "an order, $ per 1,000"): "AWS list price of 1,000 orders until placed",
    ("confirmed", "a confirmed order, $ per 1,000"): "and until confirmed, through all services, mails included",
    ("faults", "violations in them"): "violations of an invariant in the simulator's random schedules",
    ("relevance", "NDCG@10 missed, demo"): "judged searches: what NDCG@10 lacks to 1",
}
"""The README's few: benchmark and figure, and what the README calls it."""

_HEAD = """# Benchmarks

Written by `make bench`; do not edit. Ratios compare two things measured side by side in one run. Counts and prices do
not depend on the machine. Times do: each table says where, when and beside how much else they were measured.
"""


def benchmarks(results: Iterable[Result]) -> str:
    """Return the text of docs/benchmarks.md."""
    results = list(results)
    missed = [
        f"- {each.bench}: {row.name}, {describe(row)} (aim {aim(row)})"
        for each in results
        for row in each.figures
        if row.is_missed
    ]
    parts = [_HEAD, "## Aims missed\n\n" + ("\n".join(missed) or "None.") + "\n", *map(_section, results)]
    return "\n".join(parts)


def _section(result: Result) -> str:
    rows = ["| figure | seen | aim | how |", "|---|---|---|---|", *map(_row, result.figures)]
    where = f"Commit `{result.commit}`, {result.date}, {result.machine}; {result.load:g} processes wanted a core when it began."
    return f"## {result.bench}: {result.title}\n\n{where}\n\n" + "\n".join(rows) + "\n"


def _row(figure: Figure) -> str:
    value = f"{describe(figure)}{' **missed**' if figure.is_missed else ''}"
    return f"| {figure.name} | {value} | {aim(figure)} | {figure.note.replace('|', '/')} |"


def readme_block(results: Iterable[Result]) -> str:
    """Return the README's lines, marks included: only figures that a result backs."""
    found = {(each.bench, row.name): (each, row) for each in results for row in each.figures}
    rows = [f"| {IN_README[key]} | {_describe(*found[key])} |" for key in IN_README if key in found]
    return "\n".join([BEGIN, "", "| figure | seen |", "|---|---|", *rows, "", END])


def _describe(result: Result, figure: Figure) -> str:
    against = f" (missed, aim {aim(figure)})" if figure.is_missed else ""
    return f"{describe(figure)}{against}, `{result.commit}`, {result.date}"


def describe(figure: Figure) -> str:
    """Return the value as people read it, with its unit."""
    value = f"{figure.value:,.0f}" if abs(figure.value) >= 1000 else f"{figure.value:.4g}"
    return f"${value}" if figure.unit == "$" else f"{value} {figure.unit}".rstrip()


def aim(figure: Figure) -> str:
    """Return the aim with its unit, or nothing."""
    return "" if figure.aim is None else f"≤ {figure.aim:,g} {figure.unit}".rstrip()


def write(results: Iterable[Result]) -> None:
    """Write both documents."""
    results = list(results)
    BENCHMARKS.parent.mkdir(exist_ok=True)
    BENCHMARKS.write_text(benchmarks(results), encoding="utf-8")
    README.write_text(replace_block(README.read_text(encoding="utf-8"), readme_block(results)), encoding="utf-8")


def replace_block(text: str, block: str) -> str:
    """Return the README's text with this block in the place of the old one."""
    if BEGIN not in text or END not in text:
        raise ValueError(f"The README has lost the lines {BEGIN} and {END}, between which its figures stand")
    before, _, rest = text.partition(BEGIN)
    return before + block + rest.partition(END)[2]


def outside(text: str) -> Iterator[str]:
    """Yield the lines of a document that no benchmark writes."""
    before, _, rest = text.partition(BEGIN)
    yield from before.splitlines()
    yield from rest.partition(END)[2].splitlines()
