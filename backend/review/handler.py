"""The review service's HTTP handler: for the public, authors, visitors and staff."""

from backend.contracts.operation import Empty
from backend.contracts.product.queries import ProductPath
from backend.contracts.review import operations
from backend.contracts.review.identity import writer
from backend.contracts.review.models import (
    AnswerReview,
    DecideReview,
    GuestReviewPath,
    GuestReviewsPath,
    OwnReview,
    OwnReviews,
    ReportReview,
    ReviewBody,
    ReviewPage,
    ReviewPath,
    ReviewsQuery,
    StaffReview,
    StaffReviewPage,
    StaffReviewsQuery,
    VisitorPath,
)
from backend.review import domain, lists, repository, visitors, writing
from backend.shared import clock
from backend.shared.http import Request, http_handler, route
from backend.shared.staff_changes import describe


def _owner(shopper: str, path: object) -> str:
    """Return whose reviews they are, by the token or by the key of a guest's order."""
    return writer(shopper, path.order_key if isinstance(path, GuestReviewsPath) else "")


def _list(request: Request[ProductPath, ReviewsQuery, Empty]) -> ReviewPage:
    return lists.list_shown(request.path.product_id, request.query)


def _list_own(request: Request[Empty, Empty, Empty] | Request[GuestReviewsPath, Empty, Empty]) -> OwnReviews:
    reviews = repository.list_own(_owner(request.shopper, request.path))
    return OwnReviews(items=tuple(domain.view(review, OwnReview) for review in reviews))


def _put(request: Request[ProductPath, Empty, ReviewBody] | Request[GuestReviewPath, Empty, ReviewBody]) -> OwnReview:
    return domain.view(
        writing.put(_owner(request.shopper, request.path), request.path.product_id, request.body), OwnReview
    )


def _withdraw(request: Request[ProductPath, Empty, Empty] | Request[GuestReviewPath, Empty, Empty]) -> None:
    writing.withdraw(_owner(request.shopper, request.path), request.path.product_id)


def _vote(request: Request[VisitorPath, Empty, Empty]) -> None:
    visitors.vote(request.path.review_id, request.path.visitor)


def _take_vote_back(request: Request[VisitorPath, Empty, Empty]) -> None:
    visitors.take_back(request.path.review_id, request.path.visitor)


def _report(request: Request[VisitorPath, Empty, ReportReview]) -> None:
    visitors.report(request.path.review_id, request.path.visitor, request.body.reason)


def _list_for_staff(request: Request[Empty, StaffReviewsQuery, Empty]) -> StaffReviewPage:
    return lists.list_for_staff(request.query)


def _get_for_staff(request: Request[ReviewPath, Empty, Empty]) -> StaffReview:
    return domain.view(repository.require(repository.load(request.path.review_id)[0]), StaffReview)


def _decide(request: Request[ReviewPath, Empty, DecideReview]) -> StaffReview:
    describe(("decision", "", "published" if request.body.publish else "refused"))
    decided = repository.change(
        request.path.review_id,
        lambda review: domain.decide(repository.require(review), request.body, request.shopper, clock.now()),
    )
    return domain.view(repository.require(decided), StaffReview)


def _answer(request: Request[ReviewPath, Empty, AnswerReview]) -> StaffReview:
    describe(("answer", "", "public" if request.body.text else "taken back"))
    answered = repository.change(
        request.path.review_id,
        lambda review: domain.answer(repository.require(review), request.body, request.shopper, clock.now()),
    )
    return domain.view(repository.require(answered), StaffReview)


handler = http_handler(
    route(operations.LIST_REVIEWS, _list),
    route(operations.LIST_OWN_REVIEWS, _list_own),
    route(operations.PUT_REVIEW, _put),
    route(operations.WITHDRAW_REVIEW, _withdraw),
    route(operations.LIST_GUEST_REVIEWS, _list_own),
    route(operations.PUT_GUEST_REVIEW, _put),
    route(operations.WITHDRAW_GUEST_REVIEW, _withdraw),
    route(operations.VOTE_FOR_REVIEW, _vote),
    route(operations.TAKE_VOTE_BACK, _take_vote_back),
    route(operations.REPORT_REVIEW, _report),
    route(operations.LIST_STAFF_REVIEWS, _list_for_staff),
    route(operations.GET_STAFF_REVIEW, _get_for_staff),
    route(operations.DECIDE_REVIEW, _decide),
    route(operations.ANSWER_REVIEW, _answer),
)
