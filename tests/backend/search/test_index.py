"""Changes taken in one by one leave the very index that building at once does, and no query makes more work than a
bound."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.contracts.inventory.models import Level
from backend.contracts.search.models import MAX_FACET_VALUES, SearchQuery, SearchSort
from backend.search.document import Change, Choice, Document, Withdrawal
from backend.search.sqlite import bitmap, index, product_search, ranking, suggestions
from tests.backend.search.documents import MANY, build_document

CHANGES = st.lists(st.sampled_from([*MANY[:12], *(build_document(n, f"Other {n} harbour", brand="Gone") for n in range(0, 12, 2)),
                                    *(Withdrawal(f"p{n}") for n in range(12))]), max_size=40)  # fmt: skip


def content_of(path: Path) -> dict[str, Any]:
    """All that an index holds, by the products' ids in the place of their numbers."""
    with closing(sqlite3.connect(path)) as connection:
        ids = dict(connection.execute("SELECT number, id FROM document"))
        connection.execute("CREATE VIRTUAL TABLE temp.instances USING fts5vocab (main, words, instance)")
        keys = connection.execute("SELECT DISTINCT name, value FROM products").fetchall()
        blocks = "SELECT block, kept FROM products WHERE name = ? AND value = ? ORDER BY block"
        return {
            "documents": sorted(
                connection.execute(
                    "SELECT id, body, title_en, title_de, title_fr, price, rank, created_at FROM document"
                )
            ),
            "words": sorted(
                (term, ids[doc], col, place) for term, doc, col, place in connection.execute("SELECT * FROM instances")
            ),
            "terms": sorted(connection.execute("SELECT * FROM term")),
            "facets": sorted(connection.execute("SELECT * FROM facet")),
            "products": {
                key: sorted(ids[n] for n in bitmap.numbers(bitmap.join_blocks(connection.execute(blocks, key))))
                for key in keys
            },
            "synonyms": connection.execute("SELECT * FROM synonyms").fetchall(),
        }


def documents_left(changes: Sequence[Change]) -> list[Document]:
    last = {change.id: change for change in changes}
    return [change for change in last.values() if isinstance(change, Document)]


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.integers(1, 7))
def test_changes_in_batches_of_any_size_leave_what_building_at_once_does(changes: list[Change], size: int) -> None:
    with TemporaryDirectory() as folder:
        one, other = Path(folder) / "one.sqlite", Path(folder) / "other.sqlite"
        index.build((), (("mug", "cup"),), one)
        for start in range(0, len(changes), size):
            index.apply(one, changes[start : start + size], None)
        index.build(documents_left(changes), (("mug", "cup"),), other)
        assert content_of(one) == content_of(other)


def test_a_failing_change_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index.build(MANY[:5], (), path := tmp_path / "index.sqlite")
    before = content_of(path)

    def changes() -> Any:
        yield Withdrawal(MANY[0].id)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        index.apply(path, changes(), ())
    assert content_of(path) == before


def brands(count: int) -> list[Document]:
    return [build_document(n, "Harbour", brand=f"Press {n % count}") for n in range(count * 2 - 10)]


def test_the_values_returned_are_the_most_frequent_and_the_chosen_ones(tmp_path: Path) -> None:
    documents = brands(MAX_FACET_VALUES + 20)
    index.build(documents, (), path := tmp_path / "index.sqlite")
    rare = f"Press {MAX_FACET_VALUES + 19}"
    asked = SearchQuery(filters=f"brand={rare.replace(' ', '+')}&brand=Press+0")
    facet = next(each for each in product_search.search(sqlite3.connect(path), asked).facets if each.name == "brand")
    assert len(facet.values) == MAX_FACET_VALUES + 1
    assert [value.count for value in facet.values] == [2] * MAX_FACET_VALUES + [1]
    assert [(value.value, value.selected) for value in facet.values[-1:]] == [(rare, True)]


@pytest.mark.parametrize("asked", [SearchQuery(), SearchQuery(q="harbour"), SearchQuery(filters="size=A4")])
def test_a_product_with_a_value_by_two_options_is_counted_once(tmp_path: Path, asked: SearchQuery) -> None:
    twice = msgspec.structs.replace(
        build_document(1, "Harbour"), choices=(Choice("size", "Size", ("A4",)), Choice("size", "SIZE", ("A4", "A5")))
    )
    index.build([twice], (), path := tmp_path / "index.sqlite")
    size = next(each for each in product_search.search(sqlite3.connect(path), asked).facets if each.name == "size")
    assert {value.value: value.count for value in size.values} == {"A4": 1, "A5": 1}


@pytest.mark.parametrize("sort", SearchSort)
@pytest.mark.parametrize("q", ["", "harbour"])
def test_very_many_come_in_the_same_order_as_few(
    tmp_path: Path, sort: SearchSort, q: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.build(MANY, (), path := tmp_path / "index.sqlite")
    connection = sqlite3.connect(path)
    few = product_search.search(connection, SearchQuery(q=q, sort=sort, limit=48))
    monkeypatch.setattr(ranking, "_MAX_SORTED_IN_MEMORY", 0)
    if q and sort is SearchSort.RELEVANCE:
        monkeypatch.setattr(ranking, "MAX_SCORED", 0)
        many = product_search.search(connection, SearchQuery(q=q, sort=sort, limit=48))
        levels = [hit.level is Level.SOLD_OUT for hit in many.items]
        assert (many.total, levels) == (few.total, sorted(levels))
    else:
        assert product_search.search(connection, SearchQuery(q=q, sort=sort, limit=48)) == few


HOSTILE = (
    "harbour" * 28, " ".join("abcdefghijklmnop" for _ in range(12)), "a " * 100, "*" * 200, '"' * 199, "harbour AND " * 16, "NEAR(" * 40,
    "title:harbour", "{title} : x", "harbour NOT x", "^harbour", "x" * 200, "\u0345" * 200, "\x00" * 200, "ﷺ" * 200, "é" * 200, "1" * 200,
    "1x" * 100, "\U0001f600" * 100, "a-b_c'd" * 28, "%" * 200, "\\" * 200, "harbor orbiit noteboook cafee blu mugg reff papr moonz slo",
)  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    index.build(MANY, (("harbour", "port"),), path := tmp_path_factory.mktemp("index") / "index.sqlite")
    return sqlite3.connect(path)


@pytest.mark.parametrize("q", HOSTILE)
def test_no_query_asks_the_index_more_than_a_bound(large: sqlite3.Connection, q: str) -> None:
    statements: list[str] = []
    large.set_trace_callback(statements.append)
    product_search.search(large, SearchQuery(q=q[:200]))
    suggestions.suggest(large, q[:200])
    large.set_trace_callback(None)
    assert len(statements) < 4_000


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_query(large: sqlite3.Connection, q: str) -> None:
    page = product_search.search(large, SearchQuery(q=q))
    assert page.total or page.popular
    suggestions.suggest(large, q)
