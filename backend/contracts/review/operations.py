"""The review service's operations.

A guest is whoever has an order's key; a visitor's vote and report need nothing but a secret of the session.
"""

from backend.contracts.operation import HELP_SHOPPERS, READ_ORDERS, Caller, Changes, Operation, Thing
from backend.contracts.product.models import MAX_AGE_SECONDS
from backend.contracts.product.queries import ProductPath
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

LIST_REVIEWS = Operation(
    name="list_reviews",
    service="review",
    route="GET /products/{product_id}/reviews",
    caller=Caller.PUBLIC,
    summary="A product's published reviews, and how many stars they give",
    path=ProductPath,
    query=ReviewsQuery,
    reply=ReviewPage,
    fresh=MAX_AGE_SECONDS,
)
LIST_OWN_REVIEWS = Operation(
    name="list_own_reviews",
    service="review",
    route="GET /own-reviews",
    caller=Caller.SHOPPER,
    summary="What the shopper has written",
    reply=OwnReviews,
)
PUT_REVIEW = Operation(
    name="put_review",
    service="review",
    route="PUT /own-reviews/{product_id}",
    caller=Caller.SHOPPER,
    summary="Review a product, or change the review; it waits for staff",
    path=ProductPath,
    body=ReviewBody,
    reply=OwnReview,
    status=202,
    problems=(409,),
)
WITHDRAW_REVIEW = Operation(
    name="withdraw_review",
    service="review",
    route="DELETE /own-reviews/{product_id}",
    caller=Caller.SHOPPER,
    summary="Withdraw one's own review; doing it again changes nothing",
    path=ProductPath,
    status=204,
)
LIST_GUEST_REVIEWS = Operation(
    name="list_guest_reviews",
    service="review",
    route="GET /guest-reviews/{order_key}",
    caller=Caller.GUEST,
    summary="What was written about a guest's order",
    path=GuestReviewsPath,
    reply=OwnReviews,
)
PUT_GUEST_REVIEW = Operation(
    name="put_guest_review",
    service="review",
    route="PUT /guest-reviews/{order_key}/{product_id}",
    caller=Caller.GUEST,
    summary="Review a product of a guest's order, or change the review; it waits for staff",
    path=GuestReviewPath,
    body=ReviewBody,
    reply=OwnReview,
    status=202,
    problems=(409,),
)
WITHDRAW_GUEST_REVIEW = Operation(
    name="withdraw_guest_review",
    service="review",
    route="DELETE /guest-reviews/{order_key}/{product_id}",
    caller=Caller.GUEST,
    summary="Withdraw a review of a guest's order; doing it again changes nothing",
    path=GuestReviewPath,
    status=204,
)
VOTE_FOR_REVIEW = Operation(
    name="vote_for_review",
    service="review",
    route="PUT /reviews/{review_id}/votes/{visitor}",
    caller=Caller.GUEST,
    summary="Call a review helpful; doing it again changes nothing",
    path=VisitorPath,
    status=204,
    problems=(404,),
)
TAKE_VOTE_BACK = Operation(
    name="take_vote_back",
    service="review",
    route="DELETE /reviews/{review_id}/votes/{visitor}",
    caller=Caller.GUEST,
    summary="Take a vote back; doing it again changes nothing",
    path=VisitorPath,
    status=204,
    problems=(404,),
)
REPORT_REVIEW = Operation(
    name="report_review",
    service="review",
    route="PUT /reviews/{review_id}/reports/{visitor}",
    caller=Caller.GUEST,
    summary="Ask staff to look at a review; doing it again changes nothing",
    path=VisitorPath,
    body=ReportReview,
    status=204,
    problems=(404,),
)
LIST_STAFF_REVIEWS = Operation(
    name="list_staff_reviews",
    service="review",
    route="GET /reviews",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="The reviews in one state, oldest first",
    query=StaffReviewsQuery,
    reply=StaffReviewPage,
)
GET_STAFF_REVIEW = Operation(
    name="get_staff_review",
    service="review",
    route="GET /reviews/{review_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="One review, with what staff did to it",
    path=ReviewPath,
    reply=StaffReview,
    problems=(404,),
)
DECIDE_REVIEW = Operation(
    name="decide_review",
    service="review",
    route="POST /reviews/{review_id}/decision",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Publish a review, or refuse it",
    path=ReviewPath,
    body=DecideReview,
    reply=StaffReview,
    problems=(404, 409, 422),
    changes=Changes(Thing.REVIEW, "review_id"),
)
ANSWER_REVIEW = Operation(
    name="answer_review",
    service="review",
    route="POST /reviews/{review_id}/answer",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Answer a published review in public",
    path=ReviewPath,
    body=AnswerReview,
    reply=StaffReview,
    problems=(404, 409),
    changes=Changes(Thing.REVIEW, "review_id"),
)
OPERATIONS = (
    LIST_REVIEWS,
    LIST_OWN_REVIEWS,
    PUT_REVIEW,
    WITHDRAW_REVIEW,
    LIST_GUEST_REVIEWS,
    PUT_GUEST_REVIEW,
    WITHDRAW_GUEST_REVIEW,
    VOTE_FOR_REVIEW,
    TAKE_VOTE_BACK,
    REPORT_REVIEW,
    LIST_STAFF_REVIEWS,
    GET_STAFF_REVIEW,
    DECIDE_REVIEW,
    ANSWER_REVIEW,
)
