"""What the review service takes and returns."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.picture.models import PictureId
from backend.contracts.picture.review_models import MAX_REVIEW_PICTURES, ReviewPictures
from backend.contracts.types import (
    Cursor,
    GuestId,
    Model,
    OptionalShortText,
    OrderId,
    OrderKey,
    RequestModel,
    ShortText,
    Slug,
    Timestamp,
    Version,
)

MAX_STARS = 5
MAX_WORDS = 2_000
"""Characters of a review's text."""
REVIEWS_PER_PAGE = 10

PRIOR_COUNT, PRIOR_STARS = 5, 3
"""So many reviews of so many stars every product is thought to have, before anybody wrote one."""

Stars = Annotated[int, Meta(ge=1, le=MAX_STARS)]
Count = Annotated[int, Meta(ge=0)]
ReviewText = Annotated[
    str,
    Meta(
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$(?!\n)",
        max_length=MAX_WORDS,
        description="what a person writes, may hold line breaks or be empty",
    ),
]
_INK = r"[^\x00-\x20\x7f\u00a0\u2028\u2029\u3000]"
_LINE = r"[^\x00-\x1f\x7f\u2028\u2029]*"
ShownName = Annotated[
    str,
    Meta(
        pattern=rf"^{_LINE}{_INK}{_LINE}$(?!\n)",
        min_length=1,
        max_length=60,
        description="a name on one line, not of spaces alone",
    ),
]
ReportReason = ShortText
ReviewId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="128 bits that name nobody")]


class Rating(Model, frozen=True, kw_only=True):
    """How many published reviews of a product there are, and the sum of their stars."""

    count: Count = 0
    sum: Count = 0

    @property
    def average(self) -> float:
        """The mean number of stars; 0 where there are no reviews."""
        return self.sum / self.count if self.count else 0.0

    @property
    def score(self) -> int:
        """What "best rated" is sorted by, 1,000 for a star: the mean of the reviews and of `PRIOR_COUNT` usual ones.

        So one review of five stars does not come before many that are nearly as good (a Bayesian average).
        """
        return 1_000 * (self.sum + PRIOR_COUNT * PRIOR_STARS) // (self.count + PRIOR_COUNT) if self.count else 0


class ReviewState(enum.StrEnum):
    """The states of a review.

    `UNVERIFIED`: the order service has not confirmed yet that the product was delivered. `REPORTED`: published, and
    somebody asked staff to look at it.
    """

    UNVERIFIED = "unverified"
    WAITING = "waiting"
    PUBLISHED = "published"
    REPORTED = "reported"
    REFUSED = "refused"


SHOWN = (ReviewState.PUBLISHED, ReviewState.REPORTED)
"""States in which everybody sees a review, and it counts."""


class ReviewBody(RequestModel, frozen=True, kw_only=True):
    """What a shopper writes. `order_id` is the order that the product came with, `name` how the writer is shown.

    `pictures` are those that the picture service has looked at for this review.
    """

    order_id: OrderId
    stars: Stars
    name: ShownName
    title: OptionalShortText = ""
    text: ReviewText = ""
    pictures: ReviewPictures = ()


class Review(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A review as everybody sees it. `variant` is what was bought, `answer` what the shop says to it."""

    id: ReviewId
    stars: Stars
    name: ShownName
    at: Timestamp
    title: OptionalShortText = ""
    text: ReviewText = ""
    variant: OptionalShortText = ""
    helpful: Count = 0
    answer: ReviewText = ""
    pictures: ReviewPictures = ()


class OwnReview(Review, frozen=True, kw_only=True):
    """A review as its writer sees it; `reason` is why it was refused. `product_title` is empty until it is verified."""

    product_id: Slug
    order_id: OrderId
    state: ReviewState
    version: Version
    product_title: OptionalShortText = ""
    reason: OptionalShortText = ""


class Moderation(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What staff did to a review: the state it got, or an answer to it; `who` is the `sub` of the token."""

    at: Timestamp
    who: str
    state: ReviewState
    by: OptionalShortText = ""
    note: OptionalShortText = ""


class StaffReview(OwnReview, frozen=True, kw_only=True):
    """A review as staff see it: its reports since staff last looked at it, and everything that staff did to it."""

    reports: Count = 0
    reasons: tuple[ReportReason, ...] = ()
    moderations: tuple[Moderation, ...] = ()


class ReviewSort(enum.StrEnum):
    """How a product's reviews may be ordered."""

    NEWEST = "newest"
    HELPFUL = "helpful"


class ReviewsQuery(RequestModel, frozen=True, kw_only=True):
    """A page of a product's reviews; with `stars`, of those that gave so many."""

    sort: ReviewSort = ReviewSort.NEWEST
    stars: Stars | None = None
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = REVIEWS_PER_PAGE


ByStars = tuple[Count, Count, Count, Count, Count]


class ReviewPage(Model, frozen=True, kw_only=True):
    """One page of a product's reviews. `by_stars` counts all of them: those of one star first."""

    rating: Rating
    by_stars: ByStars
    items: tuple[Review, ...]
    next: Cursor | None


class OwnReviews(Model, frozen=True, kw_only=True):
    """What one shopper, or the guest of one order, has written; as the table has it, by product."""

    items: tuple[OwnReview, ...]


class StaffReviewsQuery(RequestModel, frozen=True, kw_only=True):
    """A page of the reviews in one state, oldest first."""

    state: ReviewState = ReviewState.WAITING
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


class StaffReviewPage(Model, frozen=True, kw_only=True):
    items: tuple[StaffReview, ...]
    next: Cursor | None


class DecideReview(RequestModel, frozen=True, kw_only=True):
    """Publish a review, or refuse it for a `reason` that its writer is told. `version` is the one that was read.

    It is published without the pictures named in `without`. A review that is refused loses all of them.
    """

    publish: bool
    version: Version
    reason: OptionalShortText = ""
    by: OptionalShortText = ""
    without: Annotated[tuple[PictureId, ...], Meta(max_length=MAX_REVIEW_PICTURES)] = ()


class AnswerReview(RequestModel, frozen=True, kw_only=True):
    """The shop's answer below a published review; an empty `text` takes it back."""

    text: ReviewText
    version: Version
    by: OptionalShortText = ""


class GuestReviewsPath(Model, frozen=True, kw_only=True):
    """The key of a guest's order."""

    order_key: OrderKey


class GuestReviewPath(GuestReviewsPath, frozen=True, kw_only=True):
    product_id: Slug


class ReviewPath(Model, frozen=True, kw_only=True):
    review_id: ReviewId


class VisitorPath(ReviewPath, frozen=True, kw_only=True):
    """`visitor` is a secret of the visitor's session, or of the account: each has one vote."""

    visitor: GuestId


class ReportReview(RequestModel, frozen=True, kw_only=True):
    """Why staff should look at a review."""

    reason: ReportReason
