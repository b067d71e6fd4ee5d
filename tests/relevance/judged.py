"""A judged set: what people want, in the many ways they type it, and rules that say which products are right.

The rules speak of a product's own words and never of what an engine finds. Grades: 3 is just what was wanted, 2 would
do, 1 is related.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from backend.search.document import Document

KINDS = ("exact", "partial", "typo", "swapped", "joined", "split", "synonym", "number", "code", "letters")


@dataclass(frozen=True)
class Rule:
    """Which products; rules join by `&` and `|`, and `~` turns one round."""

    holds: Callable[[Document], bool]

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(lambda document: self.holds(document) and other.holds(document))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(lambda document: self.holds(document) or other.holds(document))

    def __invert__(self) -> "Rule":
        return Rule(lambda document: not self.holds(document))


@cache
def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def by_title(*patterns: str) -> Rule:
    """The title has a word or phrase of each pattern."""
    return Rule(lambda document: all(_word(pattern).search(document.card.title) for pattern in patterns))


def mentions(*patterns: str) -> Rule:
    """The title, category, tags or description has a word of each pattern."""

    def holds(document: Document) -> bool:
        text = " · ".join((document.card.title, *document.titles, *document.tags, document.description))
        return all(_word(pattern).search(text) for pattern in patterns)

    return Rule(holds)


def under(path: str) -> Rule:
    """The product is in that category or below it."""
    return Rule(lambda document: f"{document.category}/".startswith(f"{path}/"))


def by_tag(*tags: str) -> Rule:
    return Rule(lambda document: bool(set(tags) & set(document.tags)))


def by(brand: str) -> Rule:
    return Rule(lambda document: document.card.brand == brand)


def ids(*those: str) -> Rule:
    return Rule(lambda document: document.id in those)


def offers(value: str) -> Rule:
    """One of the options has a value that contains this."""
    return Rule(lambda document: any(value in each for choice in document.choices for each in choice.values))


class Want(NamedTuple):
    """What somebody looks for: products by grade, and the queries by kind."""

    grades: Mapping[int, Rule]
    queries: Mapping[str, tuple[str, ...]]

    def grade(self, document: Document) -> int:
        """The best grade whose rule holds; one less for what is sold out, as nobody can have it."""
        found = max((grade for grade, rule in self.grades.items() if rule.holds(document)), default=0)
        return max(found - 1, 0) if document.level == "sold-out" else found


class Query(NamedTuple):
    """One query with the grade of each product that is right, by id."""

    q: str
    kind: str
    grades: Mapping[str, int]


def want(best: Rule, good: Rule | None = None, related: Rule | None = None, **queries: tuple[str, ...]) -> Want:
    """`want(named("mugs?"), exact=("mug",), typo=("mgu",))`."""
    assert set(queries) <= set(KINDS), queries
    return Want({grade: rule for grade, rule in ((3, best), (2, good), (1, related)) if rule}, queries)


def judge(wants: tuple[Want, ...], documents: list[Document]) -> Iterator[Query]:
    """Each query with its judgements. A want that no product answers is a mistake in the set."""
    for each in wants:
        grades = {document.id: grade for document in documents if (grade := each.grade(document))}
        assert grades, each.queries
        for kind, queries in each.queries.items():
            yield from (Query(q, kind, grades) for q in queries)
