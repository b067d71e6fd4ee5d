"""What staff and visitors do with reviews: publish, refuse, answer, vote and report."""

from collections.abc import Callable
from unittest import mock

import msgspec
import pytest

from backend.contracts.operation import AnyOperation
from backend.contracts.review import operations
from backend.contracts.review.events import RatingChanged, ReviewRefused
from backend.contracts.review.models import Rating, ReviewState
from backend.review import handler, item, visitors, writing
from backend.review.domain import StoredReview
from backend.shared import staff_changes
from backend.shared.aws import client
from tests.backend.events import http, said, token
from tests.backend.review.reviews import (
    ORDER_ID,
    PRODUCT,
    count_published,
    own,
    owner,
    published_review,
    read,
    waiting,
    write,
)

STAFF = token("grace", groups="[staff]")
ONE, OTHER = "1" * 32, "2" * 32


def _staff(operation: AnyOperation, review: StoredReview, **body: object) -> dict[str, object]:
    body = {"version": review.version, "by": "Grace"} | body
    return handler.handler(http(operation, claims=STAFF, path={"review_id": review.id}, body=body), None)


def _visit(operation: AnyOperation, review: StoredReview, visitor: str = ONE, **more: object) -> int:
    path = {"review_id": review.id, "visitor": visitor}
    return int(handler.handler(http(operation, path=path, **more), None)["statusCode"])


def _report(review: StoredReview, visitor: str = ONE) -> int:
    return _visit(operations.REPORT_REVIEW, review, visitor, body={"reason": "It is rude."})


def _event(key: dict[str, object], shape: type[msgspec.Struct]) -> msgspec.Struct:
    found = client("dynamodb").get_item(TableName="review", Key=key)["Item"]
    return msgspec.json.decode(found["event"]["S"], type=shape)


def _list_ids(state: ReviewState) -> list[str]:
    reply = handler.handler(http(operations.LIST_STAFF_REVIEWS, claims=STAFF, query={"state": state.value}), None)
    return [each["id"] for each in said(reply)["items"]]


def test_what_waits_is_shown_to_staff_alone_until_they_publish_it() -> None:
    review = waiting()
    assert (_list_ids(ReviewState.WAITING), count_published()) == ([review.id], (0, 0, 0, 0, 0))
    assert said(_staff(operations.DECIDE_REVIEW, review, publish=True))["state"] == "published"
    assert (_list_ids(ReviewState.WAITING), _list_ids(ReviewState.PUBLISHED), count_published()) == (
        [],
        [review.id],
        (0, 0, 0, 1, 0),
    )


def test_other_services_hear_of_the_rating_with_a_version_that_grows() -> None:
    published_review(1, stars=5)
    published_review(2, stars=2)
    changed = _event(item.rating_key(PRODUCT), RatingChanged)
    assert changed == RatingChanged(product_id=PRODUCT, version=2, rating=Rating(count=2, sum=7))


def test_a_refusal_needs_a_reason_which_is_mailed_to_the_author() -> None:
    review = waiting()
    assert _staff(operations.DECIDE_REVIEW, review, publish=False, reason="  ")["statusCode"] == 422
    _staff(operations.DECIDE_REVIEW, review, publish=False, reason="It names a person.")
    heard = _event(item.key(review.id), ReviewRefused)
    assert (heard.reason, heard.order_id, heard.owner) == ("It names a person.", ORDER_ID, owner())
    assert (own()[0].state, own()[0].reason) == (ReviewState.REFUSED, "It names a person.")


def test_a_refused_review_that_is_changed_waits_again() -> None:
    _staff(operations.DECIDE_REVIEW, waiting(), publish=False, reason="It names a person.")
    write(text="Better so.")
    assert (own()[0].state, own()[0].reason) == (ReviewState.WAITING, "")


def test_a_published_review_can_still_be_refused_and_counts_no_more() -> None:
    _staff(operations.DECIDE_REVIEW, published_review(), publish=False, reason="It names a person.")
    assert count_published() == (0, 0, 0, 0, 0)


def test_publishing_twice_counts_once() -> None:
    _staff(operations.DECIDE_REVIEW, published_review(), publish=True)
    assert count_published() == (0, 0, 0, 1, 0)


def test_what_changed_since_staff_read_it_is_not_decided() -> None:
    review = waiting()
    write(text="Something else entirely.")
    assert _staff(operations.DECIDE_REVIEW, review, publish=True)["statusCode"] == 409
    assert count_published() == (0, 0, 0, 0, 0)


def test_what_was_not_delivered_cannot_be_published_by_staff_either() -> None:
    assert _staff(operations.DECIDE_REVIEW, write(), publish=True)["statusCode"] == 409


@pytest.mark.parametrize(
    ("make", "operation", "body"),
    [
        (waiting, operations.DECIDE_REVIEW, {"publish": True}),
        (waiting, operations.DECIDE_REVIEW, {"publish": False, "reason": "It names a person."}),
        (published_review, operations.ANSWER_REVIEW, {"text": "Thank you!"}),
        (published_review, operations.ANSWER_REVIEW, {"text": ""}),
    ],
)
def test_what_was_done_without_an_entry_in_the_audit_log_gets_it_when_it_is_sent_again(
    make: Callable[[], StoredReview], operation: AnyOperation, body: dict[str, object]
) -> None:
    review = make()
    with mock.patch.object(staff_changes, "_put", return_value=False):
        assert _staff(operation, review, **body)["statusCode"] == 503
    done = read()
    assert done.version == review.version + 1
    with mock.patch.object(staff_changes, "_put", return_value=True) as put:
        assert said(_staff(operation, review, **body))["version"] == done.version
    assert (read(), put.call_count) == (done, 1)


def test_what_somebody_else_did_or_what_is_not_the_same_is_not_taken_for_it() -> None:
    review = waiting()
    _staff(operations.DECIDE_REVIEW, review, publish=True)
    other = token("bo", groups="[staff]")
    for claims, body in ((other, {"publish": True}), (STAFF, {"publish": True, "reason": "It is fine."}),
                         (STAFF, {"publish": False, "reason": "It names a person."})):  # fmt: skip
        sent = {"version": review.version, "by": "Grace"} | body
        path = {"review_id": review.id}
        reply = handler.handler(http(operations.DECIDE_REVIEW, claims=claims, path=path, body=sent), None)
        assert reply["statusCode"] == 409
    answered = read()
    _staff(operations.ANSWER_REVIEW, answered, text="Thank you!")
    assert _staff(operations.ANSWER_REVIEW, answered, text="Thank you so much!")["statusCode"] == 409
    assert _staff(operations.DECIDE_REVIEW, answered, publish=True)["statusCode"] == 409
    assert len(read().moderations) == 2


def test_a_decision_that_a_report_followed_is_not_taken_for_the_last() -> None:
    review = published_review()
    _staff(operations.DECIDE_REVIEW, review, publish=True)
    decided = read()
    _report(review)
    assert _staff(operations.DECIDE_REVIEW, decided, publish=True)["statusCode"] == 409
    assert read().state is ReviewState.REPORTED


def test_everything_that_staff_did_is_noted_with_who_and_when() -> None:
    review = waiting()
    _staff(operations.DECIDE_REVIEW, review, publish=True)
    _staff(operations.ANSWER_REVIEW, read(), text="Thank you!")
    _staff(operations.DECIDE_REVIEW, read(), publish=False, reason="It names a person.")
    noted = [(each.who, each.by, each.state, each.note) for each in read().moderations]
    assert noted == [
        ("grace", "Grace", "published", ""),
        ("grace", "Grace", "published", "answered"),
        ("grace", "Grace", "refused", "It names a person."),
    ]


def test_an_answer_is_public_and_can_be_taken_back() -> None:
    review = published_review()
    _staff(operations.ANSWER_REVIEW, review, text="Thank you!")
    page = said(handler.handler(http(operations.LIST_REVIEWS, path={"product_id": PRODUCT}), None))
    assert page["items"][0]["answer"] == "Thank you!"
    _staff(operations.ANSWER_REVIEW, read(), text="")
    assert read().answer == ""


def test_what_is_not_published_is_not_answered() -> None:
    assert _staff(operations.ANSWER_REVIEW, waiting(), text="Thank you!")["statusCode"] == 409


def test_each_visitor_has_one_vote_and_can_take_it_back() -> None:
    review = published_review()
    for visitor in (ONE, ONE, OTHER):
        assert _visit(operations.VOTE_FOR_REVIEW, review, visitor) == 204
    assert read().helpful == 2
    for _ in range(2):
        assert _visit(operations.TAKE_VOTE_BACK, review) == 204
    assert read().helpful == 1


def test_a_vote_that_comes_while_a_review_is_withdrawn_leaves_nothing() -> None:
    review, forget, late = published_review(), visitors.forget, iter([True])

    def forget_too_early(review_id: str) -> bool:
        had_votes = forget(review_id)
        if next(late, False):
            _visit(operations.VOTE_FOR_REVIEW, review)
        return had_votes

    with mock.patch.object(visitors, "forget", forget_too_early):
        writing.withdraw(owner(), PRODUCT)
    assert [each["sk"]["S"] for each in client("dynamodb").scan(TableName="review")["Items"]] == ["RATING"]


def test_a_vote_is_not_lost_when_staff_answer_and_does_not_disturb_them() -> None:
    review = published_review()
    _visit(operations.VOTE_FOR_REVIEW, review)
    assert said(_staff(operations.ANSWER_REVIEW, review, text="Thank you!"))["helpful"] == 1


def test_the_table_does_not_hold_a_visitors_secret() -> None:
    review = published_review()
    _visit(operations.VOTE_FOR_REVIEW, review)
    _report(review)
    assert ONE not in str(client("dynamodb").scan(TableName="review")["Items"])


@pytest.mark.parametrize("operation", [operations.VOTE_FOR_REVIEW, operations.TAKE_VOTE_BACK, operations.REPORT_REVIEW])
def test_what_is_not_shown_is_neither_voted_for_nor_reported(operation: AnyOperation) -> None:
    body = {"reason": "It is rude."} if operation is operations.REPORT_REVIEW else None
    assert _visit(operation, waiting(), body=body) == 404


def test_a_report_brings_a_review_to_staff_once_per_visitor_and_it_stays_published_until_they_decide() -> None:
    review = published_review()
    assert [_report(review), _report(review), _report(review, OTHER)] == [204, 204, 204]
    assert (_list_ids(ReviewState.REPORTED), count_published()) == ([review.id], (0, 0, 0, 1, 0))
    assert (read().reports, read().reasons) == (2, ("It is rude.", "It is rude."))
    _staff(operations.DECIDE_REVIEW, read(), publish=True)
    assert (_list_ids(ReviewState.REPORTED), read().reports) == ([], 0)
