"""What a query is taken for: its words, else the nearest words that there are, else most of them."""

import sqlite3
from collections.abc import Sequence
from itertools import combinations, islice
from typing import NamedTuple

from backend.contracts.search.models import NEAREST
from backend.search.query.analysis import words
from backend.search.query.variants import WAYS, Reading, expression, joinings, reading, synonyms, thesaurus
from backend.search.sqlite import spelling

_WORDS = 12  # of a query that are read
_CORRECTED = 4  # of them that are corrected, the first ones
_TRIED = 6  # words in the place of one
_RARE, _TIMES = 2, 25  # a word in so few products may be a slip of the merchant's for one in so many times as many
_SMALL = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "some", "the", "to", "with"))  # tell nothing
_SUBSETS = 8  # words of which some may be left out


class Understood(NamedTuple):
    """`match` as FTS5 takes it, empty where nothing is found; `corrected` is the query it stands for, if that is another.

    `readings` are the ways in which products are found, the best first.
    """

    match: str = ""
    corrected: str = ""
    readings: tuple[Reading, ...] = ()


def understood(connection: sqlite3.Connection, q: str) -> Understood:
    """What to search for."""
    asked = words(q)[:_WORDS]
    if not asked:
        return Understood()
    telling = [word for word in asked if word not in _SMALL] or asked
    ways = _ways(connection, asked) + (_ways(connection, telling) if telling != asked else [])
    if found := _found(connection, [*ways, *_slips(connection, asked)]):
        return found
    asked, meant = telling, _meant(connection, telling)
    corrected = " ".join(word for place in meant for word in place[:1])
    ways = [meant, *_ways(connection, corrected.split())]
    if found := _found(connection, ways):
        same = all(place[0].startswith(word) for place, word in zip(meant, asked, strict=False)) and len(meant) == len(asked)
        return found._replace(corrected="" if same else corrected)
    return _most(connection, meant) or Understood()


def nearest(connection: sqlite3.Connection, q: str) -> tuple[str, ...]:
    """Words of the index that look like those of the query, told when nothing was found."""
    found = (near for word in words(q)[:_WORDS] for near in spelling.alike(connection, word, NEAREST, 0.6))
    return tuple(dict.fromkeys(found))[:NEAREST]


def _ways(connection: sqlite3.Connection, asked: Sequence[str]) -> list[Reading]:
    """The readings of the words; those written together count only where there is such a word."""
    known = thesaurus(connection.execute("SELECT groups FROM synonyms").fetchone()[0])
    joined = [way for way in joinings(asked) if set(way) - set(asked) and all(spelling.has(connection, word) for word in way)]
    ways = [list(asked), *joined]
    others = (other for way in ways for other in synonyms(way, known))
    return [reading(way) for way in (*ways, *islice(others, WAYS))]


def _slips(connection: sqlite3.Connection, asked: Sequence[str]) -> list[Reading]:
    """The query with a frequent word in the place of a rare one that is a letter away from it."""
    for place, word in enumerate(asked):
        count = spelling.frequent(connection, word)
        near = spelling.near(connection, word)[:1] if count <= _RARE and len(word) > 4 else []
        if near and spelling.frequent(connection, near[0]) >= _TIMES * max(count, 1):
            return [reading([*asked[:place], near[0], *asked[place + 1 :]])]
    return []


def _found(connection: sqlite3.Connection, ways: Sequence[Reading]) -> Understood | None:
    match = expression(ways)
    if connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (match,)).fetchone():
        return Understood(match, readings=tuple(ways))
    return None


def _meant(connection: sqlite3.Connection, asked: Sequence[str]) -> Reading:
    """The words, each unknown one with those in its place that it may be meant for; a word that is cut takes several places."""
    known = [word for word in asked if spelling.has(connection, word)]
    found: list[tuple[str, ...]] = []
    unknown = 0
    for number, word in enumerate(asked):
        if word in known or (unknown := unknown + 1) > _CORRECTED:
            found.append((word,))
        else:
            found += _instead(connection, word, known, last=number == len(asked) - 1)
    return tuple(found)


def _instead(connection: sqlite3.Connection, word: str, known: Sequence[str], last: bool) -> list[tuple[str, ...]]:
    completed = spelling.beginning(connection, word, _TRIED) if last else []
    near = spelling.near(connection, word)[:_TRIED]
    if completed and not (near and spelling.frequent(connection, near[0]) > 3 * spelling.frequent(connection, completed[0])):
        return [tuple(completed)]
    if fitting := [each for each in near if _found(connection, [reading([*known, each])])]:
        return [tuple(fitting[:1])]
    if parts := spelling.cut(connection, word):
        return [(part,) for part in parts]
    return [(each,) for each in (near or spelling.alike(connection, word, 1) or [word])[:1]]


def _most(connection: sqlite3.Connection, meant: Reading) -> Understood | None:
    """As many of the words as one product has; half of them at least. Where the others are nowhere, those are what was searched for."""
    places = [place for place in meant if any(spelling.has(connection, word) for word in place)][:_SUBSETS]
    for size in range(min(len(places), len(meant) - 1), (len(meant) - 1) // 2, -1):
        if found := _found(connection, list(combinations(places, size))):
            return found._replace(corrected=" ".join(place[0] for place in places)) if size == len(places) else found
    return None
