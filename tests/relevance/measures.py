"""NDCG@10 and the zero-result rate.

K. Järvelin, J. Kekäläinen, https://doi.org/10.1145/582415.582418, with gains 2^grade - 1.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tests.relevance.judged import Query

TEN = 10


class Measure(NamedTuple):
    """Means over the queries: `ndcg` is 1 when the best ten stand in the best order; `zero` is the part that found
    nothing at all."""

    ndcg: float
    zero: float


def ndcg(found: Sequence[str], query: Query) -> float:
    """Of one query."""
    ideal = _gain(sorted(query.grades.values(), reverse=True)[:TEN])
    return _gain([query.grades.get(id, 0) for id in found[:TEN]]) / ideal


def measure(answers: Iterable[tuple[Query, Sequence[str]]]) -> Measure:
    """Of queries and what was found."""
    each = [(ndcg(found, query), not found) for query, found in answers]
    return Measure(sum(value for value, _ in each) / len(each), sum(nothing for _, nothing in each) / len(each))


def run(queries: Iterable[Query], engine: Callable[[str], list[str]]) -> list[tuple[Query, list[str]]]:
    """What the engine answers to each."""
    return [(query, engine(query.q)) for query in queries]


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
