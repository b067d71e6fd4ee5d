"""What the search finds is what a person would call right: measured on judged queries, beside plain FTS5 and RapidFuzz."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.contracts.search.models import MAX_NEAREST_WORDS, MAX_POPULAR, SearchQuery
from backend.search.query import analysis, variants
from backend.search.sqlite import product_search, query_parser, ranking, spelling
from backend.search.sqlite.filters import FilterSet
from tests.relevance import engines, languages
from tests.relevance.judged import KINDS, judge
from tests.relevance.measures import Measure, measure, run
from tests.relevance.report import CATALOGUES, FTS5, OURS, RAPIDFUZZ, answers, measures, queries, report

NAMES = list(CATALOGUES)


@pytest.mark.parametrize("name", NAMES)
def test_the_judged_set_is_large_and_of_every_kind(name: str) -> None:
    assert len({each.q for each in queries(name)}) >= 150
    assert {each.kind for each in queries(name)} == set(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_we_are_ahead_of_plain_fts5_and_of_rapidfuzz(name: str) -> None:
    print("\n" + report())
    found = measures(name)
    ours = found[OURS]
    assert ours.ndcg > 0.92
    assert ours.zero < 0.01
    for other in (FTS5, RAPIDFUZZ):
        assert ours.ndcg > found[other].ndcg + 0.1
        assert ours.zero < found[other].zero


@pytest.mark.parametrize("name", NAMES)
def test_we_are_ahead_without_the_help_of_synonyms_too(name: str) -> None:
    without = {
        engine: measure((q, ids) for q, ids in each if q.kind != "synonym") for engine, each in answers(name).items()
    }
    for other in (FTS5, RAPIDFUZZ):
        assert without[OURS].ndcg > without[other].ndcg + 0.05
        assert without[OURS].zero < without[other].zero


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_finds_nothing_and_is_shown_what_others_like(name: str, tmp_path: Path) -> None:
    of = CATALOGUES[name]
    connection = engines.build_index(of.documents(), of.synonyms, tmp_path / "index.sqlite")
    for q in of.nonsense:
        page = product_search.search(connection, SearchQuery(q=q))
        assert (page.total, page.items, len(page.popular)) == (0, (), MAX_POPULAR), q
        assert len(page.suggestions) <= MAX_NEAREST_WORDS


def _no_words(*_: Any, **__: Any) -> list[str]:
    return []


BUGS: dict[str, tuple[float, Callable[[pytest.MonkeyPatch], None]]] = {
    "no stemming": (
        0.08,
        lambda patch: [patch.setattr(of, "stem", lambda word: word) for of in (analysis, spelling, variants, ranking)][
            -1
        ],
    ),
    "no typos": (
        0.1,
        lambda patch: [patch.setattr(spelling, step, _no_words) for step in ("one_edit_away", "similar_words")][-1],
    ),
    "no cutting": (0.02, lambda patch: patch.setattr(spelling, "split_compound", _no_words)),
    "no joining": (0.01, lambda patch: patch.setattr(query_parser, "join_words", _no_words)),
    "no synonyms": (0.05, lambda patch: patch.setattr(query_parser, "replace_synonyms", _no_words)),
    "no beginnings": (0.005, lambda patch: patch.setattr(spelling, "completions", _no_words)),
    "no part of the words": (0.001, lambda patch: patch.setattr(query_parser, "_match_most_words", _no_words)),
    "sold out before in stock": (0.001, lambda patch: patch.setattr(FilterSet, "sold_out", 0)),
    "description as good as the title": (
        0.005,
        lambda patch: patch.setattr(ranking, "_WEIGHTS", "1, 1, 1, 1, 1, 1, 9"),
    ),
}
"""What each bug costs of NDCG@10 at least."""


@pytest.fixture(scope="module")
def sound() -> Measure:
    return measures("demo")[OURS]


@pytest.mark.parametrize("bug", BUGS)
def test_the_judged_set_catches_the_bug(
    bug: str, sound: Measure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, (cost, plant) = CATALOGUES["demo"], BUGS[bug]
    plant(monkeypatch)
    found = measure(run(queries("demo"), engines.ours(of.documents(), of.synonyms, tmp_path / "index.sqlite")))
    print(f"{bug}: {sound.ndcg - found.ndcg:.4f}")
    assert found.ndcg < sound.ndcg - cost


def test_words_are_found_in_scripts_without_spaces_and_however_a_letter_is_written(tmp_path: Path) -> None:
    of = languages.documents()
    asked = tuple(judge(languages.WANTS, of))
    ours = measure(run(asked, engines.ours(of, (), tmp_path / "index.sqlite")))
    plain = measure(run(asked, engines.fts5(of)))
    print(f"\nlanguages ({len(asked)}): {ours} plain FTS5: {plain}")
    assert ours.ndcg > 0.95
    assert ours.zero == 0
    assert ours.ndcg > plain.ndcg + 0.3
