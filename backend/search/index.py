"""The index file: SQLite, with FTS5 for the words. One row per product, one per value it can be narrowed down by."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import msgspec

from backend.contracts.search import BRAND, CATEGORY
from backend.search.document import Change, Document, Groups

FORMAT = 1
"""Grows when an older file cannot be read any more."""

_SCHEMA = """
CREATE TABLE document (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL,
  title TEXT NOT NULL, price INTEGER NOT NULL, rank INTEGER NOT NULL, created_at TEXT NOT NULL, sold_out INTEGER NOT NULL
);
CREATE TABLE facet (name TEXT, value TEXT, title TEXT, shown TEXT, number INTEGER, PRIMARY KEY (name, value, number)) WITHOUT ROWID;
CREATE INDEX facet_of ON facet (number);
CREATE VIRTUAL TABLE words USING fts5 (title, brand, category, codes, tags, description, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE plain USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2', detail = none);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (plain, row);
CREATE TABLE synonyms (groups TEXT NOT NULL);
INSERT INTO synonyms VALUES ('[]');
"""


def build(documents: Iterable[Document], synonyms: Groups, path: Path) -> None:
    """A new index file of these documents."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        with connection:
            _apply(connection, documents, synonyms)
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def apply(path: Path, changes: Iterable[Change], synonyms: Groups | None) -> None:
    """Takes the changes into the file, all of them or none; `synonyms` None leaves those that are there."""
    with closing(sqlite3.connect(path)) as connection, connection:
        _apply(connection, changes, synonyms)


def _apply(connection: sqlite3.Connection, changes: Iterable[Change], synonyms: Groups | None) -> None:
    if synonyms is not None:
        connection.execute("UPDATE synonyms SET groups = ?", (json.dumps(synonyms),))
    for change in changes:
        _take_out(connection, change.id)
        if isinstance(change, Document):
            _put_in(connection, change)


def _take_out(connection: sqlite3.Connection, id: str) -> None:
    found = connection.execute("SELECT number FROM document WHERE id = ?", (id,)).fetchone()
    if found:
        for table, key in (("document", "number"), ("facet", "number"), ("words", "rowid"), ("plain", "rowid")):
            connection.execute(f"DELETE FROM {table} WHERE {key} = ?", found)  # noqa: S608 - our own names


def _put_in(connection: sqlite3.Connection, document: Document) -> None:
    card = document.card
    cursor = connection.execute(
        "INSERT INTO document (id, body, title, price, rank, created_at, sold_out) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document.id, msgspec.json.encode(document), card.title.casefold(), card.price,
            document.rank, document.created_at, document.level == "sold-out",
        ),
    )  # fmt: skip
    number = cursor.lastrowid
    connection.execute(
        "INSERT INTO words (rowid, title, brand, category, codes, tags, description) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            number, card.title, card.brand, " ".join(document.titles), " ".join(document.skus),
            " ".join(document.tags), document.description,
        ),
    )  # fmt: skip
    known = " ".join([card.title, card.brand, *document.titles, *document.tags])
    connection.execute("INSERT INTO plain (rowid, words) VALUES (?, ?)", (number, known))
    rows = {(name, value): (name, value, title, shown, number) for name, value, title, shown in _facets(document)}
    connection.executemany("INSERT INTO facet VALUES (?, ?, ?, ?, ?)", rows.values())


def _facets(document: Document) -> Iterable[tuple[str, str, str, str]]:
    """Name, value, the facet's title and the value's, of each value that the product has."""
    parts = document.category.split("/")
    for depth, title in enumerate(document.titles, 1):
        yield CATEGORY, "/".join(parts[:depth]), "Category", title
    if document.card.brand:
        yield BRAND, document.card.brand, "Brand", document.card.brand
    for choice in document.choices:
        for value in choice.values:
            yield choice.name, value, choice.title, value
