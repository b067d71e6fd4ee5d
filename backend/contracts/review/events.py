"""The events that the review service publishes. None carries a review's words: they stay in the service."""

from backend.contracts.event import Event, OrderEvent
from backend.contracts.picture.models import PictureId
from backend.contracts.review.models import Rating, ReviewId
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


class ReviewPicturesChanged(Event, frozen=True, kw_only=True, tag="ReviewPicturesChanged.v1"):
    """A review has these pictures, which everybody may see if it is `shown`; those `removed` go for good.

    Nothing that was removed comes back, so the order of these events does not matter.
    """

    review_id: ReviewId
    pictures: tuple[PictureId, ...] = ()
    removed: tuple[PictureId, ...] = ()
    shown: bool = False


EVENTS = (ReviewSubmitted, ReviewRefused, RatingChanged, ReviewPicturesChanged)
