"""The pages of the search."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.contracts.product import LIST_PRODUCTS, Card, ListQuery
from backend.contracts.search import POPULAR, SUGGEST, Suggestions, SuggestQuery
from storefront.clients import api
from storefront.clients.outputs import Missing
from storefront.product import catalogue
from storefront.search import results
from storefront.search.list_query import Asked, line, read

SHORTEST = 2
"""Characters before anything is suggested."""
PATIENCE = (0.3, 0.7)  # seconds: a suggestion that comes later is of no use


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """What was searched for. While search is down, popular things and the categories."""
    asked = read(request.GET)
    if asked.category and (to := catalogue.leads_to(asked.category)):
        query = request.GET.copy()
        query["category"] = to
        return HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")
    if asked.beyond:
        return _gone(request, asked)
    page = results.found(asked)
    if page is None:
        response = render(request, "search/down.html", {"asked": asked, "popular": _popular()}, status=503)
        response.headers["Retry-After"] = "10"
        return response
    if page.total and not page.items:
        return _gone(request, asked)
    context = results.context(asked, page) | {"category": None, "within": results.within(asked)}
    return render(request, "search/results.html", context)


def _gone(request: HttpRequest, asked: Asked) -> HttpResponse:
    return render(request, "product/gone.html", {"first": asked.but().address}, status=404)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for the search box; none where the service does not answer in time."""
    q = line(request.GET.get("q", ""))
    return render(request, "search/suggestions.html", {"q": q, "found": _suggested(q) if len(q) >= SHORTEST else Suggestions()})


def _suggested(q: str) -> Suggestions:
    try:
        found: Suggestions = api.call(SUGGEST, query=SuggestQuery(q=q), timeout=PATIENCE)
    except (api.Unavailable, api.Refusal, Missing):
        return Suggestions()
    return found


def _popular() -> tuple[Card, ...]:
    try:
        cards: tuple[Card, ...] = api.call(LIST_PRODUCTS, query=ListQuery(limit=POPULAR)).items
    except (api.Unavailable, api.Refusal, Missing):
        return ()
    return cards
