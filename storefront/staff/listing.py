"""The list of products for staff: the newest, or those that a search finds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from backend.contracts.product.models import PAGE_SIZE, Sort
from backend.contracts.product.operations import LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery
from backend.contracts.search.models import MAX_PAGE, SearchPage, SearchQuery
from backend.contracts.search.operations import SEARCH
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Show the newest products, or those that a search finds, a page at a time."""
    search_text, cursor = request.GET.get("q", "").strip()[:200], request.GET.get("after") or None
    number = _number(request.GET.get("page", ""))
    results, down = _search(search_text, number) if search_text else (None, False)
    if results is not None:
        if results.total and not results.items and number > 1:
            return SeeOther(_address(search_text, 1))  # fewer are found than there were
        context = {
            "cards": results.items,
            "search_text": search_text,
            "results": results,
            **_pages(search_text, number, results),
        }
        return render(request, "staff/products.html", context)
    try:
        page = api.call(LIST_PRODUCTS, query=ListQuery(sort=Sort.NEWEST, cursor=cursor), bypass_cache=True)
    except api.Refusal:
        if cursor is None:
            raise
        return SeeOther("staff:products")  # a cursor that is not ours
    return render(
        request,
        "staff/products.html",
        {"cards": page.items, "search_text": search_text, "down": down, "page": page, "later": cursor},
    )


def _search(search_text: str, number: int) -> tuple[SearchPage | None, bool]:
    """Return a page of what the search finds, and whether it did not answer."""
    try:
        return api.call(SEARCH, query=SearchQuery(q=search_text, page=number), bypass_cache=True), False
    except (api.Unavailable, api.Refusal):
        return None, True


def _number(sent: str) -> int:
    return min(max(parse_int(sent, 1, digits=5), 1), MAX_PAGE)


def _address(search_text: str, number: int) -> str:
    query = {"q": search_text} | ({"page": str(number)} if number > 1 else {})
    return f"{reverse('staff:products')}?{urlencode(query)}"


def _pages(search_text: str, number: int, results: SearchPage) -> dict[str, object]:
    """Return the way to the pages beside this one, as components/pages.html shows it."""
    last = min(max(-(-results.total // PAGE_SIZE), 1), MAX_PAGE)
    return {
        "place": {"number": number, "preceding": _address(search_text, number - 1) if number > 1 else None},
        "next": _address(search_text, number + 1) if number < last else None,
        "of": last,
    }
