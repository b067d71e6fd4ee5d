"""A published review with pictures."""

from msgspec.structs import replace

from backend.contracts.picture.review_models import ReviewPicture
from backend.contracts.review.models import ReviewBody, ReviewState
from backend.review import domain
from backend.review.domain import StoredReview
from tests.storefront.service import Service

PRODUCT = "slow-tide"


def publish_one(service: Service, count: int = 2) -> StoredReview:
    shots = tuple(ReviewPicture(id=f"{number:032x}", width=1280, height=960) for number in range(1, count + 1))
    body = ReviewBody(order_id=f"{1:028x}", stars=5, name="Reader <1>", pictures=shots)
    review = domain.write(None, "shopper#1", PRODUCT, body, "2026-11-02T08:00:00.000Z")
    service.reviews[review.id] = replace(review, state=ReviewState.PUBLISHED)
    return service.reviews[review.id]
