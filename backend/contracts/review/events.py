"""The events that the review service publishes. None carries a review's words: they stay in the service."""

from backend.contracts.event import Event, OrderEvent
from backend.contracts.review.models import Rating
from backend.contracts.types import ShortText, Slug, Version


class ReviewSubmitted(OrderEvent, frozen=True, kw_only=True, tag="ReviewSubmitted.v1"):
    """Somebody reviewed a product as bought with this order; the order service knows whether it was delivered."""

    product_id: Slug


class ReviewRefused(OrderEvent, frozen=True, kw_only=True, tag="ReviewRefused.v1"):
    """Staff did not publish a review of this order's product, called `title`; `reason` is told to its writer."""

    product_id: Slug
    title: ShortText
    reason: ShortText


class RatingChanged(Event, frozen=True, kw_only=True, tag="RatingChanged.v1"):
    """A product has other published reviews than before. `version` grows with each change of its rating."""

    product_id: Slug
    version: Version
    rating: Rating


EVENTS = (ReviewSubmitted, ReviewRefused, RatingChanged)
