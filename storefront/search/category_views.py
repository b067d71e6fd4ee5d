"""The pages of categories: as search finds them, else as the product service lists them."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from backend.contracts.product.models import PAGE_SIZE, CardPage, Category, Sort
from backend.contracts.product.operations import LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery
from backend.contracts.search.models import SearchPage
from storefront.clients import api
from storefront.clients.concurrency import gather
from storefront.clients.outputs import currency
from storefront.product import catalogue
from storefront.product.breadcrumbs import category_trail
from storefront.search import results
from storefront.search.list_query import ProductListQuery, parse
from storefront.search.paging import PagePosition, parse_position
from storefront.web.caching import shareable

SORTS = {
    Sort.FEATURED: gettext_lazy("Featured"),
    Sort.NEWEST: gettext_lazy("Newest"),
    Sort.PRICE_UP: gettext_lazy("Lowest price"),
    Sort.PRICE_DOWN: gettext_lazy("Highest price"),
}


class CategoryNotFound(Http404):
    """Raised for a path that no category has, or no longer."""


@require_safe
@shareable
def listing(request: HttpRequest, path: str = "") -> HttpResponse:
    """Render a category, or with no path the whole shop.

    One that was renamed leads to where its products are now; a path that no category has is a 404 that offers the
    nearest.
    """
    try:
        return _listing(request, path)
    except CategoryNotFound:
        if to := catalogue.find_redirect(path):
            address, parameters = reverse("search:category", args=[to]), request.GET.urlencode()
            return HttpResponsePermanentRedirect(f"{address}?{parameters}" if parameters else address)
        return render(request, "product/unknown.html", {"nearest": catalogue.find_similar(path)}, status=404)


def _listing(request: HttpRequest, path: str) -> HttpResponse:
    """As search finds it, else as the product service lists it."""
    query = parse(request.GET, path or None, listing=True, currency=currency())
    category: Category | None
    page: SearchPage | None
    find, search = partial(_category, path), partial(results.search, query)
    # a wrong address costs no search
    category, page = (find(), search()) if catalogue.is_loaded() else gather(find, search)
    if (
        query.beyond and not parse_position(request.GET).trail
    ):  # the catalogue's own list goes on by cursors, as deep as it is
        return _render_past_last_page(request, category, query)
    if page is None:
        return _plain(request, category, query)
    if page.total and not page.items:
        return _render_past_last_page(request, category, query)
    shown = results.context(query, page) | {"category": category, "trail": category_trail(path)}
    return render(request, "product/list.html", shown)


def _category(path: str) -> Category | None:
    """Return None for the whole shop.

    While the tree is not known every path may be one; the list operation then decides.
    """
    if not path:
        return None
    category = catalogue.find(path)
    if category is None and catalogue.tree().items:
        raise CategoryNotFound
    return category or Category(path=path, title=path.rpartition("/")[2].replace("-", " ").capitalize(), count=0)


def _render_past_last_page(request: HttpRequest, category: Category | None, query: ProductListQuery) -> HttpResponse:
    return render(request, "product/gone.html", {"category": category, "first": query.but().address}, status=404)


def _plain(request: HttpRequest, category: Category | None, query: ProductListQuery) -> HttpResponse:
    """Render the list without search, and so without anything to narrow it down by."""
    where = parse_position(request.GET)
    try:
        page = api.call(LIST_PRODUCTS, query=ListQuery(category=query.category, sort=where.sort, cursor=where.cursor))
    except api.Refusal:
        if where.cursor is None:
            raise
        return _render_past_last_page(request, category, query.bare)
    return render(request, "product/list.html", {"plain": True, "query": query} | _plain_context(category, where, page))


def _plain_context(category: Category | None, where: PagePosition, page: CardPage) -> dict[str, object]:
    count = category.count if category else catalogue.tree().count
    pages = -(-count // PAGE_SIZE)
    below = catalogue.subcategories(category.path if category else "")
    return {
        "category": category,
        "trail": category_trail(category.path) if category else (),
        "places": [(child.title, child.count, reverse("search:category", args=[child.path])) for child in below],
        "count": count,
        "of": pages if pages >= where.number else None,  # the count is a minute old at most, and may be behind
        "cards": page.items,
        "place": where,
        "sorts": [(title, where.sorted_by(sort), sort is where.sort) for sort, title in SORTS.items()],
        "next": where.following(page.next),
    }
