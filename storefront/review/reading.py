"""All reviews of a product: sorted, or those of so many stars, page by page."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from backend.contracts.product.operations import GET_PRODUCT
from backend.contracts.review.models import MAX_STARS, ReviewSort, ReviewsQuery
from backend.contracts.review.operations import LIST_REVIEWS
from storefront.clients import api
from storefront.product.breadcrumbs import category_trail
from storefront.review.visitors import voted_for
from storefront.web.caching import shareable
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

_SORTS = {ReviewSort.NEWEST: gettext_lazy("Newest"), ReviewSort.HELPFUL: gettext_lazy("Most helpful")}


@require_safe
@shareable
def listing(request: HttpRequest, product_id: str) -> HttpResponse:
    """Render a page of a product's reviews. An unknown sort or number of stars is as if it was not asked for."""
    product = api.call(GET_PRODUCT, path={"product_id": product_id})
    query = _query(request.GET)
    try:
        page = api.call(LIST_REVIEWS, path={"product_id": product_id}, query=query)
    except api.Refusal as refusal:
        if refusal.problem.status != 400:
            raise
        return SeeOther("review:listing", product_id)  # a cursor that is not ours
    context = {
        "product": product,
        "trail": (
            *category_trail(product.category_path, whole=True),
            (product.title, reverse("product:detail", args=[product.id])),
        ),
        "reviews": page,
        "query": query,
        "sorts": [(title, _address(query.stars, sort), sort is query.sort) for sort, title in _SORTS.items()],
        "all": _address(None, query.sort),
        "following": _address(query.stars, query.sort, page.next) if page.next else "",
        "voted": voted_for(request),
    }
    return render(request, "review/listing.html", context)


def _query(parameters: QueryDict) -> ReviewsQuery:
    stars = parse_int(parameters.get("stars", ""), 0, digits=1)
    sort = parameters.get("sort")
    return ReviewsQuery(
        stars=stars if 1 <= stars <= MAX_STARS else None,
        sort=ReviewSort(sort) if sort in set(ReviewSort) else ReviewSort.NEWEST,
        cursor=parameters.get("after") or None,
    )


def _address(stars: int | None, sort: ReviewSort, cursor: str | None = None) -> str:
    """Return the query of a page; the bare address lists all, newest first."""
    parameters = {
        "stars": stars,
        "sort": sort.value if sort is not ReviewSort.NEWEST else None,
        "after": cursor,
    }
    return "?" + urlencode({name: value for name, value in parameters.items() if value is not None})
