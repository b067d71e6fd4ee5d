"""The HTTP operations about pictures of reviews: their writers send and see them, and staff see them.

The bytes go straight to S3 by a form for one key; `check` has the picture looked at, and answers what it is or what is
wrong with it. No operation makes a picture public: that is done when staff publish the review.
"""

from backend.contracts.operation import READ_ORDERS, Caller, Operation
from backend.contracts.picture.review_models import (
    GuestReviewPicturePath,
    GuestReviewPicturesPath,
    OwnReviewPicturePath,
    PictureFile,
    PictureFileQuery,
    ReviewPicture,
    ReviewUpload,
    StaffReviewPicturePath,
)
from backend.contracts.product.queries import ProductPath

START_REVIEW_PICTURE = Operation(
    name="start_review_picture",
    service="picture",
    route="POST /own-reviews/{product_id}/pictures",
    caller=Caller.SHOPPER,
    summary="A form to send one picture of the shopper's review by, straight to S3",
    path=ProductPath,
    reply=ReviewUpload,
    status=201,
    problems=(409,),
)
CHECK_REVIEW_PICTURE = Operation(
    name="check_review_picture",
    service="picture",
    route="POST /own-reviews/{product_id}/pictures/{picture_id}/check",
    caller=Caller.SHOPPER,
    summary="Look at a picture that was sent, and make it anew",
    path=OwnReviewPicturePath,
    reply=ReviewPicture,
    problems=(404, 422),
)
GET_REVIEW_PICTURE = Operation(
    name="get_review_picture",
    service="picture",
    route="GET /own-reviews/{product_id}/pictures/{picture_id}",
    caller=Caller.SHOPPER,
    summary="A file of a picture of the shopper's review",
    path=OwnReviewPicturePath,
    query=PictureFileQuery,
    reply=PictureFile,
    problems=(404,),
)
START_GUEST_REVIEW_PICTURE = Operation(
    name="start_guest_review_picture",
    service="picture",
    route="POST /guest-reviews/{order_key}/{product_id}/pictures",
    caller=Caller.GUEST,
    summary="A form to send one picture of a guest's review by, straight to S3",
    path=GuestReviewPicturesPath,
    reply=ReviewUpload,
    status=201,
    problems=(409,),
)
CHECK_GUEST_REVIEW_PICTURE = Operation(
    name="check_guest_review_picture",
    service="picture",
    route="POST /guest-reviews/{order_key}/{product_id}/pictures/{picture_id}/check",
    caller=Caller.GUEST,
    summary="Look at a picture that a guest sent, and make it anew",
    path=GuestReviewPicturePath,
    reply=ReviewPicture,
    problems=(404, 422),
)
GET_GUEST_REVIEW_PICTURE = Operation(
    name="get_guest_review_picture",
    service="picture",
    route="GET /guest-reviews/{order_key}/{product_id}/pictures/{picture_id}",
    caller=Caller.GUEST,
    summary="A file of a picture of a guest's review",
    path=GuestReviewPicturePath,
    query=PictureFileQuery,
    reply=PictureFile,
    problems=(404,),
)
GET_STAFF_REVIEW_PICTURE = Operation(
    name="get_staff_review_picture",
    service="picture",
    route="GET /reviews/{review_id}/pictures/{picture_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="A file of a picture of a review, whoever wrote it",
    path=StaffReviewPicturePath,
    query=PictureFileQuery,
    reply=PictureFile,
    problems=(404,),
)
REVIEW_OPERATIONS = (
    START_REVIEW_PICTURE,
    CHECK_REVIEW_PICTURE,
    GET_REVIEW_PICTURE,
    START_GUEST_REVIEW_PICTURE,
    CHECK_GUEST_REVIEW_PICTURE,
    GET_GUEST_REVIEW_PICTURE,
    GET_STAFF_REVIEW_PICTURE,
)
