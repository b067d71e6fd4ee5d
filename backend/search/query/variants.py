"""Variants of a query: as typed, with neighbours joined into one word, and with synonyms. No I/O.

A variant is a sequence of positions, each with alternative words; a product matches if it has a word of each position.
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
    """Return the variant with one word in each position."""
    return tuple((word,) for word in of)


def join_words(of: Sequence[str]) -> Iterator[list[str]]:
    """Yield the words with two neighbours, or all of them, joined into one."""
    for index in range(len(of) - 1):
        yield [*of[:index], of[index] + of[index + 1], *of[index + 2 :]]
    if len(of) > 2:
        yield ["".join(of)]


@lru_cache(4)
def load_thesaurus(groups: str) -> Thesaurus:
    """Return the replacements of each phrase, from the index's synonym groups as JSON."""
    synonyms: dict[Words, dict[Words, None]] = {}
    for group in json.loads(groups):
        phrases = [tuple(words(text)) for text in group]
        stemmed = [tuple(map(stem, each)) for each in phrases]
        for stems in filter(None, stemmed):
            other_phrases = (other for other, its in zip(phrases, stemmed, strict=True) if its and its != stems)
            synonyms.setdefault(stems, {}).update(dict.fromkeys(other_phrases))
    return {stems: tuple(other_phrases) for stems, other_phrases in synonyms.items()}


def replace_synonyms(of: Sequence[str], thesaurus: Thesaurus) -> Iterator[list[str]]:
    """Yield the words with one phrase replaced by a synonym, matching by stems."""
    stems = [stem(word) for word in of]
    for start in range(len(stems)):
        for end in range(start + 1, len(stems) + 1):
            yield from ([*of[:start], *other, *of[end:]] for other in thesaurus.get(tuple(stems[start:end]), ()))


def match_expression(readings: Iterable[Variant]) -> str:
    """Return the FTS5 match expression of the variants, every word quoted so that none is an operator."""
    return " OR ".join(
        dict.fromkeys("(" + " AND ".join(_place(variants) for variants in each) + ")" for each in readings if each)
    )


def _place(variants: tuple[str, ...]) -> str:
    quoted = dict.fromkeys(map(phrase, variants))
    return f"({' OR '.join(quoted)})" if len(quoted) > 1 else next(iter(quoted))
