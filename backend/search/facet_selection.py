"""Selects the facets and values to return: the chosen ones and the most frequent. No I/O."""

from collections.abc import Collection, Iterable, Mapping

from backend.contracts.search.models import BRAND, CATEGORY, COLOUR, MAX_FACET_VALUES, MAX_FACETS, RATING, Facet
from backend.search.variant_filters import OF_PRODUCTS

SortKey = tuple[bool, bool, bool, bool, str]


def sort_key(name: str) -> SortKey:
    """Return the sort key of a facet: category first, then colour, options by name, stars, brand last."""
    return name != CATEGORY, name != COLOUR, name == BRAND, name == RATING, name


def value_to_choose(name: str, value: str, title: str) -> str:
    """Return the text by which a value of a facet is chosen: its title, but a category's path and the number of stars
    themselves."""
    return value if name in (CATEGORY, RATING) else title


def top_values(counts: Mapping[str, int], chosen: Collection[str]) -> list[tuple[str, int]]:
    """Return the most frequent values with their counts, and every chosen one, so that no ticked box disappears."""
    ranked = sorted(
        ((value, count) for value, count in counts.items() if count or value in chosen),
        key=lambda each: (-each[1], each[0]),
    )
    return [*ranked[:MAX_FACET_VALUES], *(each for each in ranked[MAX_FACET_VALUES:] if each[0] in chosen)]


def select_facets(facets: Iterable[Facet], chosen: Collection[str]) -> tuple[Facet, ...]:
    """Return category, colour, brand, and the options that count the most products or are chosen, sorted."""
    every = sorted((facet for facet in facets if facet.values), key=lambda facet: sort_key(facet.name))
    options = sorted((facet for facet in every if facet.name not in OF_PRODUCTS), key=_product_count, reverse=True)
    left_out = {facet.name for facet in options[MAX_FACETS:]}.difference(chosen)
    return tuple(facet for facet in every if facet.name not in left_out)


def _product_count(facet: Facet) -> int:
    return sum(value.count for value in facet.values)
