"""Words of the index by whether a page in one language shows them, so that it is offered its own words first.

The `term` table counts the words of all languages together, and holds no language: an index of any release answers.
"""

import sqlite3
from collections.abc import Iterable

from backend.contracts.types import Language
from backend.search.page_words import stems_on_page
from backend.search.query.analysis import phrase, stem
from backend.search.sqlite.index import TITLES, decode

_MAX_SORTED = 12  # words that are looked at, the first ones
_MAX_PRODUCTS = 8  # in which a word is looked for beside the titles: a category, a brand or a tag is in each of them


def of_language(connection: sqlite3.Connection, candidates: Iterable[str], language: Language) -> list[str]:
    """Return those of the first words that a page in the language shows, in their order."""
    return [word for word in list(candidates)[:_MAX_SORTED] if _is_shown(connection, word, language)]


def own_first(connection: sqlite3.Connection, candidates: Iterable[str], language: Language) -> list[str]:
    """Return the first words, those that a page in the language shows before the others."""
    first = list(candidates)[:_MAX_SORTED]
    own = of_language(connection, first, language)
    return [*own, *(word for word in first if word not in own)]


def own_only(connection: sqlite3.Connection, candidates: Iterable[str], language: Language) -> list[str]:
    """Return the words that a page in the language shows; where it shows none of them, all."""
    first = list(candidates)[:_MAX_SORTED]
    return of_language(connection, first, language) or first


def _is_shown(connection: sqlite3.Connection, word: str, language: Language) -> bool:
    return _is_in_a_title(connection, word, language) or _is_beside_a_title(connection, word, language)


def _is_in_a_title(connection: sqlite3.Connection, word: str, language: Language) -> bool:
    query = (
        f"SELECT 1 FROM document WHERE number IN (SELECT rowid FROM words WHERE words MATCH ?) "  # noqa: S608 - ours
        f"AND instr(' ' || {TITLES[language]} || ' ', ?) LIMIT 1"
    )
    return any(
        connection.execute(query, (f"title : {phrase(word)}", f" {form}")).fetchone() for form in {word, stem(word)}
    )


def _is_beside_a_title(connection: sqlite3.Connection, word: str, language: Language) -> bool:
    rows = connection.execute(
        "SELECT body FROM document WHERE number IN (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)",
        (f"{{brand category tags}} : {phrase(word)}", _MAX_PRODUCTS),
    )
    return any(stem(word) in stems_on_page(decode(body), language) for (body,) in rows)
