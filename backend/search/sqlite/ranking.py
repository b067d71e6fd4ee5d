"""The order in which matches are shown."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

import msgspec

from backend.contracts.search.models import SearchQuery, SearchSort
from backend.search.local_titles import LANGUAGES
from backend.search.query.analysis import stem
from backend.search.query.variants import Variant
from backend.search.sqlite import bitmap
from backend.search.sqlite.index import TITLES

FEATURED = "rank DESC, id"
ORDER = {
    SearchSort.FEATURED: FEATURED,
    SearchSort.NEWEST: "created_at DESC, id",
    SearchSort.PRICE_UP: "price, id",
    SearchSort.PRICE_DOWN: "price DESC, id DESC",
}
"""Each the order of an index of the file."""

MAX_SCORED = 10_000
"""Matches of which each is scored.

Of more, those with the words in the title come first, as the shop would feature them.
"""

_MAX_SORTED_IN_MEMORY = 2_000
_MAX_RERANKED = 200  # whose titles are compared with the query
_WEIGHTS = "10, 4, 3, 8, 3, 3, 1"


class Scored(NamedTuple):
    """A match: `score` is bm25's, the lower the better."""

    number: int
    score: float


def order_of(query: SearchQuery) -> str:
    """Return the order of a list that is asked for, but for relevance: by name, that of its language."""
    if query.sort is SearchSort.NAME:
        return f"{TITLES[query.language or LANGUAGES[0]]}, id"
    return ORDER[query.sort]


def sort_by(connection: sqlite3.Connection, order: str, within: int) -> Iterator[int]:
    """Yield the numbers of a set in this order: a small set is sorted, a large one is read along the index."""
    if within.bit_count() <= _MAX_SORTED_IN_MEMORY:
        some = msgspec.json.encode(list(bitmap.numbers(within))).decode()
        rows = connection.execute(
            "SELECT number FROM document "  # noqa: S608
            f"WHERE number IN (SELECT value FROM json_each(?)) ORDER BY {order}",
            (some,),
        )
        return (number for (number,) in rows)
    raw = within.to_bytes(within.bit_length() // 8 + 1, "little")
    last = len(raw) * 8
    rows = connection.execute(f"SELECT number FROM document ORDER BY {order}")  # noqa: S608 - our own names
    return (number for (number,) in rows if number < last and raw[number >> 3] >> (number & 7) & 1)


def sort_by_price(
    connection: sqlite3.Connection, slices: Sequence[int], within: int, *, downwards: bool
) -> Iterator[int]:
    """Yield the numbers by price (or another number) that is given as bit slices, and equal ones by id."""
    if within.bit_count() <= _MAX_SORTED_IN_MEMORY or not slices:
        yield from _sort_few_by_price(connection, slices, within, downwards)
        return
    ones, zeros = within & slices[-1], within & ~slices[-1]
    for half in (ones, zeros) if downwards else (zeros, ones):
        yield from sort_by_price(connection, slices[:-1], half, downwards=downwards)


def _sort_few_by_price(
    connection: sqlite3.Connection, slices: Sequence[int], within: int, downwards: bool
) -> Iterator[int]:
    by_id = list(sort_by(connection, "id DESC" if downwards else "id", within))
    digits = [digit.to_bytes(max(digit.bit_length(), within.bit_length()) // 8 + 1, "little") for digit in slices]

    def price(number: int) -> int:
        return sum((raw[number >> 3] >> (number & 7) & 1) << index for index, raw in enumerate(digits))

    yield from sorted(by_id, key=price, reverse=downwards)


def stocked_first(walk: Callable[[int], Iterable[int]], within: int, sold_out: int) -> Iterator[int]:
    """Yield what can be bought, then what is sold out."""
    return chain(walk(within & ~sold_out), walk(within & sold_out))


def sort_title_first(connection: sqlite3.Connection, match: str, within: int, sold_out: int) -> Iterator[int]:
    """Yield very many matches, those with the words in the title first."""
    rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (f"{{title}} : ({match})",))
    first = bitmap.bits(number for (number,) in rows)
    parts = ((within & ~sold_out & first), (within & ~sold_out & ~first), (within & sold_out))
    return chain.from_iterable(sort_by(connection, FEATURED, part) for part in parts)


def sort_by_score(
    connection: sqlite3.Connection, match: str, within: int, sold_out: int, variants: Iterable[Variant]
) -> list[int]:
    """Return all matches by bm25 score, the first of them reranked by how their titles fit."""
    rows = connection.execute(
        f"SELECT rowid, bm25(words, {_WEIGHTS}) FROM words WHERE words MATCH ?",  # noqa: S608
        (match,),
    )
    raw, out = (
        each.to_bytes(max(within.bit_length(), each.bit_length()) // 8 + 1, "little") for each in (within, sold_out)
    )
    last = within.bit_length()
    ranked = [
        (out[number >> 3] >> (number & 7) & 1, score, number)
        for number, score in rows
        if number < last and raw[number >> 3] >> (number & 7) & 1
    ]
    ranked.sort()
    first = _rerank_by_title(connection, ranked[:_MAX_RERANKED], [_stems(each) for each in variants])
    return [number for _, _, number in chain(first, ranked[_MAX_RERANKED:])]


ScoredRow = tuple[int, float, int]


def _rerank_by_title(
    connection: sqlite3.Connection, rows: list[ScoredRow], variants: list[list[set[str]]]
) -> list[ScoredRow]:
    numbers = msgspec.json.encode([number for _, _, number in rows]).decode()
    read = connection.execute(
        f"SELECT number, {TITLES[LANGUAGES[0]]}, id FROM document "  # noqa: S608 - our own names
        "WHERE number IN (SELECT value FROM json_each(?))",
        (numbers,),
    )
    titles = {number: ([stem(word) for word in title.split()], id) for number, title, id in read}
    return sorted(
        rows, key=lambda row: (row[0], -_title_fit(titles[row[2]][0], variants), round(row[1], 6), titles[row[2]][1])
    )


def _stems(reading: Variant) -> list[set[str]]:
    return [{stem(word) for word in variants} for variants in reading]


def _title_fit(title: list[str], variants: list[list[set[str]]]) -> float:
    """Score how a title fits: equal, phrase, all words, some words; the first variant half a point better."""
    return max(
        (_variant_fit(title, places) + (0.5 if not number else 0.0) for number, places in enumerate(variants)),
        default=0.0,
    )


def _variant_fit(title: list[str], places: list[set[str]]) -> float:
    size = len(places)
    if any(
        all(word in stems for word, stems in zip(title[start:], places, strict=False))
        for start in range(len(title) - size + 1)
    ):
        return 4.0 if len(title) == size else 3.0
    return 2.0 * sum(not stems.isdisjoint(title) for stems in places) / max(size, 1)


def page(numbers: Iterable[int], start: int, size: int) -> list[int]:
    """Return one page of the numbers."""
    return list(islice(numbers, start, start + size))
