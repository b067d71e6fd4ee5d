"""The rules of reviews: how a review changes when its author, the order service, a visitor or staff act on it. No
I/O."""

from typing import TypeVar, cast

import msgspec
from msgspec.structs import asdict, replace

from backend.contracts.order.events import PurchaseVerified
from backend.contracts.problem import FieldError, Refused
from backend.contracts.review.events import RatingChanged, ReviewPicturesChanged, ReviewRefused, ReviewSubmitted
from backend.contracts.review.identity import review_id
from backend.contracts.review.models import (
    SHOWN,
    AnswerReview,
    ByStars,
    DecideReview,
    Moderation,
    Rating,
    Review,
    ReviewBody,
    ReviewState,
    StaffReview,
)
from backend.contracts.types import Model

V = TypeVar("V", bound=Review)
MAX_REASONS = 10
"""Reasons of reports that staff are shown, the newest."""
_WRITTEN = ("stars", "name", "title", "text", "pictures")
"""What its writer may change of a review that the order service has confirmed."""


class StoredReview(StaffReview, frozen=True, kw_only=True):
    """A review as it is stored; `owner` is its author."""

    owner: str

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN


class Tally(Model, frozen=True, kw_only=True):
    """A product's published reviews, counted by stars: those of one star first. Version 0 is of no review ever."""

    by_stars: ByStars = (0, 0, 0, 0, 0)
    version: int = 0

    @property
    def rating(self) -> Rating:
        return Rating(count=sum(self.by_stars), sum=sum(stars * n for stars, n in enumerate(self.by_stars, 1)))


def write(old: StoredReview | None, owner: str, product_id: str, body: ReviewBody, now: str) -> StoredReview:
    """Return the review as its author wrote it. It waits for staff again, and for the order service unless the purchase
    is already confirmed.

    Raise Refused 422 if a picture is named twice.
    """
    _check_pictures(body)
    if old is None or old.state is ReviewState.UNVERIFIED:
        return StoredReview(
            **asdict(body),
            id=review_id(owner, product_id),
            owner=owner,
            product_id=product_id,
            at=now,
            state=ReviewState.UNVERIFIED,
            version=old.version + 1 if old else 1,
        )
    return replace(
        old,
        **{name: getattr(body, name) for name in _WRITTEN},
        at=now,
        state=ReviewState.WAITING,
        version=old.version + 1,
        answer="",
        reason="",
    )


def _check_pictures(body: ReviewBody) -> None:
    if len({each.id for each in body.pictures}) < len(body.pictures):
        error = FieldError(field="pictures", message="A picture is named twice")
        raise Refused(422, "invalid", "A review has each picture once", errors=(error,))


def is_duplicate(old: StoredReview | None, body: ReviewBody) -> bool:
    """Return whether the author sends what is already stored: a repeated request changes nothing.

    An unconfirmed review is verified again: the parcel may have arrived since.
    """
    if old is None or old.state is ReviewState.UNVERIFIED:
        return False
    return old.order_id == body.order_id and all(getattr(old, n) == getattr(body, n) for n in _WRITTEN)


def verify(review: StoredReview, event: PurchaseVerified) -> StoredReview | None:
    """Return the review of a delivered product, which now waits for staff. None if it was verified before."""
    if review.state is not ReviewState.UNVERIFIED:
        return None
    return replace(
        review,
        order_id=event.order_id,
        product_title=event.title,
        variant=event.variant,
        state=ReviewState.WAITING,
        version=review.version + 1,
    )


def decide(review: StoredReview, body: DecideReview, who: str, now: str) -> StoredReview:
    """Return the review as staff decided; as it is if that was decided just now, by the same person.

    Raises Refused: 409 if it changed meanwhile, 422 for a refusal without a reason.
    """
    state = ReviewState.PUBLISHED if body.publish else ReviewState.REFUSED
    decision = Moderation(at=now, who=who, by=body.by, state=state, note=_note(body))
    if _is_done(review, decision, body.version) and not {each.id for each in review.pictures} & set(body.without):
        return review
    _check_version(review, body.version)
    if not body.publish and not body.reason.strip():
        raise Refused(
            422, "invalid", "Say why", errors=(FieldError(field="reason", message="Its writer is told the reason"),)
        )
    return replace(
        _add_moderation(review, decision),
        state=state,
        reason="" if body.publish else body.reason,
        reports=0,
        reasons=(),
        pictures=tuple(each for each in review.pictures if body.publish and each.id not in body.without),
    )


def _note(body: DecideReview) -> str:
    return f"without {len(body.without)} of its pictures" if body.publish and body.without else body.reason


def answer(review: StoredReview, body: AnswerReview, who: str, now: str) -> StoredReview:
    """Return the review with the shop's answer; as it is if the same person gave that answer just now.

    Raises Refused 409 if it changed meanwhile, or is not published.
    """
    noted = Moderation(
        at=now, who=who, by=body.by, state=review.state, note="answered" if body.text else "answer removed"
    )
    if review.answer == body.text and _is_done(review, noted, body.version):
        return review
    _check_version(review, body.version)
    if not review.is_shown:
        raise Refused(409, "not-published", "Only a published review is answered")
    return replace(_add_moderation(review, noted), answer=body.text)


def report(review: StoredReview, reason: str) -> StoredReview:
    """Return the review with one more report for staff."""
    return replace(
        review,
        state=ReviewState.REPORTED,
        reports=review.reports + 1,
        reasons=(*review.reasons, reason)[-MAX_REASONS:],
        version=review.version + 1,
    )


def _add_moderation(review: StoredReview, moderation: Moderation) -> StoredReview:
    return replace(review, version=review.version + 1, moderations=(*review.moderations, moderation))


def _is_done(review: StoredReview, moderation: Moderation, version: int) -> bool:
    """Return whether this was already done to that version, and nothing since.

    A person who was answered 503, because the audit log did not take the entry, repeats the request to have the entry
    written.
    """
    if review.version != version + 1 or review.state is not moderation.state or not review.moderations:
        return False
    last = review.moderations[-1]
    return (last.who, last.state, last.note) == (moderation.who, moderation.state, moderation.note)


def _check_version(review: StoredReview, version: int) -> None:
    if review.version != version or review.state is ReviewState.UNVERIFIED:
        raise Refused(409, "changed", "The review has changed meanwhile", "Read it again, and decide then.")


def event_of(before: StoredReview | None, after: StoredReview, now: str) -> ReviewSubmitted | ReviewRefused | None:
    """Return what other services hear of a change: a review to verify, or one that staff refused."""
    about = {"order_id": after.order_id, "owner": after.owner, "at": now, "product_id": after.product_id}
    if after.state is ReviewState.UNVERIFIED:
        return ReviewSubmitted(**about)
    if before and after.state is ReviewState.REFUSED and after.moderations != before.moderations:
        return ReviewRefused(**about, title=after.product_title or after.product_id, reason=after.reason)
    return None


def pictures_event(before: StoredReview | None, after: StoredReview | None) -> ReviewPicturesChanged | None:
    """Return what the picture service has to do after a change of a review; None where its pictures stay as they are.

    Pictures are kept for good only once the order service has confirmed the purchase. What everybody could see stays
    public while a change waits for staff: they have seen it.
    """
    ids, ids_before = _confirmed_ids(after), _confirmed_ids(before)
    removed = tuple(id for id in _ids(before) if id not in _ids(after))
    is_shown_now = bool(ids) and after is not None and after.is_shown and not (before and before.is_shown)
    review = after or before
    if review is None or not (removed or is_shown_now or set(ids) - set(ids_before)):
        return None
    return ReviewPicturesChanged(
        review_id=review.id, pictures=ids, removed=removed, shown=bool(ids) and review.is_shown
    )


def _ids(review: StoredReview | None) -> tuple[str, ...]:
    return tuple(each.id for each in review.pictures) if review else ()


def _confirmed_ids(review: StoredReview | None) -> tuple[str, ...]:
    return () if review is None or review.state is ReviewState.UNVERIFIED else _ids(review)


def recount(tally: Tally, before: StoredReview | None, after: StoredReview | None) -> Tally | None:
    """Return the tally after a review has changed, appeared or gone; None if it stays as it is."""
    counts = list(tally.by_stars)
    for review, change in ((before, -1), (after, 1)):
        if review is not None and review.is_shown:
            counts[review.stars - 1] += change
    by_stars = cast("ByStars", tuple(counts))
    return None if by_stars == tally.by_stars else Tally(by_stars=by_stars, version=tally.version + 1)


def rating_event(product_id: str, tally: Tally) -> RatingChanged:
    """Return the event that publishes the tally."""
    return RatingChanged(product_id=product_id, version=tally.version, rating=tally.rating)


def view(review: StoredReview, shape: type[V]) -> V:
    """Return the part of a review that everybody, its author, or staff see."""
    return msgspec.convert(review, shape, from_attributes=True)
