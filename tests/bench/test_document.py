"""No figure stands in a document unless the benchmark that measured it wrote it there."""

import re
from pathlib import Path

import pytest

from bench import document, result
from bench.__main__ import BENCHES
from bench.figure import Figure

DOCUMENTS = [document.README, *sorted((document.ROOT / "docs").rglob("*.md"))]
FIGURE = re.compile(r"(?<![\w.-])\d[\d,.]*\s?(?:×(?!\s?\d)|%|ms\b|[kM]B\b|/s\b)|(?<!\x22)\$\s?\d|NDCG@10 of")
"""A quoted `"$1"` is no price, but what a command of the shell was given."""
LIMITS = re.compile(r"(?:up to|at most|more than|fewer than|within|limit of|≤) \d[\d,.]*\s?(?:[kM]B|%|ms)")
"""What a rule of ours or of AWS's allows is no figure that was measured."""


def test_the_documents_are_what_the_results_say() -> None:
    results = list(result.read(BENCHES))
    assert results, "bench/results is empty: run make bench"
    assert document.BENCHMARKS.read_text(encoding="utf-8") == document.benchmarks(results)
    readme = document.README.read_text(encoding="utf-8")
    assert document.replace_block(readme, document.readme_block(results)) == readme


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(document.ROOT)))
def test_no_document_holds_a_figure_that_no_benchmark_wrote(path: Path) -> None:
    if path == document.BENCHMARKS:
        return  # held to the results by the test above
    found = unbacked_lines(path.read_text(encoding="utf-8"))
    assert not found, "move these into a benchmark, or say them without a number:\n" + "\n".join(found)


def unbacked_lines(text: str) -> list[str]:
    """Return the lines that hold a figure outside of what the benchmarks write."""
    return [line for line in document.outside(text) if FIGURE.search(LIMITS.sub("", line))]


@pytest.mark.parametrize(
    "line",
    [
        "a list page takes 1.3 × the bare view",
        "the median is 15 ms",
        "an order costs $0.021",
        "found nothing: 0.7 %",
        "9.4/s",
        "16.2 kB",
    ],
)
def test_a_figure_typed_by_hand_is_found(line: str) -> None:
    assert unbacked_lines(f"# Title\n{line}\n") == [line]
    block = document.readme_block([])
    assert unbacked_lines(
        document.replace_block(f"{block}\n{line}\n", f"{document.BEGIN}\n{line}\n{document.END}")
    ) == [line]


@pytest.mark.parametrize(
    "line", ["files of up to 2 MB", "50 × 70 cm", "make test SECONDS=60", "Python 3.11", "port 8000"]
)
def test_a_limit_or_a_name_is_no_figure(line: str) -> None:
    assert not unbacked_lines(line)


def test_a_missed_aim_is_listed_first_and_in_the_readme() -> None:
    seen = Figure("start again, whole", 9.3, "s", 6.0)
    made = result.Result(
        bench="start", title="t", commit="abc", date="2026-11-28", machine="m", load=0.1, seconds=1.0, figures=(seen,)
    )  # fmt: skip
    assert "- start: start again, whole, 9.3 s (aim ≤ 6 s)" in document.benchmarks([made])
    assert "9.3 s (missed, aim ≤ 6 s), `abc`, 2026-11-28" in document.readme_block([made])


def test_a_readme_without_its_marks_is_not_written_over() -> None:
    with pytest.raises(ValueError, match="has lost the lines"):
        document.replace_block("# Halftone", document.readme_block([]))
