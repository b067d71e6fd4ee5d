"""Who may review what: only what was delivered is shown, and each writer has one review of a product."""

from unittest import mock

import msgspec
import pytest

from backend.contracts.operation import AnyOperation
from backend.contracts.order.events import AccountClosed, OrderErased
from backend.contracts.review import operations
from backend.contracts.review.events import ReviewSubmitted
from backend.contracts.review.models import ReviewState
from backend.review import consumer, domain, handler, repository, writing
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from tests.backend.events import http, said, sqs, token
from tests.backend.review.reviews import (
    AT,
    BODY,
    ORDER_ID,
    PRODUCT,
    count_published,
    decide,
    own,
    owner,
    published_review,
    purchase_verified,
    read,
    waiting,
    write,
)

KEY = "0123456789abcdef" * 2


def _put(body: object, operation: AnyOperation = operations.PUT_REVIEW, key: str = "") -> dict[str, object]:
    path = {"product_id": PRODUCT} | ({"order_key": key} if key else {})
    return handler.handler(http(operation, claims=None if key else token("1"), path=path, body=body), None)


@pytest.mark.parametrize(
    "change",
    [
        {"stars": 0},
        {"stars": 6},
        {"stars": "5"},
        {"stars": 4.5},
        {"name": ""},
        {"name": "   "},
        {"name": "A\nB"},
        {"name": "x" * 61},
        {"title": "two\nlines"},
        {"title": "x" * 201},
        {"text": "x" * 2_001},
        {"text": "a\x00b"},
        {"order_id": "1"},
        {"owner": "shopper#2"},
        {"state": "published"},
    ],
)
def test_a_bad_review_is_refused_and_nothing_is_stored(change: dict[str, object]) -> None:
    assert _put(BODY | change)["statusCode"] in (400, 422)
    assert not own()


def test_a_review_of_what_was_not_delivered_is_shown_to_nobody_and_goes_after_a_month() -> None:
    review = write()
    item = client("dynamodb").scan(TableName="review", FilterExpression="attribute_exists(review)")["Items"][0]
    assert review.state is ReviewState.UNVERIFIED
    assert int(item["expires"]["N"]) > clock.epoch()
    assert not {"listed", "listed_stars", "in_state"} & item.keys()
    assert count_published() == (0, 0, 0, 0, 0)


def test_the_order_service_is_asked_and_its_yes_passes_the_review_on_to_staff() -> None:
    write()
    item = client("dynamodb").scan(TableName="review", FilterExpression="attribute_exists(review)")["Items"][0]
    asked = msgspec.json.decode(item["event"]["S"], type=ReviewSubmitted)
    assert (asked.owner, asked.order_id, asked.product_id) == (owner(), ORDER_ID, PRODUCT)
    consumer.handler(sqs(purchase_verified()), None)
    assert (read().state, read().variant, read().product_title) == (ReviewState.WAITING, "A3 · Oak", "Harbour at dawn")


def test_a_yes_that_comes_again_does_not_bring_a_published_review_back_to_staff() -> None:
    published_review()
    consumer.handler(sqs(purchase_verified(), purchase_verified()), None)
    assert read().state is ReviewState.PUBLISHED


def test_a_yes_to_a_review_that_was_withdrawn_brings_nothing_back() -> None:
    write()
    writing.withdraw(owner(), PRODUCT)
    assert consumer.handler(sqs(purchase_verified()), None) == {"batchItemFailures": []}
    assert not own()


def test_a_second_review_of_a_product_is_a_change_of_the_first() -> None:
    waiting()
    write(stars=2, text="It faded.")
    assert [(each.stars, each.text, each.state) for each in own()] == [(2, "It faded.", ReviewState.WAITING)]


def test_the_same_request_once_more_changes_nothing() -> None:
    first = published_review()
    assert write() == first


def test_a_review_from_before_the_parcel_arrived_is_asked_about_again_when_it_is_sent_again() -> None:
    first = write()
    again = write()
    assert (again.version, again.state) == (first.version + 1, ReviewState.UNVERIFIED)


def test_a_published_review_that_is_changed_waits_again_and_does_not_count_meanwhile() -> None:
    published_review()
    assert count_published() == (0, 0, 0, 1, 0)
    write(stars=1)
    assert (count_published(), read().state) == ((0, 0, 0, 0, 0), ReviewState.WAITING)


def test_a_review_of_any_script_is_stored_as_it_was_written() -> None:
    words = {"name": "Łukasz 王", "title": "لوحة جميلة", "text": "<b>fett</b>\n\nとても良い 🎨 e\u0301"}
    written = said(_put(BODY | words))
    assert written | words == written


def test_a_guest_writes_with_the_key_of_the_order_and_nobody_else_sees_it_as_theirs() -> None:
    assert said(_put(BODY, operations.PUT_GUEST_REVIEW, KEY))["state"] == "unverified"
    mine = handler.handler(http(operations.LIST_GUEST_REVIEWS, path={"order_key": KEY}), None)
    other = handler.handler(http(operations.LIST_GUEST_REVIEWS, path={"order_key": KEY[::-1]}), None)
    assert (len(said(mine)["items"]), said(other)["items"]) == (1, [])


def test_withdrawing_a_published_review_takes_it_off_the_count_with_its_votes() -> None:
    review = published_review()
    path = {"review_id": review.id, "visitor": KEY}
    handler.handler(http(operations.VOTE_FOR_REVIEW, path=path), None)
    handler.handler(http(operations.WITHDRAW_REVIEW, claims=token("1"), path={"product_id": PRODUCT}), None)
    left = client("dynamodb").scan(TableName="review")["Items"]
    assert count_published() == (0, 0, 0, 0, 0)
    assert [item["pk"]["S"] for item in left] == [f"PRODUCT#{PRODUCT}"]


def test_withdrawing_what_is_not_there_changes_nothing() -> None:
    reply = handler.handler(http(operations.WITHDRAW_REVIEW, claims=token("1"), path={"product_id": PRODUCT}), None)
    assert reply["statusCode"] == 204


@pytest.mark.parametrize(
    "event", [AccountClosed(owner=owner(), at=AT), OrderErased(order_id=ORDER_ID, owner=owner(), at=AT)]
)
def test_a_closed_account_leaves_no_review_and_others_keep_theirs(event: AccountClosed | OrderErased) -> None:
    path = {"review_id": published_review(1).id, "visitor": KEY}
    published_review(1, product="lagoon")
    published_review(2)
    assert handler.handler(http(operations.VOTE_FOR_REVIEW, path=path), None)["statusCode"] == 204
    assert consumer.handler(sqs(event, event), None) == {"batchItemFailures": []}
    assert (own(1), len(own(2)), count_published()) == ([], 1, (0, 0, 0, 1, 0))
    left = str(client("dynamodb").scan(TableName="review")["Items"])
    assert [each for each in ("shopper#1", path["review_id"]) if each in left] == []


def test_of_two_changes_at_once_none_is_lost_and_the_count_is_right() -> None:
    review, other = waiting(1), waiting(2, stars=5)
    load, late = repository.load, iter([True])

    def load_too_early(review_id: str) -> tuple[domain.StoredReview | None, int]:
        found = load(review_id)
        if next(late, False):
            decide(other, publish=True)
        return found

    with mock.patch.object(repository, "load", load_too_early):
        decide(review, publish=True)
    assert count_published() == (0, 0, 0, 1, 1)


def test_a_tally_that_changed_meanwhile_is_counted_on() -> None:
    first, second = waiting(1), waiting(2, stars=5)
    get_tally, late = repository.get_tally, iter([True])

    def get_too_early(product_id: str) -> domain.Tally:
        found = get_tally(product_id)
        if next(late, False):
            decide(second, publish=True)
        return found

    with mock.patch.object(repository, "get_tally", get_too_early):
        decide(first, publish=True)
    assert count_published() == (0, 0, 0, 1, 1)


def test_a_change_that_meets_the_order_services_answer_does_not_undo_it() -> None:
    write()
    load, late = repository.load, iter([True])

    def load_too_early(review_id: str) -> tuple[domain.StoredReview | None, int]:
        found = load(review_id)
        if next(late, False):
            writing.verify(purchase_verified())
        return found

    with mock.patch.object(repository, "load", load_too_early):
        write(stars=1)
    assert (read().state, read().stars) == (ReviewState.WAITING, 1)


def test_a_change_that_always_loses_the_race_asks_to_try_again() -> None:
    with mock.patch.object(dynamodb, "transact_if", return_value=False):
        assert _put(BODY)["statusCode"] == 409


def test_what_expires_takes_the_note_of_its_writer_along_and_what_is_verified_expires_no_more() -> None:
    def expiring() -> int:
        return sum("expires" in item for item in client("dynamodb").scan(TableName="review")["Items"])

    write()
    assert expiring() == 2
    consumer.handler(sqs(purchase_verified()), None)
    assert expiring() == 0
