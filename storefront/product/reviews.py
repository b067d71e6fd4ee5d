"""The first reviews of a product, which a page can do without, and the pictures of a review."""

from django.utils.translation import gettext

from backend.contracts.picture.review_models import review_src
from backend.contracts.product.models import Picture
from backend.contracts.review.models import Review, ReviewPage
from backend.contracts.review.operations import LIST_REVIEWS
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing

TIMEOUT = (0.5, 1.0)  # seconds to connect and to wait


def first_reviews(product_id: str | None) -> ReviewPage | None:
    """Return the newest reviews with the product's rating; None if there are none, or the service does not answer."""
    if product_id is None:
        return None
    try:
        page = api.call(LIST_REVIEWS, path={"product_id": product_id}, timeout=TIMEOUT, allow_stale=False)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return None
    return page if page.rating.count else None


def review_pictures(review: Review) -> list[Picture]:
    """Return a published review's pictures, each with an alternative text."""
    words = gettext("Picture {number} of {count} by {name}")
    count = len(review.pictures)
    return [
        Picture(
            src=review_src(review.id, each.id),
            alt=words.format(number=number, count=count, name=review.name),
            width=each.width,
            height=each.height,
        )
        for number, each in enumerate(review.pictures, 1)
    ]
