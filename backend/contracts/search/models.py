"""What the search service's operations and events carry."""

import enum
from collections.abc import Iterable, Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta

from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.models import MAX_PAGE_SIZE, PAGE_SIZE, Card, Category
from backend.contracts.product.translations import LocalTitle
from backend.contracts.review.models import Rating
from backend.contracts.text_folding import comparable
from backend.contracts.types import (
    MAX_SAFE_INTEGER,
    Amount,
    CategoryPath,
    Currency,
    FacetValueText,
    Language,
    Model,
    OptionalShortText,
    RequestModel,
    ShortText,
    Sku,
    Timestamp,
)

MAX_SUGGESTIONS, MAX_NEAREST_WORDS, MAX_POPULAR = 8, 4, 8
"""How many suggestions are made in all, how many nearest words and popular products are told when nothing was found."""
MAX_CHOICES, MAX_FACET_VALUES, MAX_FACETS = 40, 60, 12
"""How many values may be chosen at once; how many values of a facet are told, and how many facets of
options: those with most products. What was chosen is always told, though it be more than these, and though nothing be
left that has it."""
MAX_PAGE, MAX_SYNONYM_GROUPS, MAX_SYNONYMS = 500, 500, 20
"""The last page that can be asked for; how many groups of synonyms there may be, and how many words in one."""
INDEX_ALIAS, INDEX_SLOTS = "products-5", ("products-a", "products-b")
"""Where an OpenSearch domain is asked, and the two indexes of which the alias stands for one.

It ends in the number of the documents' format: an index of another one is not found, and so made anew.
"""
BRAND, CATEGORY, COLOUR, RATING = "brand", "category", "main-colour", "rating"
"""The facets that products have themselves. `COLOUR` is that of their first picture (`backend.contracts.colours`), and
a `RATING` is a number of stars that the product has or exceeds.

All others are options of its products, named in lower case (`size`): see `facet_name`.
"""
Count = Annotated[int, Meta(ge=0)]


class SearchSort(enum.StrEnum):
    """How what was found may be ordered; without a `q`, `RELEVANCE` is `FEATURED`.

    Sold-out products come last by relevance only.
    """

    RELEVANCE = "relevance"
    FEATURED = "featured"
    NEWEST = "newest"
    PRICE_UP = "price-up"
    PRICE_DOWN = "price-down"
    NAME = "name"
    BEST_RATED = "best-rated"


class SearchQuery(RequestModel, frozen=True, kw_only=True):
    """An empty `q` lists.

    `filters` holds the chosen values of facets, form-encoded (`brand=Halftone&size=A3&size=A2`): see `filters`.
    `in_stock` leaves out what is sold out or on back order. `language` is whose titles `NAME` orders by, and whose
    words a `q` that finds nothing is corrected to where there are such; None for the shop's own. It changes nothing
    else.
    """

    q: OptionalShortText = ""
    category: CategoryPath | None = None
    filters: Annotated[str, Meta(max_length=4_000)] = ""
    price_min: Amount | None = None
    price_max: Amount | None = None
    in_stock: bool = False
    sort: SearchSort = SearchSort.RELEVANCE
    page: Annotated[int, Meta(ge=1, le=MAX_PAGE)] = 1
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE
    language: Language | None = None


class Hit(Card, frozen=True, omit_defaults=True, kw_only=True):
    """A product that was found. `level` is the best of its variants', None where no stock was heard of.

    `rating` is None where nobody has reviewed it.

    Where options or prices narrow the search down, `sku` is the cheapest variant that matches: `price`, `compare_at`,
    `content` and `picture` are its own, `prices_vary` is about those that match, and `dearest` is the most that one of
    them costs, None where all cost the same.
    """

    level: Level | None = None
    sku: Sku | None = None
    dearest: Amount | None = None
    rating: Rating | None = None


class FacetValue(Model, frozen=True, omit_defaults=True, kw_only=True):
    """`value` is what `filters` holds, `title` what people read, `titles` what they read in further languages; a
    category's value is its path."""

    value: FacetValueText
    title: ShortText
    count: Count
    selected: bool = False
    titles: tuple[LocalTitle, ...] = ()


class Facet(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What can be chosen; `titles` are its names in further languages.

    `count`s ignore what was chosen of this facet and respect everything else, so choosing a second value is told truly;
    the category facet has the children of the asked category (or the roots), which are followed and not ticked.

    A chosen value that no product has is told as it was asked for, with a count of 0.
    """

    name: ShortText
    title: ShortText
    values: tuple[FacetValue, ...]
    titles: tuple[LocalTitle, ...] = ()


class PriceRange(Model, frozen=True, kw_only=True):
    """The least and the most that a variant which matches costs, the price filter left aside."""

    least: Amount
    most: Amount
    currency: Currency


class SearchPage(Model, frozen=True, kw_only=True):
    """One page of what was found.

    `total` counts all of it, `in_stock` those of it that are there, the stock filter left aside: what is on back order
    can be bought, and is not.

    `corrected` is what was searched for in place of a `q` that found nothing, else empty. `suggestions` (words) and
    `popular` are told when nothing was found. `indexed_at` is when the newest change was taken in.
    """

    items: tuple[Hit, ...]
    total: Count
    page: int
    facets: tuple[Facet, ...] = ()
    prices: PriceRange | None = None
    in_stock: Count = 0
    corrected: OptionalShortText = ""
    suggestions: tuple[ShortText, ...] = ()
    popular: tuple[Hit, ...] = ()
    indexed_at: Timestamp | None = None


class SuggestQuery(RequestModel, frozen=True):
    """`language` is that of the page, whose words corrections prefer; None for the shop's own."""

    q: OptionalShortText = ""
    language: Language | None = None


class Suggestions(Model, frozen=True, kw_only=True):
    """What may be meant, `MAX_SUGGESTIONS` in all. `corrections` are whole queries that find something."""

    products: tuple[Hit, ...] = ()
    categories: tuple[Category, ...] = ()
    brands: tuple[FacetValue, ...] = ()
    corrections: tuple[ShortText, ...] = ()


SynonymGroup = Annotated[tuple[ShortText, ...], Meta(min_length=2, max_length=MAX_SYNONYMS)]
SynonymGroups = Annotated[tuple[SynonymGroup, ...], Meta(max_length=MAX_SYNONYM_GROUPS)]


class Synonyms(Model, frozen=True, kw_only=True):
    """Groups of words or phrases that mean the same. `version` is 0 until staff have put some."""

    groups: SynonymGroups
    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)]


class SetSynonyms(RequestModel, frozen=True, kw_only=True):
    """All groups from now on. `version` is the one the staff saw; another is a 409 that names it."""

    groups: SynonymGroups
    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)]


def chosen_values(filters: str) -> dict[str, tuple[str, ...]]:
    """Return the chosen values by facet, each once. Of spellings of one value the first counts.

    Raises Refused 400 for text that is not form-encoded, holds too many, or what no facet can be called or have.
    """
    try:
        given = parse_qsl(
            filters, keep_blank_values=True, strict_parsing=bool(filters), errors="strict", max_num_fields=MAX_CHOICES
        )
        pairs = msgspec.convert(given, list[tuple[ShortText, FacetValueText]])
    except (ValueError, msgspec.ValidationError):
        raise Refused(
            400, "bad-query", "The filters cannot be read", f"Form-encoded pairs, {MAX_CHOICES} at most."
        ) from None
    chosen: dict[str, dict[str, str]] = {}
    for name, value in pairs:
        chosen.setdefault(comparable(name), {}).setdefault(comparable(value), value)
    return {name: tuple(values.values()) for name, values in chosen.items()}


def filters(values: Mapping[str, Iterable[str]]) -> str:
    """`SearchQuery.filters` of chosen values; the same choice is always the same text."""
    return urlencode([(name, value) for name in sorted(values) for value in sorted(set(values[name]))])


def facet_name(option: str) -> str:
    """Return the facet of an option: spellings of one name are one facet; one called like a facet of ours steps
    aside.
    """
    name = comparable(option)
    return f"{name} (option)" if name in (BRAND, CATEGORY, COLOUR, RATING) else name
