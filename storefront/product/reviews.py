"""The first reviews of a product. A page can do without."""

from backend.contracts.review.models import ReviewPage
from backend.contracts.review.operations import LIST_REVIEWS
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing

TIMEOUT = (0.5, 1.0)  # seconds to connect and to wait


def first_reviews(product_id: str | None) -> ReviewPage | None:
    """Return the newest reviews with the product's rating; None where nobody wrote any, or the service is silent."""
    if product_id is None:
        return None
    try:
        page = api.call(LIST_REVIEWS, path={"product_id": product_id}, timeout=TIMEOUT, allow_stale=False)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return None
    return page if page.rating.count else None
