"""The index of an OpenSearch domain: its mapping, and a product as a document in it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import msgspec

from backend.contracts.product.models import MAX_PAGE_SIZE
from backend.contracts.search.models import BRAND, CATEGORY, COLOUR, MAX_PAGE, RATING
from backend.contracts.text_folding import comparable
from backend.search.colour_words import colour_words
from backend.search.document import Document, Offer, descriptions, offers, star_levels, titles
from backend.search.local_titles import LANGUAGES, local_categories, sort_titles
from backend.search.opensearch.local_names import pack, titles_of
from backend.search.query.analysis import terms, terms_of_languages, words
from backend.search.variant_filters import is_in_stock, values

JSON = dict[str, object]
"""A request, or a part of one: https://docs.opensearch.org/latest/query-dsl/"""

PART = "\x1f"
"""Parts a facet's name, value, title and the value's title within one keyword."""


_FIELDS = {"title": 10, "brand": 4, "category": 3, "codes": 8, "tags": 2, "description": 1}


_TEXTS = (*_FIELDS, "plain")


NOT_IN_STOCK = f" not in stock{PART}"
"""What stands among the values of a variant that is sold out or on back order; facets' names never begin with a
space."""


NAMES = {language: f"name_{language}" for language in LANGUAGES}
"""The fields that hold the titles as lists by name are ordered, by language."""


OTHERS, RANGE, STOCK, CHOSEN = "others", "prices", "stock", "chosen"
KNOWN: Final = "known"
OFFERS: Final = "offers"
"""Names of what is counted; `CHOSEN` is followed by the place of a facet among those that something was chosen of.

`KNOWN` are the facets of whatever has a chosen value, found or not: a value that nothing found has is still told with
its title.
"""


INDEX: JSON = {
    "settings": {
        "index": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s", "gc_deletes": "1h",
                  "max_result_window": MAX_PAGE * MAX_PAGE_SIZE},
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            **{name: {"type": "keyword"} for name in ("id", *NAMES.values(), "joined", "facets", "values", "currency",
                                                      "created_at")},
            "price": {"type": "long"}, "rank": {"type": "integer"}, "score": {"type": "integer"},
            "sold_out": {"type": "boolean"},
            **{name: {"type": "text", "analyzer": "whitespace"} for name in _TEXTS},
            OFFERS: {"type": "nested", "properties": {
                "price": {"type": "long"}, "values": {"type": "keyword"}, "facets": {"type": "keyword"}}},
            "document": {"type": "object", "enabled": False},
        },
    },
}  # fmt: skip
"""Settings and mappings of an index."""


def source(document: Document) -> JSON:
    """Return the document as it is indexed. `values` filter (name and value), `facets` count (with the titles
    to show).
    """
    card, facets, variants = document.card, sorted(set(_facets(document))), offers(document)
    codes = [each for sku in document.skus for each in (*terms(sku), "".join(words(sku)))]
    return {
        "id": document.id, **{NAMES[language]: title for language, title in sort_titles(document).items()},
        "currency": card.currency, "price": variants[0].price,
        "rank": document.rank, "score": document.rating.score if document.rating else 0,
        "created_at": document.created_at,
        "sold_out": document.level == "sold-out",
        "document": msgspec.to_builtins(msgspec.structs.replace(document, description="", local_descriptions=())),
        "values": [PART.join(each[:2]) for each in facets], "facets": [PART.join(each) for each in facets],
        OFFERS: [_variant(document, offer) for offer in variants], "title": _join_languages(titles(document)),
        "plain": " ".join(words(" ".join(titles(document)))), "joined": "".join(words(card.title)),
        "brand": _join_terms(card.brand),
        "category": _join_languages((" ".join(document.titles), *document.local_titles)), "codes": " ".join(codes),
        "tags": _join_terms(*document.tags, colour_words(document.colours)),
        "description": _join_languages(descriptions(document)),
    }  # fmt: skip


def _join_terms(*texts: str) -> str:
    return " ".join(term for text in texts for term in terms(text))


def _join_languages(texts: Iterable[str]) -> str:
    return " ".join(terms_of_languages(texts))


def _variant(document: Document, offer: Offer) -> JSON:
    facets = [
        (choice.name, value, pack(choice.title, titles_of(choice)), pack(shown, titles_of(choice, shown)))
        for choice, value, shown in values(document, offer)
    ]
    missing = [] if is_in_stock(offer) else [NOT_IN_STOCK]
    return {
        "price": offer.price, "values": [*(PART.join(each[:2]) for each in facets), *missing],
        "facets": [PART.join(each) for each in facets],
    }  # fmt: skip


def _facets(document: Document) -> Iterable[tuple[str, str, str, str]]:
    """Name, value, the facet's title and the value's, of each value that the product itself has, not its variants."""
    parts = document.category.split("/")
    local = defaultdict[str, dict[str, str]](dict)
    for language, path, title in local_categories(document):
        local[path][language] = title
    for depth, title in enumerate(document.titles, 1):
        path = "/".join(parts[:depth])
        yield CATEGORY, path, "Category", pack(title, local[path])
    if document.card.brand:
        yield BRAND, comparable(document.card.brand), "Brand", document.card.brand
    yield from ((COLOUR, colour, "Main colour", colour.capitalize()) for colour in document.colours)
    yield from ((RATING, stars, "Reviews", title) for stars, title in star_levels(document))
