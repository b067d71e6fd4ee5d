"""The index file: SQLite, with FTS5 for the words and a set of products for everything they can be narrowed down by.

FTS5 keeps no copy of the text: what it must forget of a product is said to it again, from the document
(https://sqlite.org/fts5.html, "The 'delete' Command"). A product keeps its number while it changes.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from backend.contracts.search.models import BRAND, CATEGORY, COLOUR, RATING
from backend.contracts.text_folding import comparable
from backend.search.colour_words import colour_words
from backend.search.document import Change, Document, Groups, descriptions, offers, star_levels, titles
from backend.search.local_titles import LANGUAGES, sort_titles
from backend.search.query.analysis import stem, terms, terms_of_languages, words
from backend.search.sqlite.bitmap import DIGITS
from backend.search.sqlite.counters import Facet, IndexCounters
from backend.search.sqlite.local_names import local_rows
from backend.search.variant_filters import is_in_stock, values

COLUMNS = ("title", "brand", "category", "codes", "tags", "choices", "description")
ALL, SOLD_OUT, NOT_IN_STOCK, PRICE, DEAREST, SCORE = (
    " all", " sold out", " not in stock", " price", " dearest", " score",
)  # fmt: skip
"""Sets that are no facets, whose names never begin with a space. Of prices there is one per binary digit.

`DEAREST` are the prices of the dearest variants, and `SCORE` are ratings in the same form. Further sets are those of
one variant, see `variant_set_name`: of each product the cheapest is number 0.
What is on back order is `NOT_IN_STOCK`, and not `SOLD_OUT`. What is chosen of options, prices and
stock must be true of one variant; a set of products alone cannot tell.
"""

TITLES = {language: f"title_{language}" for language in LANGUAGES}
"""The columns that hold the titles as lists by name are ordered, by language."""

_SCHEMA = f"""
CREATE TABLE document (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL,
  price INTEGER NOT NULL, rank INTEGER NOT NULL, created_at TEXT NOT NULL,
  {", ".join(f"{name} TEXT NOT NULL" for name in TITLES.values())}
);
CREATE INDEX by_rank ON document (rank DESC, id);
CREATE INDEX by_age ON document (created_at DESC, id);
CREATE INDEX by_price ON document (price, id);
{"".join(f"CREATE INDEX by_{name} ON document ({name}, id);" for name in TITLES.values())}
CREATE TABLE products (name TEXT, value TEXT, block INTEGER, kept BLOB NOT NULL, \
PRIMARY KEY (name, value, block)) WITHOUT ROWID;
CREATE TABLE facet (
  name TEXT, parent TEXT, value TEXT, title TEXT, shown TEXT, folded TEXT, count INTEGER NOT NULL,
  PRIMARY KEY (name, parent, value, title, shown, folded)
) WITHOUT ROWID;
CREATE TABLE term (word TEXT PRIMARY KEY, stem TEXT NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 ({", ".join(COLUMNS)}, content = '', tokenize = "ascii");
CREATE TABLE synonyms (groups TEXT NOT NULL);
INSERT INTO synonyms VALUES ('[]');
"""  # noqa: S608 - our own names
# a file that is not whole is of no use
_UNGUARDED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
_NAMES, _MARKS = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
_ADD = f"INSERT INTO words ({_NAMES}, rowid) VALUES ({_MARKS}, ?)"  # noqa: S608 - our own names
_STORE = f"INSERT INTO document VALUES ({', '.join('?' * (6 + len(TITLES)))})"  # noqa: S608 - question marks
_FORGET = f"INSERT INTO words (words, {_NAMES}, rowid) VALUES ('delete', {_MARKS}, ?)"  # noqa: S608
_decoder = msgspec.json.Decoder(Document)


def build(documents: Iterable[Document], synonyms: Groups, path: Path) -> None:
    """Create an index file of these documents."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_UNGUARDED + _SCHEMA)
        with connection:
            _apply(connection, documents, synonyms)
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def apply(path: Path, changes: Iterable[Change], synonyms: Groups | None) -> None:
    """Apply the changes to the file in one transaction; `synonyms` None leaves them as they are."""
    with closing(sqlite3.connect(path)) as connection, connection:
        _apply(connection, changes, synonyms)


def decode(body: bytes) -> Document:
    """Decode a document from its `body` column."""
    return _decoder.decode(zlib.decompress(body))


def _apply(connection: sqlite3.Connection, changes: Iterable[Change], synonyms: Groups | None) -> None:
    if synonyms is not None:
        connection.execute("UPDATE synonyms SET groups = ?", (json.dumps(synonyms),))
    counters = IndexCounters(connection)
    for change in changes:
        number = _remove(connection, change.id, counters)
        if isinstance(change, Document):
            _insert(connection, change, number, counters)
        counters.write_if_large()
    counters.write()


def _remove(connection: sqlite3.Connection, id: str, counters: IndexCounters) -> int | None:
    """Remove the product; return the number that it had, or None."""
    row = connection.execute("SELECT number, body FROM document WHERE id = ?", (id,)).fetchone()
    if not row:
        return None
    number, document = int(row[0]), decode(row[1])
    connection.execute(_FORGET, (*_columns(document), number))
    connection.execute("DELETE FROM document WHERE number = ?", (number,))
    counters.count(number, -1, sets(document), _terms(document), _facets(document).union(local_rows(document)))
    return number


def _insert(connection: sqlite3.Connection, document: Document, number: int | None, counters: IndexCounters) -> None:
    card, body = document.card, zlib.compress(msgspec.json.encode(document), 1)
    titles = sort_titles(document)
    row = (
        number,
        document.id,
        body,
        card.price,
        document.rank,
        document.created_at,
        *(titles[each] for each in TITLES),
    )
    stored_number = int(connection.execute(_STORE, row).lastrowid or 0)
    connection.execute(_ADD, (*_columns(document), stored_number))
    facets = _facets(document).union(local_rows(document))
    counters.count(stored_number, 1, sets(document), _terms(document), facets)


def _columns(document: Document) -> Iterator[str]:
    codes = [each for sku in document.skus for each in (*terms(sku), "".join(words(sku)))]
    yield " ".join(terms_of_languages(titles(document)))
    yield " ".join(terms(document.card.brand))
    yield " ".join(terms_of_languages((" ".join(document.titles), *document.local_titles)))
    yield " ".join(dict.fromkeys(codes))
    yield " ".join(terms(" ".join((*document.tags, colour_words(document.colours)))))
    values = dict.fromkeys(value for choice in document.choices for value in choice.values)
    local_values = (each.title for choice in document.choices for local in choice.local for each in local.values)
    yield " ".join(dict.fromkeys(term for value in (*values, *local_values) for term in terms(value)))
    yield " ".join(terms_of_languages(descriptions(document)))


def _terms(document: Document) -> set[tuple[str, str]]:
    """Return the words that queries are corrected to, and their stems: of titles, brands, categories, tags, colours."""
    named = (*titles(document), document.card.brand, *document.titles, *document.local_titles, *document.tags)
    text = " ".join((*named, colour_words(document.colours)))
    return {(word, stem(word)) for word in words(text)}


def _facets(document: Document) -> set[Facet]:
    """Return each value of the product once, as a row of the `facet` table; spellings of one value count as one."""
    parts = document.category.split("/")
    facets = [
        (CATEGORY, "/".join(parts[:depth]), "/".join(parts[: depth + 1]), "Category", title)
        for depth, title in enumerate(document.titles)
    ]
    if document.card.brand:
        facets.append((BRAND, "", comparable(document.card.brand), "Brand", document.card.brand))
    facets += ((COLOUR, "", colour, "Main colour", colour.capitalize()) for colour in document.colours)
    facets += ((RATING, "", stars, "Reviews", title) for stars, title in star_levels(document))
    facets += (
        (choice.name, "", comparable(value), choice.title, value)
        for choice in document.choices
        for value in choice.values
    )
    return {
        (*facet, comparable(facet[4])) for facet in {(facet[0], facet[2]): facet for facet in reversed(facets)}.values()
    }


def sets(document: Document) -> set[tuple[str, str]]:
    """Return the bitmaps that the product is in."""
    bitmaps = {(name, value) for name, _, value, *_ in _facets(document)} | {(ALL, "")}
    bitmaps |= _digits(DEAREST, offers(document)[-1].price)
    bitmaps |= _digits(SCORE, document.rating.score) if document.rating else set()
    for number, offer in enumerate(offers(document)):
        bitmaps |= _digits(PRICE + variant_set_name(number), offer.price) | {(variant_set_name(number), "")}
        bitmaps |= {(variant_set_name(number, choice.name), value) for choice, value, _ in values(document, offer)}
        bitmaps |= set() if is_in_stock(offer) else {(variant_set_name(number, NOT_IN_STOCK), "")}
    bitmaps |= set() if any(is_in_stock(offer) for offer in offers(document)) else {(NOT_IN_STOCK, "")}
    return bitmaps | ({(SOLD_OUT, "")} if document.level == "sold-out" else set())


def variant_set_name(number: int, name: str = "") -> str:
    """Return the name of the bitmap of a facet by variant number, or of all products with such a variant."""
    return f" {number} {name}"


def _digits(name: str, price: int) -> set[tuple[str, str]]:
    return {(name, str(digit)) for digit in range(DIGITS) if price >> digit & 1}
