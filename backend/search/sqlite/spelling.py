"""Words of the index that a word may be meant for: what begins so, what is a letter away, and what it is cut into.

By one letter (one too many, one missing, another one, two swapped) P. Norvig's way,
https://norvig.com/spell-correct.html: 500 look-ups by key for a word of eight letters, however large the index is.
"""

import sqlite3
import string
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from backend.search.query.analysis import clusters, phrase, spaceless, stem

MIN_LENGTH, MAX_LENGTH = 3, 24
"""Letters of a word that is completed or corrected."""

_FIRST_LETTER = 4  # letters of a word up to which the first one is taken for right
_LETTERS = string.ascii_lowercase + string.digits
_BATCH_SIZE = 500  # look-ups in one statement
_MAX_COMPARED = 1_000  # words that are compared letter by letter, the most frequent first
_MIN_SIMILARITY = 0.8  # of 1, by difflib


def exists(connection: sqlite3.Connection, word: str) -> bool:
    """Return whether a product has the word, in any inflection."""
    return connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (phrase(word),)).fetchone() is not None


def frequency(connection: sqlite3.Connection, word: str) -> int:
    """Return how many products have the word in their names and tags, in any inflection."""
    return int(
        connection.execute("SELECT coalesce(sum(count), 0) FROM term WHERE stem = ?", (stem(word),)).fetchone()[0]
    )


def completions(connection: sqlite3.Connection, start: str, number: int, shortest: int = MIN_LENGTH) -> list[str]:
    """Return the most frequent words with this prefix of at least `shortest` letters."""
    if len(start) < shortest:
        return []
    rows = connection.execute(
        "SELECT word FROM term WHERE word >= ? AND word < ? ORDER BY count DESC, word LIMIT ?",
        (start, start + "\U0010ffff", number),
    )
    return [word for (word,) in rows]


def one_edit_away(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return known words one letter away, the most frequent first; none for words with digits or without spaces."""
    if not MIN_LENGTH <= len(word) <= MAX_LENGTH or not word.isalpha() or spaceless(word):
        return []
    other_start = len(word) > _FIRST_LETTER
    ways = {way for way in _edits(word) if way[:1] == word[0] or other_start or sorted(way) == sorted(word)}
    counts = _frequencies(connection, sorted(ways - {word}))
    return sorted(counts, key=lambda each: (_weight(word, each) * counts[each], each), reverse=True)


def similar_words(connection: sqlite3.Connection, word: str, number: int, least: float = _MIN_SIMILARITY) -> list[str]:
    """Return frequent words with the same first letter that share most letters, the most similar first."""
    if not word or len(word) > MAX_LENGTH or spaceless(word):
        return []
    rows = connection.execute(
        (
            "SELECT word FROM term WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ? "
            "ORDER BY count DESC, word LIMIT ?"
        ),
        (word[0], word[0] + "\U0010ffff", len(word) - 2, len(word) + 2, _MAX_COMPARED),
    )
    return get_close_matches(word, [each for (each,) in rows], number, least)


def split_compound(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return the word as two or three known words that some product has together; else nothing."""
    if len(word) > MAX_LENGTH:
        return []
    letters, shortest = (clusters(word), MIN_LENGTH - 1) if spaceless(word) else (list(word), MIN_LENGTH)
    known_parts = {part for part in _parts(letters) if exists(connection, part)}
    pairs = [_split_at(letters, index) for index in range(1, len(letters))]
    threes = [_split_at(letters, one, two) for one in range(2, len(letters)) for two in range(one + 1, len(letters))]
    for ways in (pairs, threes):
        whole = [way for way in ways if known_parts.issuperset(way) and max(map(len, way)) >= shortest]
        if together := [way for way in whole if _together(connection, way)]:
            return max(together, key=lambda way: min(frequency(connection, part) for part in way))
    return []


def _split_at(letters: Sequence[str], *places: int) -> list[str]:
    return ["".join(letters[start:end]) for start, end in pairwise((0, *places, len(letters)))]


def _parts(letters: Sequence[str]) -> Iterable[str]:
    size = len(letters)
    least = 1 if any(letter.isdigit() for letter in letters) else 2
    edges = [(0, end) for end in range(least, size)] + [(start, size) for start in range(1, size - least + 1)]
    middles = [(start, end) for start in range(2, size) for end in range(start + 1, min(size, start + 4))]
    return {"".join(letters[start:end]) for start, end in (*edges, *(middles if size > MIN_LENGTH * 2 else ()))}


def _together(connection: sqlite3.Connection, way: list[str]) -> bool:
    match = " AND ".join(map(phrase, way))
    return connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (match,)).fetchone() is not None


def _frequencies(connection: sqlite3.Connection, words: list[str]) -> dict[str, int]:
    """Return those of the words that the index has, as words or stems, with their product counts."""
    counts: dict[str, int] = {}
    for start in range(0, len(words), _BATCH_SIZE):
        some = words[start : start + _BATCH_SIZE]
        slots = ",".join("?" * len(some))
        for column in ("word", "stem"):
            rows = connection.execute(
                # the columns are ours
                f"SELECT {column}, sum(count) FROM term WHERE {column} IN ({slots}) GROUP BY {column}",  # noqa: S608
                some,
            )
            for word, count in rows:
                counts[word] = max(counts.get(word, 0), count)
    return counts


def _weight(word: str, other: str) -> int:
    """Weight a correction: swapped or doubled letters are likelier, a wrong first letter is unlikely."""
    likely = 4 if sorted(word) == sorted(other) or set(word) == set(other) else 1
    return likely * (3 if word[0] == other[0] else 1)


def _edits(word: str) -> Iterator[str]:
    for index in range(len(word) + 1):
        start, rest = word[:index], word[index:]
        yield from (start + letter + rest for letter in _LETTERS)
        if rest:
            yield start + rest[1:]
            yield from (start + letter + rest[1:] for letter in _LETTERS)
        if len(rest) > 1:
            yield start + rest[1] + rest[0] + rest[2:]
