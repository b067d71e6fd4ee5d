"""Reviews as the services of the tests answer: by the review service's own rules, each verified at once."""

from typing import Any

from msgspec.structs import replace

from backend.contracts.operation import Empty
from backend.contracts.problem import Refused
from backend.contracts.review.models import (
    OwnReview,
    OwnReviews,
    Review,
    ReviewPage,
    ReviewState,
    StaffReview,
    StaffReviewPage,
)
from backend.review import domain
from backend.review.domain import StoredReview, Tally
from backend.shared import clock


class Reviewing:
    """Reviews by id, and the visitors who voted for or reported each."""

    def __init__(self) -> None:
        super().__init__()
        self.reviews: dict[str, StoredReview] = {}
        self.votes: set[tuple[str, str]] = set()

    def put_review(self, owner: str, path: Any, _: Any, body: Any) -> OwnReview:
        known = domain.review_id(owner, path.product_id)
        written = domain.write(self.reviews.get(known), owner, path.product_id, body, clock.now())
        self.reviews[known] = replace(written, state=ReviewState.WAITING)
        return domain.view(self.reviews[known], OwnReview)

    def withdraw_review(self, owner: str, path: Any, *_: Any) -> Empty:
        self.reviews.pop(domain.review_id(owner, path.product_id), None)
        return Empty()

    def list_own_reviews(self, owner: str, *_: Any) -> OwnReviews:
        mine = [review for review in self.reviews.values() if review.owner == owner]
        return OwnReviews(items=tuple(domain.view(each, OwnReview) for each in mine))

    def list_reviews(self, owner: str, path: Any, query: Any, _: Any) -> ReviewPage | OwnReviews:
        if not hasattr(path, "product_id"):
            return self.list_own_reviews(owner)
        shown = [each for each in self.reviews.values() if each.is_shown and each.product_id == path.product_id]
        tally = Tally()
        for each in shown:
            tally = domain.recount(tally, None, each) or tally
        found = [each for each in shown if query.stars in (None, each.stars)]
        start = int(query.cursor or 0)
        return ReviewPage(
            rating=tally.rating,
            by_stars=tally.by_stars,
            items=tuple(domain.view(each, Review) for each in found[start : start + query.limit]),
            next=str(start + query.limit) if len(found) > start + query.limit else None,
        )

    def _find(self, path: Any) -> StoredReview:
        if path.review_id not in self.reviews:
            raise Refused(404, "no-review", "There is no such review")
        return self.reviews[path.review_id]

    def vote_for_review(self, _: str, path: Any, *__: Any) -> Empty:
        self._find(path)
        self.votes.add((path.review_id, path.visitor))
        return Empty()

    def take_vote_back(self, _: str, path: Any, *__: Any) -> Empty:
        self._find(path)
        self.votes.discard((path.review_id, path.visitor))
        return Empty()

    def report_review(self, _: str, path: Any, __: Any, body: Any) -> Empty:
        self.reviews[path.review_id] = domain.report(self._find(path), body.reason)
        return Empty()

    def list_staff_reviews(self, _: str, __: Any, query: Any, ___: Any) -> StaffReviewPage:
        found = [domain.view(each, StaffReview) for each in self.reviews.values() if each.state is query.state]
        return StaffReviewPage(items=tuple(found), next=None)

    def get_staff_review(self, _: str, path: Any, *__: Any) -> StaffReview:
        return domain.view(self._find(path), StaffReview)

    def decide_review(self, _: str, path: Any, __: Any, body: Any) -> StaffReview:
        self.reviews[path.review_id] = domain.decide(self._find(path), body, "staff-sub", clock.now())
        return self.get_staff_review("", path)

    def answer_review(self, _: str, path: Any, __: Any, body: Any) -> StaffReview:
        self.reviews[path.review_id] = domain.answer(self._find(path), body, "staff-sub", clock.now())
        return self.get_staff_review("", path)
