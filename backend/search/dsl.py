"""The contract in OpenSearch's words: the index, a document in it, a search, and what the reply says. No I/O.

https://docs.opensearch.org/latest/query-dsl/ · the analysis is that of the embedded index: words by Unicode, without case and accents,
stemmed by Porter, which takes off more than inflections.
"""

import enum
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from backend.contracts.product import LONGEST_PAGE
from backend.contracts.search import BRAND, CATEGORY, DEEPEST, SUGGESTED, SearchQuery, SearchSort, chosen
from backend.search.document import Document, Groups, hit
from backend.search.reworded import reworded

JSON = dict[str, Any]

PART = "\x1f"
"""Parts a facet's name, value, title and the value's title within one keyword."""

_FIELDS = ("title^10", "brand^4", "category^3", "codes^8", "tags^2", "description")
OTHERS, PRICES, STOCK, CHOSEN, KNOWN = "others", "prices", "stock", "chosen", "known"
"""Names of what is counted; `CHOSEN` is followed by the place of a facet among those that something was chosen of.

`KNOWN` are the facets of whatever has a chosen value, found or not: a value that nothing found has is still told with its title.
"""


class Aside(enum.Enum):
    """What is chosen beside facets."""

    PRICES = enum.auto()
    STOCK = enum.auto()


Filters = dict[str | Aside, JSON]
_COUNTED: JSON = {"terms": {"field": "facets", "size": 10_000}}
_SORT: dict[SearchSort, list[JSON]] = {
    SearchSort.RELEVANCE: [{"sold_out": "asc"}, {"_score": "desc"}, {"id": "asc"}],
    SearchSort.FEATURED: [{"rank": "desc"}, {"id": "asc"}],
    SearchSort.NEWEST: [{"created_at": "desc"}, {"id": "asc"}],
    SearchSort.PRICE_UP: [{"price": "asc"}, {"id": "asc"}],
    SearchSort.PRICE_DOWN: [{"price": "desc"}, {"id": "asc"}],
    SearchSort.NAME: [{"name": "asc"}, {"id": "asc"}],
}

INDEX: JSON = {
    "settings": {
        "index": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s", "gc_deletes": "1h",
                  "max_result_window": DEEPEST * LONGEST_PAGE},
        "analysis": {
            "analyzer": {
                "words": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding", "porter_stem"]},
                "plain": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
                "joined": {"type": "custom", "tokenizer": "keyword", "char_filter": ["spaceless"], "filter": ["lowercase", "asciifolding"]},
            },
            "char_filter": {"spaceless": {"type": "pattern_replace", "pattern": "[\\s_-]+", "replacement": ""}},
        },
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            **{name: {"type": "keyword"} for name in ("id", "name", "facets", "values", "currency", "created_at")},
            "price": {"type": "long"}, "rank": {"type": "integer"}, "sold_out": {"type": "boolean"},
            "title": {
                "type": "text", "analyzer": "words",
                "fields": {"plain": {"type": "text", "analyzer": "plain"}, "joined": {"type": "text", "analyzer": "joined"}},
            },
            **{name: {"type": "text", "analyzer": "words"} for name in ("brand", "category", "codes", "tags", "description")},
            "hit": {"type": "object", "enabled": False},
        },
    },
}  # fmt: skip
"""Settings and mappings of an index."""


def source(document: Document) -> JSON:
    """The document as it is indexed. `values` filter (name and value), `facets` count (with the titles to show)."""
    card, facets = document.card, sorted(set(_facets(document)))
    return {
        "id": document.id, "name": card.title.casefold(), "currency": card.currency, "price": card.price, "rank": document.rank,
        "created_at": document.created_at, "sold_out": document.level == "sold-out", "hit": msgspec.to_builtins(hit(document)),
        "values": [PART.join(each[:2]) for each in facets], "facets": [PART.join(each) for each in facets],
        "title": card.title, "brand": card.brand, "category": list(document.titles), "codes": list(document.skus),
        "tags": list(document.tags), "description": document.description,
    }  # fmt: skip


def search(asked: SearchQuery, synonyms: Groups = ()) -> JSON:
    """The body of a search. Raises Refused 400 for filters that cannot be read."""
    filters, listed = _filters(asked), not asked.q.strip()
    facets = [name for name in filters if isinstance(name, str)]
    counted = {f"{CHOSEN}{place}": _narrowed(filters, name, {"facets": _COUNTED}) for place, name in enumerate(facets)}
    if facets:
        having = {"bool": {"should": [filters[name] for name in facets], "minimum_should_match": 1}}
        counted[KNOWN] = {"global": {}, "aggs": {KNOWN: {"filter": having, "aggs": {"facets": _COUNTED}}}}
    prices = {
        "least": {"min": {"field": "price"}},
        "most": {"max": {"field": "price"}},
        "currency": {"terms": {"field": "currency", "size": 1}},
    }
    sort = SearchSort.FEATURED if listed and asked.sort is SearchSort.RELEVANCE else asked.sort
    body: JSON = {
        "from": (asked.page - 1) * asked.limit, "size": asked.limit, "track_total_hits": True, "_source": ["hit"], "sort": _SORT[sort],
        "query": {"bool": {"must": [_text(asked.q, synonyms)], "filter": _in(asked.category)}},
        "post_filter": {"bool": {"filter": _but(filters, None)}},
        "aggs": {
            **counted,
            OTHERS: _narrowed(filters, None, {"facets": _COUNTED}),
            PRICES: _narrowed(filters, Aside.PRICES, prices),
            STOCK: {"filter": {"bool": {"filter": [*_but(filters, Aside.STOCK), {"term": {"sold_out": False}}]}}},
        },
    }  # fmt: skip
    return body if listed else body | {"suggest": _near(asked.q)}


def popular(number: int) -> JSON:
    """The body of a search for what is shown when nothing was found."""
    return {"size": number, "_source": ["hit"], "sort": [{"sold_out": "asc"}, *_SORT[SearchSort.FEATURED]]}


def suggest(q: str) -> JSON:
    """The body of a search for what begins so."""
    begins = {"query": q, "type": "bool_prefix", "operator": "and", "fields": ["title", "title.plain", "brand", "category"]}
    size = SUGGESTED // 2
    return {"size": size, "_source": ["hit"], "query": {"multi_match": begins}, "aggs": {OTHERS: _COUNTED}, "suggest": _near(q)}


def _near(q: str) -> JSON:
    """For each word that no title has, those that differ by a letter or two."""
    return {"text": q, "near": {"term": {"field": "title.plain", "suggest_mode": "missing", "max_edits": 2, "prefix_length": 0}}}


def _text(q: str, synonyms: Groups) -> JSON:
    """All words somewhere in the product, or the whole without its spaces as a title; a synonym in a word's place counts a little less."""
    if not q.strip():
        return {"match_all": {}}
    ways = [_words(q, 1.0), {"match": {"title.joined": {"query": q, "boost": 5}}}]
    ways += [_words(other, 0.8) for other in reworded(q, synonyms)]
    return {"bool": {"should": ways, "minimum_should_match": 1}}


def _words(q: str, boost: float) -> JSON:
    return {
        "multi_match": {"query": q, "type": "cross_fields", "operator": "and", "analyzer": "words", "fields": list(_FIELDS), "boost": boost}
    }


def _in(category: str | None) -> list[JSON]:
    return [_has(CATEGORY, [category])] if category else []


def _filters(asked: SearchQuery) -> Filters:
    """What was chosen, each by the facet it belongs to, so that one can be left aside."""
    filters: Filters = {name: _has(name, values) for name, values in chosen(asked.filters).items()}
    bounds = {"gte": asked.price_min, "lte": asked.price_max}
    if given := {name: value for name, value in bounds.items() if value is not None}:
        filters[Aside.PRICES] = {"range": {"price": given}}
    if asked.in_stock:
        filters[Aside.STOCK] = {"term": {"sold_out": False}}
    return filters


def _has(name: str, values: Sequence[str]) -> JSON:
    """Products of one of the facet's values."""
    return {"terms": {"values": [f"{name}{PART}{value}" for value in values]}}


def _but(filters: Filters, without: str | Aside | None) -> list[JSON]:
    return [each for name, each in filters.items() if name != without]


def _narrowed(filters: Filters, without: str | Aside | None, aggregations: JSON) -> JSON:
    return {"filter": {"bool": {"filter": _but(filters, without)}}, "aggs": aggregations}


def _facets(document: Document) -> Iterable[tuple[str, str, str, str]]:
    """Name, value, the facet's title and the value's, of each value that the product has."""
    parts = document.category.split("/")
    for depth, title in enumerate(document.titles, 1):
        yield CATEGORY, "/".join(parts[:depth]), "Category", title
    if document.card.brand:
        yield BRAND, document.card.brand, "Brand", document.card.brand
    for choice in document.choices:
        yield from ((choice.name, value, choice.title, value) for value in choice.values)
