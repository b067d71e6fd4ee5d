"""Known words in the place of those that no product has: words that the page's language shows, where there are such."""

import sqlite3
from collections.abc import Sequence

from backend.contracts.search.models import MAX_NEAREST_WORDS
from backend.contracts.types import Language
from backend.search.query.analysis import words
from backend.search.query.variants import Variant, exact_variant, match_expression
from backend.search.sqlite import spelling
from backend.search.sqlite.page_language import of_language, own_first, own_only

MAX_WORDS = 12
"""Words of a query that are read."""

_MAX_CORRECTED = 4  # of them that are corrected, the first ones
_MAX_REPLACEMENTS = 6  # words in the place of one


def nearest(connection: sqlite3.Connection, q: str, language: Language) -> tuple[str, ...]:
    """Return known words similar to the query's, for when nothing was found: of each word's, those of the language."""
    similar = (
        near
        for word in words(q)[:MAX_WORDS]
        for near in own_only(connection, spelling.similar_words(connection, word, 2 * MAX_NEAREST_WORDS, 0.6), language)
    )
    return tuple(dict.fromkeys(similar))[:MAX_NEAREST_WORDS]


def correct_words(connection: sqlite3.Connection, tokens: Sequence[str], language: Language) -> Variant:
    """Return the words, unknown ones replaced by candidates; a split word takes several positions."""
    known_words = [word for word in tokens if spelling.exists(connection, word)]
    corrected: list[tuple[str, ...]] = []
    unknown = 0
    for number, word in enumerate(tokens):
        if word in known_words or (unknown := unknown + 1) > _MAX_CORRECTED:
            corrected.append((word,))
        else:
            corrected += _replacements(connection, word, known_words, language, last=number == len(tokens) - 1)
    return tuple(corrected)


def is_found(connection: sqlite3.Connection, match: str) -> bool:
    """Return whether a product matches the FTS5 expression."""
    return connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (match,)).fetchone() is not None


def _replacements(
    connection: sqlite3.Connection, word: str, known_words: Sequence[str], language: Language, last: bool
) -> list[tuple[str, ...]]:
    completed = spelling.completions(connection, word, _MAX_REPLACEMENTS) if last else []
    completed = own_first(connection, completed, language)
    near = _nearest_words(connection, word, language)
    if completed and not (
        near and spelling.frequency(connection, near[0]) > 3 * spelling.frequency(connection, completed[0])
    ):
        return [tuple(completed)]
    if fitting := [each for each in near if is_found(connection, _expression([*known_words, each]))]:
        return [tuple(fitting[:1])]
    if parts := spelling.split_compound(connection, word):
        return [(part,) for part in parts]
    return [(each,) for each in (near or _similar(connection, word, language) or [word])[:1]]


def _nearest_words(connection: sqlite3.Connection, word: str, language: Language) -> list[str]:
    """Return words one letter away, those of the language first; before those of others alone, similar ones of it."""
    near = own_first(connection, spelling.one_edit_away(connection, word), language)[:_MAX_REPLACEMENTS]
    if near and not of_language(connection, near[:1], language):
        return [*of_language(connection, _similar(connection, word, language), language), *near]
    return near


def _similar(connection: sqlite3.Connection, word: str, language: Language) -> list[str]:
    return own_first(connection, spelling.similar_words(connection, word, _MAX_REPLACEMENTS), language)


def _expression(tokens: Sequence[str]) -> str:
    return match_expression([exact_variant(tokens)])
