"""A review's pictures: what becomes of them as its writer, the order service and staff act. What goes wrong first."""

from typing import Any

import msgspec
import pytest

from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.contracts.picture.review_models import ReviewPicture
from backend.contracts.review import operations
from backend.contracts.review.events import ReviewPicturesChanged
from backend.contracts.review.models import OwnReview, ReviewState
from backend.review import domain, handler, item, personal_data, repository, writing
from backend.review.domain import StoredReview
from backend.shared import compression
from backend.shared.aws import client
from tests.backend.events import http, said, token
from tests.backend.review.reviews import (
    AT,
    BODY,
    PRODUCT,
    own,
    owner,
    published_review,
    purchase_verified,
    read,
    waiting,
    write,
)

ONE, TWO, THREE = (ReviewPicture(id=str(each) * 32, width=800, height=600) for each in (1, 2, 3))


def last_event(review: StoredReview) -> ReviewPicturesChanged | None:
    """The last that was told of a review's pictures."""
    stored = repository.read(item.key(review.id, "PICTURES"))
    return msgspec.json.decode(stored["event"]["S"], type=ReviewPicturesChanged) if stored else None


def decide(review: StoredReview, **body: Any) -> Any:
    request = http(
        operations.DECIDE_REVIEW, claims=token("grace", groups="[staff]"), path={"review_id": review.id},
        body={"version": review.version, "by": "Grace"} | body,
    )  # fmt: skip
    return handler.handler(request, None)


@pytest.mark.parametrize(
    "pictures",
    [
        [{"id": "1" * 32, "width": 800, "height": 600}] * 4, [{"id": "1" * 31, "width": 800, "height": 600}],
        [{"id": "1" * 32, "width": 0, "height": 600}], [{"id": "1" * 32}], ["1" * 32], "x", [None],
        [{"id": "1" * 32, "width": 800, "height": 600}] * 2,
        [{"id": "1" * 32, "width": 800, "height": height} for height in (600, 601)],
    ],
)  # fmt: skip
def test_what_is_no_list_of_up_to_three_pictures_is_refused(pictures: object) -> None:
    request = http(
        operations.PUT_REVIEW, claims=token("1"), path={"product_id": PRODUCT}, body=BODY | {"pictures": pictures}
    )
    assert handler.handler(request, None)["statusCode"] == 422


def test_a_review_without_pictures_writes_and_tells_nothing_of_them() -> None:
    review = published_review()
    assert (last_event(review), review.pictures) == (None, ())
    writing.withdraw(owner(), PRODUCT)
    assert last_event(review) is None


def test_a_review_of_before_there_were_pictures_reads_as_one_without() -> None:
    review = waiting()
    kept = {name: value for name, value in msgspec.to_builtins(review).items() if name != "pictures"}
    stored = item.encode(review, 1, None) | {"review": {"B": compression.compress(kept)}}
    assert item.decode(stored).pictures == ()


def test_pictures_of_what_nobody_confirmed_are_not_kept() -> None:
    assert last_event(write(pictures=(ONE,))) is None


def test_a_confirmed_reviews_pictures_are_kept_and_not_shown() -> None:
    review = waiting(pictures=(ONE, TWO))
    assert last_event(review) == ReviewPicturesChanged(review_id=review.id, pictures=(ONE.id, TWO.id))


def test_pictures_are_shown_once_staff_publish_and_everybody_reads_of_them() -> None:
    review = published_review(pictures=(ONE,))
    assert last_event(review) == ReviewPicturesChanged(review_id=review.id, pictures=(ONE.id,), shown=True)
    page = said(handler.handler(http(operations.LIST_REVIEWS, path={"product_id": PRODUCT}), None))
    assert page["items"][0]["pictures"] == [{"id": ONE.id, "width": 800, "height": 600}]


def test_staff_publish_without_single_pictures_and_doing_it_again_changes_nothing() -> None:
    review = waiting(pictures=(ONE, TWO))
    for _ in range(2):
        assert decide(review, publish=True, without=[ONE.id])["statusCode"] == 200
    assert read().pictures == (TWO,)
    assert read().moderations[-1].note == "without 1 of its pictures"
    assert last_event(review) == ReviewPicturesChanged(
        review_id=review.id, pictures=(TWO.id,), removed=(ONE.id,), shown=True
    )


def test_staff_who_then_leave_out_another_picture_of_the_same_page_are_told_that_it_changed() -> None:
    review = waiting(pictures=(ONE, TWO))
    assert decide(review, publish=True, without=[ONE.id])["statusCode"] == 200
    assert decide(review, publish=True, without=[TWO.id])["statusCode"] == 409


def test_staff_take_a_picture_off_a_published_review() -> None:
    review = published_review(pictures=(ONE, TWO))
    assert decide(review, publish=True, without=[TWO.id])["statusCode"] == 200
    assert (read().pictures, read().state) == ((ONE,), ReviewState.PUBLISHED)
    assert last_event(review).removed == (TWO.id,)  # type: ignore[union-attr]


def test_a_refusal_removes_all_pictures() -> None:
    review = published_review(pictures=(ONE, TWO))
    assert decide(review, publish=False, reason="It shows a person.")["statusCode"] == 200
    assert read().pictures == ()
    assert last_event(review) == ReviewPicturesChanged(review_id=review.id, removed=(ONE.id, TWO.id))


def test_another_set_of_pictures_waits_for_staff_and_what_was_taken_out_goes_at_once() -> None:
    review = published_review(pictures=(ONE, TWO))
    write(pictures=(TWO, THREE))
    assert read().state is ReviewState.WAITING
    assert last_event(review) == ReviewPicturesChanged(
        review_id=review.id, pictures=(TWO.id, THREE.id), removed=(ONE.id,)
    )


def test_the_same_review_with_the_same_pictures_once_more_changes_nothing() -> None:
    review = published_review(pictures=(ONE,))
    write(pictures=(ONE,))
    assert read() == review


@pytest.mark.parametrize("state", ["unverified", "waiting", "published"])
def test_a_review_that_is_withdrawn_takes_its_pictures_along(state: str) -> None:
    review = {"unverified": write, "waiting": waiting, "published": published_review}[state](pictures=(ONE, TWO))
    writing.withdraw(owner(), PRODUCT)
    assert last_event(review) == ReviewPicturesChanged(review_id=review.id, removed=(ONE.id, TWO.id))


def test_a_closed_account_takes_all_pictures_along() -> None:
    review = published_review(pictures=(ONE,))
    writing.erase(AccountClosed(owner=owner(), at=AT))
    assert last_event(review) == ReviewPicturesChanged(review_id=review.id, removed=(ONE.id,))


def test_a_confirmation_that_comes_again_tells_nothing() -> None:
    review = published_review(pictures=(ONE,))
    before = last_event(review)
    writing.verify(purchase_verified())
    assert last_event(review) == before


def test_a_data_export_says_where_each_picture_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTS", "exports")
    monkeypatch.setenv("SERVICE", "review")
    client("s3").create_bucket(Bucket="exports")
    waiting(pictures=(ONE,))
    personal_data.give(
        DataRequested(owner=owner(), at=AT, export_id="e" * 32, number=1, order_ids=(), email="a@shop.test")
    )
    (key,) = [each["Key"] for each in client("s3").list_objects_v2(Bucket="exports")["Contents"]]
    part = compression.decompress(client("s3").get_object(Bucket="exports", Key=key)["Body"].read()).decode()
    assert f"/orders/{BODY['order_id']}/review/{PRODUCT}/pictures/{ONE.id}/?size=large" in part


def test_its_writer_sees_which_pictures_it_has() -> None:
    waiting(pictures=(ONE,))
    assert own()[0].pictures == (ONE,)
    assert domain.view(read(), OwnReview).pictures == (ONE,)
