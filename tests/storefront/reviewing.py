"""Reviews as the services of the tests answer: by the review service's own rules, each verified at once; and their
pictures, which are looked at by the picture service's own code."""

from base64 import b64encode
from typing import Any

from msgspec.structs import replace

from backend.contracts.operation import Empty
from backend.contracts.picture.review_models import (
    MAX_REVIEW_PICTURE_BYTES,
    PictureFile,
    PictureSize,
    ReviewPicture,
    ReviewUpload,
)
from backend.contracts.problem import Refused
from backend.contracts.review.identity import review_id
from backend.contracts.review.models import (
    OwnReview,
    OwnReviews,
    Review,
    ReviewPage,
    ReviewState,
    StaffReview,
    StaffReviewPage,
)
from backend.picture.domain import PictureRejected
from backend.picture.render import render_review_picture
from backend.review import domain
from backend.review.domain import StoredReview, Tally
from backend.shared import clock

AT = "2026-11-20T08:00:00.000Z"


class Reviewing:
    """Reviews by id, and the visitors who voted for or reported each."""

    def __init__(self) -> None:
        super().__init__()
        self.reviews: dict[str, StoredReview] = {}
        self.votes: set[tuple[str, str]] = set()
        self.started = 0
        self.sent: dict[str, bytes] = {}
        self.pictures: dict[tuple[str, str], list[bytes]] = {}

    def put_review(self, owner: str, path: Any, _: Any, body: Any) -> OwnReview:
        known = review_id(owner, path.product_id)
        written = domain.write(self.reviews.get(known), owner, path.product_id, body, clock.now())
        self.reviews[known] = replace(written, state=ReviewState.WAITING)
        return domain.view(self.reviews[known], OwnReview)

    def start_review_picture(self, owner: str, *_: Any) -> ReviewUpload:
        self.started += 1
        picture_id = f"{self.started:032x}"
        self.sent[picture_id] = b""
        return ReviewUpload(
            id=picture_id, url=f"https://s3.test/{picture_id}", fields={}, largest=MAX_REVIEW_PICTURE_BYTES, expires=AT
        )

    def check_review_picture(self, owner: str, path: Any, *_: Any) -> ReviewPicture:
        try:
            image, files = render_review_picture(self.sent.pop(path.picture_id))
        except PictureRejected as wrong:
            raise Refused(422, wrong.kind, str(wrong)) from None
        self.pictures[review_id(owner, path.product_id), path.picture_id] = list(files)
        return ReviewPicture(id=path.picture_id, width=image.width, height=image.height)

    def get_review_picture(self, owner: str, path: Any, query: Any, _: Any) -> PictureFile:
        return self._file(review_id(owner, path.product_id), path.picture_id, query)

    def get_staff_review_picture(self, _: str, path: Any, query: Any, __: Any) -> PictureFile:
        return self._file(path.review_id, path.picture_id, query)

    def _file(self, review: str, picture_id: str, query: Any) -> PictureFile:
        if (review, picture_id) not in self.pictures:
            raise Refused(404, "not-found", "There is no such picture")
        content = self.pictures[review, picture_id][1 if query.size is PictureSize.SMALL else 3]
        return PictureFile(content=b64encode(content).decode())

    def withdraw_review(self, owner: str, path: Any, *_: Any) -> Empty:
        self.reviews.pop(review_id(owner, path.product_id), None)
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
