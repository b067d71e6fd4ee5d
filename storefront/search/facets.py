"""What a list can be narrowed down by, as its page shows it: facets, prices, and a chip for each choice."""

import zlib

from django.utils.translation import gettext
from msgspec import Struct

from backend.contracts.search.models import CATEGORY, COLOUR, Facet, FacetValue, SearchPage
from backend.contracts.text_folding import comparable
from storefront.product import catalogue
from storefront.search.facet_texts import facet_title, value_title
from storefront.search.list_query import FACET_PREFIX, ProductListQuery
from storefront.web.formats import money

MAX_OPEN_VALUES = 8
"""Values of a facet that are in sight; the others are folded away."""


class FilterValue(Struct, frozen=True):
    """A value that can be ticked. `id` names its box, and stays the same whatever the counts are.

    `swatch` is the colour shown beside it, if any.
    """

    id: str
    value: str
    title: str
    count: int
    selected: bool
    swatch: str = ""


class FacetGroup(Struct, frozen=True):
    """A facet. `rest` is folded away, unless something in it is ticked."""

    id: str
    title: str
    field: str
    values: tuple[FilterValue, ...]
    rest: tuple[FilterValue, ...]

    @property
    def open(self) -> bool:
        return any(value.selected for value in self.rest)

    @property
    def selected_count(self) -> int:
        return sum(value.selected for value in (*self.values, *self.rest))


class FilterChip(Struct, frozen=True):
    """A choice, and the address without it."""

    title: str
    address: str


def facet_groups(page: SearchPage) -> list[FacetGroup]:
    """Return the facets that can be ticked and would change something. The category's is followed instead."""
    return [_group(facet) for facet in page.facets if facet.name != CATEGORY and _is_useful(facet, page.total)]


def _is_useful(facet: Facet, total: int) -> bool:
    """Return whether choosing one of the facet's values would change the result."""
    return any(value.selected or value.count != total for value in facet.values) and bool(facet.values)


def _group(facet: Facet) -> FacetGroup:
    values = tuple(_value(facet.name, value) for value in facet.values)
    shown = values if len(values) <= MAX_OPEN_VALUES + 2 or facet.name == COLOUR else values[:MAX_OPEN_VALUES]
    return FacetGroup(
        _id(facet.name),
        facet_title(facet),
        FACET_PREFIX + facet.name,
        shown,
        values[len(shown) :],
    )


def _value(name: str, value: FacetValue) -> FilterValue:
    swatch = value.value if name == COLOUR else ""
    id = _id(name, comparable(value.value))
    title = value_title(name, value.value, value.title)
    return FilterValue(id, value.value, title, value.count, value.selected, swatch)


def _id(*of: str) -> str:
    return f"f{zlib.crc32(repr(of).encode()):08x}"


def offers_price_range(query: ProductListQuery, page: SearchPage) -> bool:
    """Return whether a range of prices can narrow the list down, or was asked for."""
    asked_for = query.least is not None or query.most is not None or bool(query.unread)
    return asked_for or (page.prices is not None and page.prices.least < page.prices.most)


def subcategory_links(query: ProductListQuery, page: SearchPage) -> list[tuple[str, int, str]]:
    """Return the categories below this one that hold something: title, count and address."""
    facet = next((facet for facet in page.facets if facet.name == CATEGORY), None)
    values = facet.values if facet else ()
    return [
        (catalogue.title(value.value, value.title), value.count, query.but(category=value.value).address)
        for value in values
        if value.count
    ]


def filter_chips(query: ProductListQuery, page: SearchPage) -> list[FilterChip]:
    """Return one for each choice, with the facet's own words where they are known."""
    titles = {(facet.name, comparable(value.value)): value.title for facet in page.facets for value in facet.values}
    chips = [
        FilterChip(
            value_title(name, value, titles.get((name, comparable(value)), value)), query.without(name, value).address
        )
        for name, value in query.chosen
    ]
    if query.least is not None or query.most is not None:
        chips.append(FilterChip(_prices(query), query.but(least=None, most=None).address))
    if query.in_stock:
        chips.append(FilterChip(gettext("In stock"), query.but(in_stock=False).address))
    return chips


def _prices(query: ProductListQuery) -> str:
    least, most = (None if each is None else money(each, query.currency) for each in (query.least, query.most))
    if least is None:
        return gettext("up to %(most)s") % {"most": most}
    text = gettext("%(least)s to %(most)s") if most else gettext("from %(least)s")
    return text % {"least": least, "most": most}
