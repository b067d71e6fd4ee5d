"""A page of a list, found by the search service, with all that its template shows."""

from functools import partial

from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from msgspec import Struct, structs

from backend.contracts.product.models import PAGE_SIZE, Category
from backend.contracts.search.models import MAX_PAGE, SearchPage, SearchSort
from backend.contracts.search.operations import SEARCH
from backend.contracts.text_folding import comparable
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.product import catalogue, parts
from storefront.search import facets
from storefront.search.corrections import as_written
from storefront.search.facets import FacetGroup
from storefront.search.list_query import FACET_PREFIX, ProductListQuery
from storefront.search.price_input import price_examples
from storefront.web.memoize import memoized_part

TIMEOUT = (0.5, 2.5)  # seconds to connect and to wait for each try: there is another way to most of these pages
_SORTS = {
    SearchSort.NEWEST: gettext_lazy("Newest"),
    SearchSort.PRICE_UP: gettext_lazy("Lowest price"),
    SearchSort.PRICE_DOWN: gettext_lazy("Highest price"),
    SearchSort.NAME: gettext_lazy("Name"),
    SearchSort.BEST_RATED: gettext_lazy("Best rated"),
}
_USUAL = {SearchSort.RELEVANCE: gettext_lazy("Best match"), SearchSort.FEATURED: gettext_lazy("Featured")}


class PagePosition(Struct, frozen=True):
    """Which page this is, and the address of the one before."""

    number: int
    preceding: str | None


def search(query: ProductListQuery) -> SearchPage | None:
    """Return what was found.

    None while search does not answer or has not heard of what the catalogue holds, and beyond what can be asked.
    """
    if query.beyond:
        return None
    try:
        page = api.call(SEARCH, query=query.search_query, timeout=TIMEOUT)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return None
    unheard = not page.total and not query.q and not query.filter_count and _count_in_catalogue(query.category)
    return None if unheard else structs.replace(page, corrected=as_written(page.corrected, page))


def _count_in_catalogue(category: str | None) -> int:
    """Return how many products the catalogue has there, as far as is known."""
    here = catalogue.find(category) if category else None
    return here.count if here else 0 if category else catalogue.tree().count


def context(query: ProductListQuery, page: SearchPage) -> dict[str, object]:
    """Return what a page shows of it.

    `drawn` is the list itself with its filters, the same for everybody who asks for it. `places` are not remembered
    with it: what categories are called is the tree's, which may be another one for the same list.
    """
    return dict(_context(query, page)) | {
        "places": facets.subcategory_links(query, page),
        "drawn": SimpleLazyObject(partial(_render_list, query, page)),
    }


def _render_list(query: ProductListQuery, page: SearchPage) -> SafeString:
    return (_remembered_list if parts.have_pictures(page.items) else _list)(query, page)


def _list(query: ProductListQuery, page: SearchPage) -> SafeString:
    return SafeString(render_to_string("search/list.html", _context(query, page)))


_remembered_list = memoized_part(_list)


@memoized_part
def _context(query: ProductListQuery, page: SearchPage) -> dict[str, object]:
    pages = min(-(-page.total // PAGE_SIZE), MAX_PAGE)
    groups, priced = facets.facet_groups(page), facets.offers_price_range(query, page)
    return {
        "query": query,
        "page": page,
        "cards": page.items,
        "count": page.total,
        "groups": groups,
        "priced": priced,
        "chips": facets.filter_chips(query, page),
        "clear": query.bare.address,
        "filtered": bool(query.filter_count or query.unread or (page.total > 1 and (groups or priced))),
        "least": dict((*query.pairs, *query.unread)).get("min", ""),
        "most": dict((*query.pairs, *query.unread)).get("max", ""),
        "unread": dict(query.unread),
        "price_examples": price_examples(query.currency),
        "everywhere": query.but(category=None).address,
        "kept": [pair for pair in query.bare.pairs if pair[1]] + _without_box(query, groups),
        "sorts": [
            (title, sort.value, query.but(sort=sort).address, sort is query.sort)
            for sort, title in _sorts(query).items()
        ],
        "place": PagePosition(query.page, query.but(page=query.page - 1).address if query.page > 1 else None),
        "next": query.but(page=query.page + 1).address if query.page < pages else None,
        "of": pages,
        "deepest": query.page == MAX_PAGE and page.total > MAX_PAGE * PAGE_SIZE,
    }


def _without_box(query: ProductListQuery, groups: list[FacetGroup]) -> list[tuple[str, str]]:
    """Choices that the form keeps though none of its boxes is theirs: it must not take away what a chip still shows."""
    boxes = {(group.field, comparable(value.value)) for group in groups for value in (*group.values, *group.rest)}
    return [
        (FACET_PREFIX + name, value)
        for name, value in query.chosen
        if (FACET_PREFIX + name, comparable(value)) not in boxes
    ]


def _sorts(query: ProductListQuery) -> dict[SearchSort, str]:
    return {sort: str(title) for sort, title in {query.usual: _USUAL[query.usual], **_SORTS}.items()}


def category_choices(query: ProductListQuery) -> Category | None:
    """Return the category that a search is kept to."""
    return catalogue.find(query.category) if query.category else None
