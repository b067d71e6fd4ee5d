"""What a query is taken for: its words, else what begins so, else the nearest words that there are.

A word that is nowhere in the index is corrected by one letter (one too many, one missing, another one, two swapped) or cut into words
that are there; of several the one most products have. P. Norvig's way, https://norvig.com/spell-correct.html: 500 look-ups by key for a
word of eight letters, however large the index is.
"""

import json
import re
import sqlite3
import string
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from backend.contracts.search import NEAREST
from backend.search.reworded import reworded

_SHORTEST, _LONGEST = 3, 40  # letters of a word that is completed or corrected
_WORDS = 12  # of a query that are read
_LETTERS = string.ascii_lowercase + string.digits
_LOOKED_AT = 2_000


class Understood(NamedTuple):
    """`match` as FTS5 takes it, empty where nothing is found; `corrected` is the query it stands for, if that is another."""

    match: str
    corrected: str = ""


def understood(connection: sqlite3.Connection, q: str) -> Understood:
    """What to search for."""
    if match := _first(connection, q):
        return Understood(match)
    other = corrected(connection, q)
    return Understood(_first(connection, other) if other else "", other)


def corrected(connection: sqlite3.Connection, q: str) -> str:
    """The query with known words in the place of unknown ones; empty where it is right as it is, or nothing is near."""
    asked = words(q)
    better = [_corrected(connection, word) for word in asked]
    joined = "".join(asked)
    if better == asked and len(asked) > 1 and _known(connection, [joined]):
        return joined
    return "" if better == asked else " ".join(better)


def nearest(connection: sqlite3.Connection, q: str) -> tuple[str, ...]:
    """Words of the index that look like those of the query, told when nothing was found."""
    found: dict[str, None] = {}
    for word in words(q):
        rows = connection.execute(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?",
            (word[0], word[0] + "\U0010ffff", _LOOKED_AT),
        )
        found |= dict.fromkeys(get_close_matches(word, [term for (term,) in rows if abs(len(term) - len(word)) < _SHORTEST], NEAREST))
    return tuple(found)[:NEAREST]


def words(text: str) -> list[str]:
    """The text's words as the index has them before they are stemmed: without case and accents."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return re.findall(r"[^\W_]+", plain)[:_WORDS]


def _first(connection: sqlite3.Connection, q: str) -> str:
    """The first way to read the query that finds something."""
    groups = json.loads(connection.execute("SELECT groups FROM synonyms").fetchone()[0])
    asked = [each for each in (q, *reworded(q, groups)) if words(each)]
    for last in ("", "*"):
        match = " OR ".join(f"({_all(words(each), last)})" for each in asked)
        if match and connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (match,)).fetchone():
            return match
    return ""


def _all(of: list[str], last: str) -> str:
    """Each word quoted, so that none is an operator; the last may be the beginning of one."""
    return " AND ".join(f'"{word}"' for word in of) + (last if len(of[-1]) >= _SHORTEST else "")


def _corrected(connection: sqlite3.Connection, word: str) -> str:
    if not _SHORTEST <= len(word) <= _LONGEST or _known(connection, [word]):
        return word
    if near := _known(connection, sorted(set(_edited(word)))):
        return max(near, key=lambda each: (near[each], each))
    return _cut(connection, word)


def _edited(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        start, rest = word[:place], word[place:]
        yield from (start + letter + rest for letter in _LETTERS)
        if rest:
            yield start + rest[1:]
            yield from (start + letter + rest[1:] for letter in _LETTERS)
        if len(rest) > 1:
            yield start + rest[1] + rest[0] + rest[2:]


def _cut(connection: sqlite3.Connection, word: str) -> str:
    """The word as the fewest known words one after another; itself where there are none."""
    parts = {word[start:end] for start in range(len(word)) for end in range(start + 2, len(word) + 1)}
    known = _known(connection, sorted(parts))
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        ways = [[*before, word[start:end]] for start in range(end) if (before := best[start]) is not None and word[start:end] in known]
        best.append(min(ways, key=len, default=None))
    return " ".join(best[-1]) if best[-1] else word


def _known(connection: sqlite3.Connection, terms: list[str]) -> dict[str, int]:
    """Those of the words that the index has, with how many products have them."""
    found: dict[str, int] = {}
    for term in terms:
        row = connection.execute("SELECT doc FROM vocabulary WHERE term = ?", (term,)).fetchone()
        if row:
            found[term] = row[0]
    return found
