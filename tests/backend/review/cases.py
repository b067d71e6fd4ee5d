"""Requests to the review service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any
from unittest import mock

from backend.contracts.operation import Caller
from backend.contracts.order.events import AccountClosed, OrderErased
from backend.contracts.review import operations
from backend.contracts.review.models import ReviewSort
from backend.review import consumer, handler
from backend.shared import staff_changes
from tests.backend.events import http, said, sqs, token
from tests.backend.review.reviews import AT, BODY, ORDER_ID, PRODUCT, owner, purchase_verified

_NOBODYS = {"review_id": "0" * 32}
_VISITOR, _KEY = {"visitor": "0123456789abcdef" * 2}, {"order_key": "0123456789abcdef" * 2}
_PRODUCT = {"product_id": PRODUCT}
_DECIDE = {"publish": False, "reason": "It names a person.", "version": 1, "by": "grace@example.com"}
_ANSWER = {"text": "Thank you!", "version": 1, "by": "grace@example.com"}
_REPORT = {"reason": "It is about another picture."}

RIGHT: dict[str, dict[str, Any]] = {
    "put_review": BODY,
    "put_guest_review": BODY,
    "report_review": _REPORT,
    "decide_review": _DECIDE,
    "answer_review": _ANSWER,
}
"""By operation: a body that is right."""

FREE_TEXT = {"put_review": {("text",)}, "put_guest_review": {("text",)}, "answer_review": {("text",)}}
"""By operation: the fields in which a person writes, which may hold several lines."""

SHOPPERS = {"list_own_reviews": 200, "put_review": 202, "withdraw_review": 204}
"""By operation: what every shopper is answered about what is their own."""

EVERYBODY = {
    "list_reviews": 200,
    "list_guest_reviews": 200,
    "put_guest_review": 202,
    "withdraw_guest_review": 204,
    "vote_for_review": 404,
    "take_vote_back": 404,
    "report_review": 404,
}
"""By operation: what everybody is answered: a key that opens no order has no reviews, and none of its is ever shown."""

STAFF = {"list_staff_reviews": 200, "get_staff_review": 404, "decide_review": 404, "answer_review": 404}
"""By operation: what staff are answered. Everybody else is turned away."""

ASKED: dict[str, Any] = {
    "list_reviews": lambda world: {"path": {"product_id": world.article}},
    "list_own_reviews": lambda world: {},
    "put_review": lambda world: {"path": {"product_id": world.article}, "body": BODY},
    "withdraw_review": lambda world: {"path": {"product_id": world.article}},
    "list_guest_reviews": lambda world: {"path": {"order_key": world.stranger}},
    "put_guest_review": lambda world: {
        "path": {"order_key": world.stranger, "product_id": world.article},
        "body": BODY,
    },
    "withdraw_guest_review": lambda world: {"path": {"order_key": world.stranger, "product_id": world.article}},
    "vote_for_review": lambda world: {"path": _NOBODYS | {"visitor": world.stranger}},
    "take_vote_back": lambda world: {"path": _NOBODYS | {"visitor": world.stranger}},
    "report_review": lambda world: {"path": _NOBODYS | {"visitor": world.stranger}, "body": _REPORT},
    "list_staff_reviews": lambda world: {},
    "get_staff_review": lambda world: {"path": _NOBODYS},
    "decide_review": lambda world: {"path": _NOBODYS, "body": _DECIDE},
    "answer_review": lambda world: {"path": _NOBODYS, "body": _ANSWER},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("put_review", Caller.SHOPPER, {"path": _PRODUCT, "body": BODY}),
    ("list_own_reviews", Caller.SHOPPER, {}),
    ("withdraw_review", Caller.SHOPPER, {"path": _PRODUCT}),
    ("put_guest_review", Caller.GUEST, {"path": _KEY | _PRODUCT, "body": BODY}),
    ("list_guest_reviews", Caller.GUEST, {"path": _KEY}),
    ("withdraw_guest_review", Caller.GUEST, {"path": _KEY | _PRODUCT}),
    ("list_reviews", Caller.PUBLIC, {"path": _PRODUCT}),
    ("list_staff_reviews", Caller.STAFF, {}),
]
"""Requests that are answered with success, in this order."""


def _use_handler(call: Any) -> None:
    ada, staff = token("1"), token("grace", groups="[staff]")
    use = handler.handler
    mine = said(call(use, http(operations.PUT_REVIEW, claims=ada, path=_PRODUCT, body=BODY)))
    review = {"review_id": mine["id"]}
    consumer.handler(sqs(purchase_verified()), None)
    call(use, http(operations.LIST_STAFF_REVIEWS, claims=staff))
    found = said(call(use, http(operations.GET_STAFF_REVIEW, claims=staff, path=review)))
    decision = {"publish": True, "version": found["version"]}
    found = said(call(use, http(operations.DECIDE_REVIEW, claims=staff, path=review, body=decision)))
    answer = _ANSWER | {"version": found["version"]}
    call(use, http(operations.ANSWER_REVIEW, claims=staff, path=review, body=answer))
    for each in (operations.VOTE_FOR_REVIEW, operations.TAKE_VOTE_BACK, operations.VOTE_FOR_REVIEW):
        call(use, http(each, path=review | _VISITOR))
    call(use, http(operations.REPORT_REVIEW, path=review | _VISITOR, body=_REPORT))
    for sort in ReviewSort:
        call(use, http(operations.LIST_REVIEWS, path=_PRODUCT, query={"sort": sort.value}))
        call(use, http(operations.LIST_REVIEWS, path=_PRODUCT, query={"sort": sort.value, "stars": "4"}))
    call(use, http(operations.LIST_OWN_REVIEWS, claims=ada))
    call(use, http(operations.WITHDRAW_REVIEW, claims=ada, path=_PRODUCT))


def _use_consumer(call: Any) -> None:
    def write() -> None:
        handler.handler(http(operations.PUT_REVIEW, claims=token("1"), path=_PRODUCT, body=BODY), None)

    write()
    call(consumer.handler, sqs(purchase_verified()))
    found = said(handler.handler(http(operations.LIST_OWN_REVIEWS, claims=token("1")), None))["items"][0]
    staff, review = token("grace", groups="[staff]"), {"review_id": found["id"]}
    decision = {"publish": True, "version": found["version"]}
    with mock.patch.object(staff_changes, "_put", return_value=True):  # the handler's to publish, not the consumer's
        handler.handler(http(operations.DECIDE_REVIEW, claims=staff, path=review, body=decision), None)
    handler.handler(http(operations.VOTE_FOR_REVIEW, path=review | _VISITOR), None)
    handler.handler(http(operations.REPORT_REVIEW, path=review | _VISITOR, body=_REPORT), None)
    call(consumer.handler, sqs(AccountClosed(owner=owner(), at=AT)))
    write()
    call(consumer.handler, sqs(OrderErased(order_id=ORDER_ID, owner=owner(), at=AT)))


DRIVES = {"ReviewHandler": _use_handler, "ReviewConsumer": _use_consumer}
"""By function: all that it does, so that its role can be compared with what it calls."""
