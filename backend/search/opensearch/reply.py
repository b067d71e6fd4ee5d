"""The parts of OpenSearch's reply to a search that are read."""

from typing import TypedDict

from backend.search.document import Document


class Count(TypedDict):
    """How many documents are of a kind."""

    doc_count: int


class Bucket(Count, total=False):
    """A value and how many documents have it; of a variant's values, `products` says how many products do."""

    key: str
    products: Count


class Aggregation(TypedDict, total=False):
    """What was counted, by the names that `query` gives to aggregations within one another."""

    doc_count: int
    value: float | None
    buckets: list[Bucket]
    facets: "Aggregation"
    offers: "Aggregation"
    known: "Aggregation"
    currency: "Aggregation"
    least: "Aggregation"
    most: "Aggregation"


class Source(TypedDict):
    """What is kept of a product beside its index."""

    document: Document


class Match(TypedDict):
    """One of the documents that were found."""

    _source: Source


class Total(TypedDict):
    """How many documents were found in all."""

    value: int


class Matches(TypedDict, total=False):
    """The page of documents that were found."""

    total: Total
    hits: list[Match]


class Option(TypedDict):
    """A word that a misspelt one may stand for."""

    text: str
    score: float


class Misspelling(TypedDict):
    """A word that no title has, where it stands in the query, and what it may stand for."""

    offset: int
    length: int
    options: list[Option]


class Reply(TypedDict, total=False):
    """The reply to a search: https://docs.opensearch.org/latest/api-reference/search-apis/search/#response-body"""

    hits: Matches
    aggregations: dict[str, Aggregation]
    suggest: dict[str, list[Misspelling]]
