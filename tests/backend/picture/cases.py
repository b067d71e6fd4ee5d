"""Requests about pictures of reviews, for the tests of all services: access, bad input, and what its functions call."""

from typing import Any

from backend.contracts.operation import Caller
from backend.contracts.picture import review_operations as operations
from backend.contracts.review.events import ReviewPicturesChanged
from backend.contracts.review.identity import review_id, writer
from backend.picture import consumer, handler, review_storage
from backend.shared.aws import client
from tests.backend.events import http, said, sqs, token
from tests.backend.picture.files import picture

_PRODUCT, _NOBODYS = {"product_id": "harbour"}, {"picture_id": "0" * 32}
_KEY = {"order_key": "0123456789abcdef" * 2}

SHOPPERS = {"start_review_picture": 201, "check_review_picture": 404, "get_review_picture": 404}
"""By operation: what every shopper is answered about what is their own."""

EVERYBODY = {"start_guest_review_picture": 201, "check_guest_review_picture": 404, "get_guest_review_picture": 404}
"""By operation: what everybody is answered: a key that opens no order has a review that nobody confirms."""

STAFF = {"get_staff_review_picture": 404}
"""By operation: what staff are answered. Everybody else is turned away."""

ASKED: dict[str, Any] = {
    "start_review_picture": lambda world: {"path": {"product_id": world.article}},
    "check_review_picture": lambda world: {"path": {"product_id": world.article} | _NOBODYS},
    "get_review_picture": lambda world: {"path": {"product_id": world.article} | _NOBODYS},
    "start_guest_review_picture": lambda world: {"path": {"order_key": world.stranger, "product_id": world.article}},
    "check_guest_review_picture": lambda world: {
        "path": {"order_key": world.stranger, "product_id": world.article} | _NOBODYS
    },
    "get_guest_review_picture": lambda world: {
        "path": {"order_key": world.stranger, "product_id": world.article} | _NOBODYS
    },
    "get_staff_review_picture": lambda world: {"path": {"review_id": "0" * 32} | _NOBODYS},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("start_review_picture", Caller.SHOPPER, {"path": _PRODUCT}),
    ("start_guest_review_picture", Caller.GUEST, {"path": _KEY | _PRODUCT}),
]
"""Requests that are answered with success, in this order."""


def use_handler(call: Any) -> None:
    """Send a picture of a review, look at it as its writer and as staff, and send what is none."""
    ada, use = token("1"), handler.handler
    review = review_id(writer("1"), "harbour")
    for content in (picture(), b"x"):
        upload = said(call(use, http(operations.START_REVIEW_PICTURE, claims=ada, path=_PRODUCT)))
        client("s3").put_object(Bucket="incoming", Key=f"reviews/{review}/{upload['id']}", Body=content)
        path = _PRODUCT | {"picture_id": upload["id"]}
        call(use, http(operations.CHECK_REVIEW_PICTURE, claims=ada, path=path))
        call(use, http(operations.GET_REVIEW_PICTURE, claims=ada, path=path))
        staff = {"review_id": review, "picture_id": upload["id"]}
        call(use, http(operations.GET_STAFF_REVIEW_PICTURE, claims=token("g", groups="[staff]"), path=staff))


def use_consumer(call: Any) -> None:
    """Keep a picture, show it, and remove it."""
    review, picture_id = "1" * 32, "2" * 32
    review_storage.save_files(review, picture_id, [b"x"] * 4)
    call(consumer.handler, sqs(ReviewPicturesChanged(review_id=review, pictures=(picture_id,), shown=True)))
    call(consumer.handler, sqs(ReviewPicturesChanged(review_id=review, removed=(picture_id,))))
