"""The pages of the search."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe
from msgspec import structs

from backend.contracts.product.models import Card
from backend.contracts.product.operations import LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery
from backend.contracts.search.models import MAX_POPULAR, Suggestions, SuggestQuery
from backend.contracts.search.operations import SUGGEST
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing, currency
from storefront.product import catalogue
from storefront.search import results
from storefront.search.corrections import as_written
from storefront.search.list_query import ProductListQuery, clean_line, parse
from storefront.web import languages
from storefront.web.caching import shareable

MIN_LENGTH = 2
"""Characters before anything is suggested."""
TIMEOUT = (0.3, 0.7)  # seconds: a suggestion that comes later is of no use


@require_safe
@shareable
def results_page(request: HttpRequest) -> HttpResponse:
    """Render what was searched for. While search is down, popular things and the categories."""
    query = parse(request.GET, currency=currency())
    if query.category and (to := catalogue.find_redirect(query.category)):
        parameters = request.GET.copy()
        parameters["category"] = to
        return HttpResponsePermanentRedirect(f"{request.path}?{parameters.urlencode()}")
    if query.beyond:
        return _render_past_last_page(request, query)
    page = results.search(query)
    if page is None:
        response = render(request, "search/down.html", {"query": query, "popular": _popular()}, status=503)
        response.headers["Retry-After"] = "10"
        return response
    if page.total and not page.items:
        return _render_past_last_page(request, query)
    context = results.context(query, page) | {"category": None, "within": results.category_choices(query)}
    return render(request, "search/results.html", context)


def _render_past_last_page(request: HttpRequest, query: ProductListQuery) -> HttpResponse:
    return render(request, "product/gone.html", {"first": query.but().address}, status=404)


@require_safe
@shareable
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for the search box; none where the service does not answer in time."""
    q = clean_line(request.GET.get("q", ""))
    return render(
        request,
        "search/suggestions.html",
        {"q": q, "suggestions": _get_suggestions(q) if len(q) >= MIN_LENGTH else Suggestions()},
    )


def _get_suggestions(q: str) -> Suggestions:
    try:
        suggestions = api.call(SUGGEST, query=SuggestQuery(q=q, language=languages.current()), timeout=TIMEOUT)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return Suggestions()
    corrections = tuple(as_written(each, suggestions) for each in suggestions.corrections)
    return structs.replace(suggestions, corrections=corrections)


def _popular() -> tuple[Card, ...]:
    try:
        cards: tuple[Card, ...] = api.call(LIST_PRODUCTS, query=ListQuery(limit=MAX_POPULAR)).items
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return ()
    return cards
