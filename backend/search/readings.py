"""The ways to read a query: as it stands, with words written together that stand apart, and with others that mean the same. No I/O.

A reading is a row of places, each with the words that may stand there; a product fits when it has a word of each place.
"""

from collections.abc import Iterable, Iterator, Sequence

from backend.search.analysis import stem, words
from backend.search.document import Groups

Reading = tuple[tuple[str, ...], ...]
WAYS = 24
"""Readings of a query at most."""


def reading(of: Iterable[str]) -> Reading:
    """Each place with its one word."""
    return tuple((word,) for word in of)


def joinings(of: Sequence[str]) -> Iterator[list[str]]:
    """The words with two neighbours, or all of them, written as one."""
    for place in range(len(of) - 1):
        yield [*of[:place], of[place] + of[place + 1], *of[place + 2 :]]
    if len(of) > 2:
        yield ["".join(of)]


def synonyms(of: Sequence[str], groups: Groups) -> Iterator[list[str]]:
    """The words with one phrase in the place of another that means the same, however they are inflected."""
    asked = [stem(word) for word in of]
    for group in groups:
        phrases = [words(phrase) for phrase in group]
        stemmed = [[stem(word) for word in phrase] for phrase in phrases]
        for number, phrase in enumerate(stemmed):
            for start in _places(asked, phrase):
                for other, (unstemmed, stem_) in enumerate(zip(phrases, stemmed, strict=True)):
                    if other != number and stem_ != phrase:
                        yield [*of[:start], *unstemmed, *of[start + len(phrase) :]]


def expression(readings: Iterable[Reading]) -> str:
    """FTS5's match expression: every word quoted, so that none is an operator."""
    return " OR ".join(dict.fromkeys("(" + " AND ".join(_place(place) for place in each) + ")" for each in readings if each))


def _place(place: tuple[str, ...]) -> str:
    quoted = dict.fromkeys(f'"{stem(word)}"' for word in place)
    return f"({' OR '.join(quoted)})" if len(quoted) > 1 else next(iter(quoted))


def _places(asked: list[str], phrase: list[str]) -> Iterator[int]:
    for start in range(len(asked) - len(phrase) + 1) if phrase else ():
        if asked[start : start + len(phrase)] == phrase:
            yield start
