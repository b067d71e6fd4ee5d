"""The contract in OpenSearch's words: the index, a document in it, a search, and what the reply says. No I/O.

https://docs.opensearch.org/latest/query-dsl/ · texts are sent as `analysis` reads them, the same for both engines:
OpenSearch only splits them at spaces. Variants are nested documents, so that what is chosen of options and prices is
true of one of them (https://docs.opensearch.org/latest/field-types/supported-field-types/nested/).
"""

from collections.abc import Mapping, Sequence

from backend.contracts.search.models import CATEGORY, MAX_SUGGESTIONS, SearchQuery, SearchSort
from backend.contracts.types import Language
from backend.search.document import Groups
from backend.search.local_titles import LANGUAGES
from backend.search.opensearch.index import (
    _FIELDS,
    CHOSEN,
    JSON,
    KNOWN,
    NAMES,
    NOT_IN_STOCK,
    OFFERS,
    OTHERS,
    PART,
    RANGE,
    STOCK,
)
from backend.search.query.analysis import spaceless, terms, words
from backend.search.query.synonym_expansion import expand_synonyms
from backend.search.variant_filters import IN_STOCK, OF_PRODUCTS, PRICES, ChosenFilters

_FACET_TERMS: JSON = {"terms": {"field": "facets", "size": 10_000}}
_PRODUCTS: JSON = {"reverse_nested": {}}
_VARIANT_FACET_TERMS: JSON = {"terms": {"field": f"{OFFERS}.facets", "size": 10_000}, "aggs": {"products": _PRODUCTS}}
_SORT: dict[SearchSort, list[JSON]] = {
    SearchSort.RELEVANCE: [{"sold_out": "asc"}, {"_score": "desc"}, {"id": "asc"}],
    SearchSort.FEATURED: [{"rank": "desc"}, {"id": "asc"}],
    SearchSort.NEWEST: [{"created_at": "desc"}, {"id": "asc"}],
    SearchSort.PRICE_UP: [{"price": "asc"}, {"id": "asc"}],
    SearchSort.PRICE_DOWN: [{"price": "desc"}, {"id": "desc"}],
    SearchSort.BEST_RATED: [{"score": "desc"}, {"id": "desc"}],
}


def search(request: SearchQuery, synonyms: Groups = ()) -> JSON:
    """Return the body of a search. Raises Refused 400 for filters that cannot be read."""
    wanted, listed = ChosenFilters(request), not request.q.strip()
    filters = _Filters(wanted)
    counted = {f"{CHOSEN}{index}": filters.facet_counts(name) for index, name in enumerate(wanted.keys)}
    if wanted.keys:
        having = {"bool": {"should": [filters.one(name) for name in wanted.keys], "minimum_should_match": 1}}
        counted[KNOWN] = {"global": {}, "aggs": {KNOWN: {"filter": having, "aggs": _counts([])}}}
    sort = SearchSort.FEATURED if listed and request.sort is SearchSort.RELEVANCE else request.sort
    body: JSON = {
        "from": (request.page - 1) * request.limit,
        "size": request.limit,
        "track_total_hits": True,
        "_source": ["document"],
        "sort": _by_name(request) if sort is SearchSort.NAME else _sort(sort, filters),
        "query": {"bool": {"must": [_text(request.q, synonyms)], "filter": _category_filter(request.category)}},
        "post_filter": filters.all(),
        "aggs": {
            **counted,
            OTHERS: filters.facet_counts(None),
            RANGE: filters.prices(),
            STOCK: {"filter": filters.in_stock()},
        },
    }
    return body if listed else body | {"suggest": _spelling_suggester(request.q)}


def popular(number: int) -> JSON:
    """Return the body of a search for the most popular products, which are shown when nothing was found."""
    return {"size": number, "_source": ["document"], "sort": [{"sold_out": "asc"}, *_SORT[SearchSort.FEATURED]]}


def suggest(q: str) -> JSON:
    """Return the body of a search for what begins with this text."""
    begun = words(q)
    last = terms(begun[-1])[:-1] or begun[-1:] if spaceless(begun[-1]) else begun[-1:]
    ways = (([*terms(" ".join(begun[:-1])), *last], ["title", "brand", "category"]), ([*begun[:-1], *last], ["plain"]))
    should = [
        {"multi_match": {"query": " ".join(tokens), "type": "bool_prefix", "operator": "and", "fields": fields}}
        for tokens, fields in ways
    ]
    size, query = MAX_SUGGESTIONS // 2, {"bool": {"should": should, "minimum_should_match": 1}}
    return {
        "size": size,
        "_source": ["document"],
        "query": query,
        "aggs": {OTHERS: _FACET_TERMS},
        "suggest": _spelling_suggester(q),
    }


def titles_with(candidates: Sequence[str], language: Language) -> JSON:
    """Return the body of a search that counts, for each word, the products whose title in the language has it."""
    filters = [{"wildcard": {NAMES[language]: {"value": f"*{word}*"}}} for word in candidates]
    return {"size": 0, "aggs": {str(number): {"filter": each} for number, each in enumerate(filters)}}


def _spelling_suggester(q: str) -> JSON:
    """For each word that no title has, those that differ by a letter or two."""
    return {
        "text": " ".join(words(q)),
        "near": {"term": {"field": "plain", "suggest_mode": "missing", "max_edits": 2, "prefix_length": 0}},
    }


def _text(q: str, synonyms: Groups) -> JSON:
    """All words somewhere in the product, or the whole without its spaces as a title; a synonym in a word's place
    counts a little less."""
    if not q.strip():
        return {"match_all": {}}
    ways = [_words(q, 1.0), {"term": {"joined": {"value": "".join(words(q)), "boost": 5}}}]
    ways += [_words(other, 0.8) for other in expand_synonyms(q, synonyms)]
    return {"bool": {"should": ways, "minimum_should_match": 1}}


def _words(q: str, boost: float) -> JSON:
    tokens = [term for word in words(q) for term in ((terms(word)[:-1] or [word]) if spaceless(word) else terms(word))]
    fields = [f"{name}^{weight}" for name, weight in _FIELDS.items()]
    return {
        "multi_match": {
            "query": " ".join(tokens),
            "type": "cross_fields",
            "operator": "and",
            "fields": fields,
            "boost": boost,
        }
    }


def _category_filter(category: str | None) -> list[JSON]:
    return [_value_filter(CATEGORY, [category])] if category else []


class _Filters:
    """What was chosen as filters, so that one can be left aside."""

    def __init__(self, chosen_filters: ChosenFilters) -> None:
        self._wanted = chosen_filters
        self._products = {
            name: _value_filter(name, chosen_filters.keys[name]) for name in OF_PRODUCTS if name in chosen_filters.keys
        }

    def all(self, without: str | None = None) -> JSON:
        """Return the conditions that a product must meet, one facet left aside."""
        filters = [each for name, each in self._products.items() if name != without]
        variant = self.variant(without)
        return {"bool": {"filter": [*filters, *([_variant_filter(variant)] if variant else [])]}}

    def in_stock(self) -> JSON:
        """Return the conditions that a product must meet, in a variant that is in stock."""
        variant = _variant_filter([*self.variant(IN_STOCK), self._of_variant(IN_STOCK)])
        return {"bool": {"filter": [*self._products.values(), variant]}}

    def one(self, name: str) -> JSON:
        """Return the condition of one facet."""
        return self._products[name] if name in self._products else _variant_filter([self._of_variant(name)])

    def variant(self, without: str | None = None) -> list[JSON]:
        """Return the conditions that one variant of a product must meet, one facet left aside."""
        return [self._of_variant(name) for name in self._wanted.of_variants(without)]

    def facet_counts(self, without: str | None) -> JSON:
        """Return the aggregation that counts the facets of the matches, one of them left aside."""
        return {"filter": self.all(without), "aggs": _counts(self.variant(without))}

    def prices(self) -> JSON:
        """Return the aggregation of the lowest and the highest price of the matching variants, the range of prices left
        aside.
        """
        variants = {"least": {"min": {"field": f"{OFFERS}.price"}}, "most": {"max": {"field": f"{OFFERS}.price"}}}
        currency = {"currency": {"terms": {"field": "currency", "size": 1}}}
        return {"filter": self.all(PRICES), "aggs": currency | {OFFERS: _in_variants(self.variant(PRICES), variants)}}

    def _of_variant(self, name: str) -> JSON:
        if name == IN_STOCK:
            return {"bool": {"must_not": [{"term": {f"{OFFERS}.values": NOT_IN_STOCK}}]}}
        if name != PRICES:
            return _value_filter(name, self._wanted.keys[name], f"{OFFERS}.values")
        least, most = self._wanted.range or (0, None)
        return {"range": {f"{OFFERS}.price": {"gte": least, **({"lte": most} if most is not None else {})}}}


def _value_filter(name: str, values: Sequence[str], field: str = "values") -> JSON:
    """Whatever has one of the facet's values."""
    return {"terms": {field: [f"{name}{PART}{value}" for value in values]}}


def _variant_filter(filters: Sequence[JSON]) -> JSON:
    return {"nested": {"path": OFFERS, "query": {"bool": {"filter": list(filters)}}}}


def _counts(variant: Sequence[JSON]) -> JSON:
    """Products by facet; of options those products count that have them in such a variant."""
    return {"facets": _FACET_TERMS, OFFERS: _in_variants(variant, {"facets": _VARIANT_FACET_TERMS})}


def _in_variants(filters: Sequence[JSON], aggregations: Mapping[str, object]) -> JSON:
    return {
        "nested": {"path": OFFERS},
        "aggs": {OFFERS: {"filter": {"bool": {"filter": list(filters)}}, "aggs": aggregations}},
    }


def _by_name(request: SearchQuery) -> list[JSON]:
    """By the titles of the request's language."""
    return [{NAMES[request.language or LANGUAGES[0]]: "asc"}, {"id": "asc"}]


def _sort(sort: SearchSort, filters: _Filters) -> list[JSON]:
    """By price, that of the cheapest variant which matches."""
    variant = filters.variant()
    if not variant or sort not in (SearchSort.PRICE_UP, SearchSort.PRICE_DOWN):
        return _SORT[sort]
    (way,) = _SORT[sort][0].values()
    nested = {"path": OFFERS, "filter": {"bool": {"filter": variant}}}
    return [{f"{OFFERS}.price": {"order": way, "mode": "min", "nested": nested}}, *_SORT[sort][1:]]
