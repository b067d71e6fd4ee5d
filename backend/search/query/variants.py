"""The ways to read a query: as it stands, with words written together that stand apart, and with others that mean the same. No I/O.

A reading is a row of places, each with the words that may stand there; a product fits when it has a word of each place.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from backend.search.query.analysis import phrase, stem, words

Words = tuple[str, ...]
Thesaurus = Mapping[Words, tuple[Words, ...]]
Variant = tuple[tuple[str, ...], ...]
MAX_VARIANTS = 24
"""Readings of a query at most."""


def exact_variant(of: Iterable[str]) -> Variant:
    """Each place with its one word."""
    return tuple((word,) for word in of)


def join_words(of: Sequence[str]) -> Iterator[list[str]]:
    """The words with two neighbours, or all of them, written as one."""
    for place in range(len(of) - 1):
        yield [*of[:place], of[place] + of[place + 1], *of[place + 2 :]]
    if len(of) > 2:
        yield ["".join(of)]


@lru_cache(4)
def load_thesaurus(groups: str) -> Thesaurus:
    """What each phrase may be replaced by, of the groups as the index keeps them."""
    found: dict[Words, dict[Words, None]] = {}
    for group in json.loads(groups):
        phrases = [tuple(words(text)) for text in group]
        stemmed = [tuple(map(stem, each)) for each in phrases]
        for said in filter(None, stemmed):
            others = (other for other, its in zip(phrases, stemmed, strict=True) if its and its != said)
            found.setdefault(said, {}).update(dict.fromkeys(others))
    return {said: tuple(others) for said, others in found.items()}


def replace_synonyms(of: Sequence[str], known: Thesaurus) -> Iterator[list[str]]:
    """The words with one phrase in the place of another that means the same, however they are inflected."""
    asked = [stem(word) for word in of]
    for start in range(len(asked)):
        for end in range(start + 1, len(asked) + 1):
            yield from ([*of[:start], *other, *of[end:]] for other in known.get(tuple(asked[start:end]), ()))


def match_expression(readings: Iterable[Variant]) -> str:
    """FTS5's match expression: every word quoted, so that none is an operator."""
    return " OR ".join(dict.fromkeys("(" + " AND ".join(_place(place) for place in each) + ")" for each in readings if each))


def _place(place: tuple[str, ...]) -> str:
    quoted = dict.fromkeys(map(phrase, place))
    return f"({' OR '.join(quoted)})" if len(quoted) > 1 else next(iter(quoted))
