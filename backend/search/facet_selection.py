"""Which of the facets that were counted are told, and which of their values: whatever was chosen, and the most telling others. No I/O."""

from collections.abc import Collection, Iterable, Mapping

from backend.contracts.search.models import BRAND, CATEGORY, MAX_FACET_VALUES, MAX_FACETS, Facet

SortKey = tuple[bool, bool, str]


def sort_key(name: str) -> SortKey:
    """Category, brand and options, in this order."""
    return name != CATEGORY, name != BRAND, name


def top_values(counts: Mapping[str, int], chosen: Collection[str]) -> list[tuple[str, int]]:
    """The values that most of the products have, and the chosen ones, each with how many: no box may go while it is ticked."""
    found = sorted(((value, count) for value, count in counts.items() if count or value in chosen), key=lambda each: (-each[1], each[0]))
    return [*found[:MAX_FACET_VALUES], *(each for each in found[MAX_FACET_VALUES:] if each[0] in chosen)]


def select_facets(facets: Iterable[Facet], chosen: Collection[str]) -> tuple[Facet, ...]:
    """The facets that have a value, in their order: of the options those whose values count most products, and the chosen ones."""
    every = sorted((facet for facet in facets if facet.values), key=lambda facet: sort_key(facet.name))
    options = sorted((facet for facet in every if facet.name not in (CATEGORY, BRAND)), key=_product_count, reverse=True)
    left_out = {facet.name for facet in options[MAX_FACETS:]}.difference(chosen)
    return tuple(facet for facet in every if facet.name not in left_out)


def _product_count(facet: Facet) -> int:
    return sum(value.count for value in facet.values)
