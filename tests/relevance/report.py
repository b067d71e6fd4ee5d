"""The whole measurement: each catalogue's queries, asked of each engine."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from backend.search.document import Document, Groups
from tests.relevance import catalogues, demo, department_store, engines
from tests.relevance.judged import KINDS, Query, Want, judge
from tests.relevance.measures import Measure, measure, ndcg, run

Answers = list[tuple[Query, list[str]]]


class Catalogue(NamedTuple):
    """A catalogue with its judged set."""

    documents: Callable[[], list[Document]]
    wants: tuple[Want, ...]
    synonyms: Groups
    nonsense: tuple[str, ...]


CATALOGUES = {
    "demo": Catalogue(catalogues.demo, demo.WANTS, demo.SYNONYMS, demo.NONSENSE),
    "department store": Catalogue(
        catalogues.department_store, department_store.WANTS, department_store.SYNONYMS, department_store.NONSENSE
    ),
}
OURS, FTS5, RAPIDFUZZ = "ours", "plain FTS5", "RapidFuzz"


@cache
def queries(name: str) -> tuple[Query, ...]:
    """The judged queries of a catalogue."""
    return tuple(judge(CATALOGUES[name].wants, CATALOGUES[name].documents()))


@cache
def answers(name: str) -> dict[str, Answers]:
    """What each engine answers in a catalogue."""
    documents = CATALOGUES[name].documents()
    with TemporaryDirectory() as folder:
        asked = {
            OURS: engines.ours(documents, CATALOGUES[name].synonyms, Path(folder) / "index.sqlite"),
            FTS5: engines.fts5(documents),
            RAPIDFUZZ: engines.rapidfuzz(documents),
        }
        return {engine: run(queries(name), search) for engine, search in asked.items()}


def measures(name: str, kind: str | None = None) -> dict[str, Measure]:
    """Each engine's measures, of one kind of query or of all."""
    return {
        engine: measure([(query, found) for query, found in each if kind in (None, query.kind)])
        for engine, each in answers(name).items()
    }


def report() -> str:
    """NDCG@10 and zero-result rate as a table."""
    lines = [
        f"{'':24}" + "".join(f"{engine:>20}" for engine in (OURS, FTS5, RAPIDFUZZ)) + "    (NDCG@10, zero-result rate)"
    ]
    for name in CATALOGUES:
        for kind in (None, *KINDS):
            count = sum(kind in (None, query.kind) for query in queries(name))
            if count:
                cells = "".join(f"{each.ndcg:>12.3f}{each.zero:>8.1%}" for each in measures(name, kind).values())
                lines.append(f"{name + ' ' + (kind or 'all') + f' ({count})':24}{cells}")
    return "\n".join(lines)


def worst(count: int = 40) -> str:
    """The queries that ours answers worst."""
    lines = []
    for name in CATALOGUES:
        scored = sorted((ndcg(found, query), query.kind, query.q, found[:4]) for query, found in answers(name)[OURS])
        lines += [f"{name} {value:.2f} {kind} {q!r} → {found}" for value, kind, q, found in scored[:count]]
    return "\n".join(lines)
