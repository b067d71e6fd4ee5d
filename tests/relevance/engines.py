"""What is measured, ours and what it is held against: each takes a query and gives the ids of the first ten."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from rapidfuzz import fuzz, process

from backend.contracts.search.models import SearchQuery
from backend.search.document import Document, Groups
from backend.search.sqlite import index, product_search

TEN = 10
Engine = Callable[[str], list[str]]


def build_index(documents: Sequence[Document], synonyms: Groups, path: Path) -> sqlite3.Connection:
    """A new index, opened."""
    index.build(documents, synonyms, path)
    return sqlite3.connect(path)


def ours(documents: Sequence[Document], synonyms: Groups, path: Path) -> Engine:
    """The search as the shop has it."""
    connection = build_index(documents, synonyms, path)
    return lambda q: [hit.id for hit in product_search.search(connection, SearchQuery(q=q, limit=TEN)).items]


def fts5(documents: Sequence[Document]) -> Engine:
    """Plain FTS5: its default tokenizer, every word of the query must be there, ordered by bm25 over the same fields."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5 (id UNINDEXED, title, brand, category, codes, tags, description)"
    )
    rows = [
        (d.id, d.card.title, d.card.brand, " ".join(d.titles), " ".join(d.skus), " ".join(d.tags), d.description)
        for d in documents
    ]
    connection.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def find(q: str) -> list[str]:
        match = " ".join('"' + word.replace('"', '""') + '"' for word in q.split())
        with closing(connection.cursor()) as cursor:
            return [
                id
                for (id,) in cursor.execute(
                    "SELECT id FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", (match, TEN)
                )
            ]

    return find


CLOSE = 60.0
"""Of 100: RapidFuzz ranks every title there is, and what is less alike is no answer."""


def rapidfuzz(documents: Sequence[Document]) -> Engine:
    """RapidFuzz's WRatio over the titles, without case."""
    titles = {document.id: document.card.title.casefold() for document in documents}
    return lambda q: [
        id for _, _, id in process.extract(q.casefold(), titles, scorer=fuzz.WRatio, limit=TEN, score_cutoff=CLOSE)
    ]
