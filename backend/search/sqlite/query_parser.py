"""Interpretation of a query: its words, else the nearest known words, else most of them."""

import sqlite3
from collections.abc import Sequence
from itertools import combinations, islice
from typing import NamedTuple

from backend.contracts.types import Language
from backend.search.query.analysis import words
from backend.search.query.variants import (
    MAX_VARIANTS,
    Variant,
    exact_variant,
    join_words,
    load_thesaurus,
    match_expression,
    replace_synonyms,
)
from backend.search.sqlite import spelling
from backend.search.sqlite.corrections import MAX_WORDS, correct_words, is_found

_RARE_COUNT, _FREQUENCY_RATIO = (
    2,
    25,
)  # a word in so few products may be a slip of the merchant's for one in so many times as many
# tell nothing
_STOP_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "some", "the", "to", "with")
)
_MAX_SUBSET_WORDS = 8  # words of which some may be left out


class ParsedQuery(NamedTuple):
    """The FTS5 `match`, empty if nothing is found; `corrected` is the query used instead of the typed one.

    `variants` are its variants, the best first.
    """

    match: str = ""
    corrected: str = ""
    variants: tuple[Variant, ...] = ()


def parse_query(connection: sqlite3.Connection, q: str, language: Language) -> ParsedQuery:
    """Return what to search for; a query that finds nothing is corrected to words of the language where there are
    such.
    """
    tokens = words(q)[:MAX_WORDS]
    if not tokens:
        return ParsedQuery()
    significant = [word for word in tokens if word not in _STOP_WORDS] or tokens
    ways = _variants(connection, tokens) + (_variants(connection, significant) if significant != tokens else [])
    if parsed := _try_variants(connection, [*ways, *_correct_rare_words(connection, tokens)]):
        return parsed
    tokens, corrected_words = significant, correct_words(connection, significant, language)
    corrected = " ".join(word for variants in corrected_words for word in variants[:1])
    ways = [corrected_words, *_variants(connection, corrected.split())]
    if parsed := _try_variants(connection, ways):
        same = all(
            variants[0].startswith(word) for variants, word in zip(corrected_words, tokens, strict=False)
        ) and len(corrected_words) == len(tokens)
        return parsed._replace(corrected="" if same else corrected)
    return _match_most_words(connection, corrected_words) or ParsedQuery()


def _variants(connection: sqlite3.Connection, tokens: Sequence[str]) -> list[Variant]:
    """Return the variants of the words; joined ones only if the index has such a word."""
    thesaurus = load_thesaurus(connection.execute("SELECT groups FROM synonyms").fetchone()[0])
    joined = [
        way
        for way in join_words(tokens)
        if set(way) - set(tokens) and all(spelling.exists(connection, word) for word in way)
    ]
    ways = [list(tokens), *joined]
    synonyms = (other for way in ways for other in replace_synonyms(way, thesaurus))
    return [exact_variant(way) for way in (*ways, *islice(synonyms, MAX_VARIANTS))]


def _correct_rare_words(connection: sqlite3.Connection, tokens: Sequence[str]) -> list[Variant]:
    """Return the query with a rare word replaced by a frequent one that is one letter away."""
    for index, word in enumerate(tokens):
        count = spelling.frequency(connection, word)
        near = spelling.one_edit_away(connection, word)[:1] if count <= _RARE_COUNT and len(word) > 4 else []
        if near and spelling.frequency(connection, near[0]) >= _FREQUENCY_RATIO * max(count, 1):
            return [exact_variant([*tokens[:index], near[0], *tokens[index + 1 :]])]
    return []


def _try_variants(connection: sqlite3.Connection, ways: Sequence[Variant]) -> ParsedQuery | None:
    match = match_expression(ways)
    return ParsedQuery(match, variants=tuple(ways)) if is_found(connection, match) else None


def _match_most_words(connection: sqlite3.Connection, corrected_words: Variant) -> ParsedQuery | None:
    """Match as many of the words as one product has, at least half of them."""
    places = [variants for variants in corrected_words if any(spelling.exists(connection, word) for word in variants)][
        :_MAX_SUBSET_WORDS
    ]
    for size in range(min(len(places), len(corrected_words) - 1), (len(corrected_words) - 1) // 2, -1):
        if parsed := _try_variants(connection, list(combinations(places, size))):
            return (
                parsed._replace(corrected=" ".join(variants[0] for variants in places))
                if size == len(places)
                else parsed
            )
    return None
