"""Products bought together with another, and recommendations for a visitor. Pages work without either."""

from collections.abc import Collection

from django.http import HttpRequest

from backend.contracts.recommendation.models import BoughtTogether, Reason, Recommendation
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER, LIST_RECOMMENDATIONS
from backend.contracts.recommendation.queries import SeedQuery
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.product.recently_viewed import recently_viewed

TIMEOUT = (0.5, 1.0)  # seconds to connect and to wait
NO_RECOMMENDATIONS = BoughtTogether(items=(), orders=0)
PICKS = 4
"""Products in the row that is picked for a visitor."""


def bought_together(product_id: str | None) -> BoughtTogether:
    """Return its companions with the number of orders they were in; none where the service does not answer."""
    if product_id is None:
        return NO_RECOMMENDATIONS
    try:
        return api.call(LIST_BOUGHT_TOGETHER, path={"product_id": product_id}, timeout=TIMEOUT, allow_stale=False)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return NO_RECOMMENDATIONS


def pick_for(request: HttpRequest, but: Collection[str] = ()) -> tuple[Recommendation, ...]:
    """Return what goes with what this visitor did lately, the best first, without some products.

    None for whoever did nothing yet or wants none, and where the service does not answer.
    """
    products: dict[str, list[str]] = {reason: [] for reason in Reason}
    for each in recently_viewed(request):
        if each.id not in but:
            products[each.reason].append(each.id)
    seeds = {reason: ",".join(ids) for reason, ids in products.items() if ids}
    return pick(SeedQuery(**seeds), but) if seeds else ()


def pick(seeds: SeedQuery, but: Collection[str] = ()) -> tuple[Recommendation, ...]:
    """Return what goes with these products, without some; nothing where the service does not answer."""
    try:
        items = api.call(LIST_RECOMMENDATIONS, query=seeds, timeout=TIMEOUT, allow_stale=False).items
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return ()
    return tuple(each for each in items if each.card.id not in but)[:PICKS]
