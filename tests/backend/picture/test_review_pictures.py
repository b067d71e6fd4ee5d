"""Pictures of reviews on moto: what is sent, what is made of it, and who sees it when. What goes wrong comes first."""

import base64
import io
import json
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from PIL import Image

from backend.contracts.picture import review_operations as operations
from backend.contracts.picture.review_models import MAX_REVIEW_PICTURE_BYTES, MAX_UPLOADS_A_DAY
from backend.contracts.review.events import ReviewPicturesChanged
from backend.contracts.review.identity import review_id, writer
from backend.picture import review_storage
from backend.picture.consumer import handler as consume
from backend.picture.handler import handler
from backend.shared import aws
from tests.backend.events import http, said, sqs, token
from tests.backend.picture.files import SVG, picture, png

ADA, BOB, STAFF = token("ada"), token("bob"), token("grace", groups="[staff]")
PRODUCT = {"product_id": "harbour"}
KEY = {"order_key": "0123456789abcdef" * 2}
REVIEW = review_id(writer("ada"), "harbour")
GUESTS = review_id(writer("", KEY["order_key"]), "harbour")


@pytest.fixture(autouse=True)
def service(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    service_table("picture")
    for name in ("incoming", "pictures"):
        monkeypatch.setenv(name.upper(), name)
        aws.client("s3").create_bucket(Bucket=name)


def start(claims: dict[str, str] = ADA) -> dict[str, Any]:
    return dict(handler(http(operations.START_REVIEW_PICTURE, claims=claims, path=PRODUCT), None))


def check(picture_id: str, claims: dict[str, str] = ADA) -> dict[str, Any]:
    path = PRODUCT | {"picture_id": picture_id}
    return dict(handler(http(operations.CHECK_REVIEW_PICTURE, claims=claims, path=path), None))


def put(content: bytes, picture_id: str, review: str = REVIEW) -> None:
    """The file has come, as S3 takes it by the form."""
    aws.client("s3").put_object(Bucket="incoming", Key=f"reviews/{review}/{picture_id}", Body=content)


def send(content: bytes) -> dict[str, Any]:
    upload = said(start())
    put(content, upload["id"])
    return check(upload["id"])


def look(picture_id: str, claims: dict[str, str] = ADA, size: str = "small") -> dict[str, Any]:
    path = PRODUCT | {"picture_id": picture_id}
    request = http(operations.GET_REVIEW_PICTURE, claims=claims, path=path, query={"size": size})
    return dict(handler(request, None))


def tell(**event: Any) -> None:
    assert consume(sqs(ReviewPicturesChanged(review_id=REVIEW, **event)), None)["batchItemFailures"] == []


def folders(bucket: str = "pictures") -> list[str]:
    """The folders in which files lie, one for each file."""
    keys = [each["Key"] for each in aws.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]
    return sorted(key.partition("/reviews/")[0] for key in keys)


HOSTILE = {
    "svg": SVG,
    "html": b"<!doctype html><script>alert(1)</script>",
    "nothing but a start": picture()[:200],
    "a bomb": png(30_000, 30_000),
    "a heic": b"\x00\x00\x00\x18ftypheic" + bytes(100),
    "a pdf": b"%PDF-1.7 " + bytes(100),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_not_a_picture_is_refused_with_the_reason_and_leaves_nothing(content: bytes) -> None:
    reply = send(content)
    assert reply["statusCode"] == 422
    assert said(reply)["type"].startswith(("no-picture", "picture-"))
    assert said(reply)["errors"][0]["message"]
    assert (folders("incoming"), folders()) == ([], [])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(size=(319, 400)), "picture-too-narrow"), (picture(size=(400, 1700)), "picture-too-long"),
        (b"x" * (MAX_REVIEW_PICTURE_BYTES + 1), "picture-too-large"), (png(7000, 7000), "picture-too-many-pixels"),
    ],
    ids=["narrow", "long", "large", "pixels"],
)  # fmt: skip
def test_a_picture_beyond_the_limits_is_refused_by_its_kind(content: bytes, kind: str) -> None:
    assert said(send(content))["type"] == kind


def test_another_persons_picture_is_neither_seen_nor_looked_at() -> None:
    upload = said(start())
    put(picture(), upload["id"])
    assert check(upload["id"], BOB)["statusCode"] == 404
    assert check(upload["id"])["statusCode"] == 200
    assert look(upload["id"], BOB)["statusCode"] == 404


def test_a_form_is_for_one_key_of_the_own_review_and_so_many_bytes() -> None:
    upload = said(start())
    policy = json.loads(base64.b64decode(upload["fields"]["policy"]))
    assert upload["fields"]["key"] == f"reviews/{REVIEW}/{upload['id']}"
    assert {"key": upload["fields"]["key"]} in policy["conditions"]
    assert ["content-length-range", 1, MAX_REVIEW_PICTURE_BYTES] in policy["conditions"]
    assert "success_action_redirect" not in upload["fields"]


def test_so_many_pictures_a_day_and_no_more_for_one_review() -> None:
    assert [start()["statusCode"] for _ in range(MAX_UPLOADS_A_DAY + 1)] == [201] * MAX_UPLOADS_A_DAY + [409]
    assert start(BOB)["statusCode"] == 201


def test_nothing_of_what_was_sent_is_in_what_is_shown_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x8825] = 6, "Secret place", {1: "N", 2: (52.0, 31.0, 12.0)}
    made = said(send(picture(size=(1000, 800), exif=exif, comment=b"Secret comment")))
    assert (made["width"], made["height"]) == (800, 1000)
    for size, width in (("small", 320), ("large", 800)):
        content = base64.b64decode(said(look(made["id"], size=size))["content"])
        shown = Image.open(io.BytesIO(content))
        assert (shown.format, shown.width, dict(shown.getexif())) == ("WEBP", width, {})
        assert b"Secret" not in content
        assert "exif" not in shown.info


def test_a_guest_sends_and_sees_by_the_orders_key() -> None:
    upload = said(handler(http(operations.START_GUEST_REVIEW_PICTURE, path=KEY | PRODUCT), None))
    put(picture(), upload["id"], GUESTS)
    path = KEY | PRODUCT | {"picture_id": upload["id"]}
    assert handler(http(operations.CHECK_GUEST_REVIEW_PICTURE, path=path), None)["statusCode"] == 200
    assert handler(http(operations.GET_GUEST_REVIEW_PICTURE, path=path), None)["statusCode"] == 200


def test_a_picture_is_public_once_it_is_shown_and_its_writer_and_staff_see_it_always() -> None:
    made = said(send(picture()))["id"]
    assert folders() == ["unused"] * 4
    tell(pictures=(made,))
    assert folders() == ["waiting"] * 4
    assert look(made)["statusCode"] == 200
    tell(pictures=(made,), shown=True)
    assert folders() == ["pictures"] * 4 + ["waiting"] * 4
    staff = {"review_id": REVIEW, "picture_id": made}
    assert handler(http(operations.GET_STAFF_REVIEW_PICTURE, claims=STAFF, path=staff), None)["statusCode"] == 200
    head = aws.client("s3").head_object(Bucket="pictures", Key=f"pictures/reviews/{REVIEW}/{made}-320.webp")
    assert (head["ContentType"], head["CacheControl"]) == ("image/webp", "public, max-age=86400")


def test_a_form_that_is_used_again_does_not_change_a_picture_that_staff_have_seen() -> None:
    made = said(send(picture(size=(500, 500))))["id"]
    tell(pictures=(made,))
    seen_by_staff = said(look(made))["content"]
    put(picture(size=(600, 300)), made)
    assert check(made)["statusCode"] == 404
    assert folders("incoming") == []
    tell(pictures=(made,), shown=True)
    key = f"pictures/reviews/{REVIEW}/{made}-320.webp"
    public = aws.client("s3").get_object(Bucket="pictures", Key=key)["Body"].read()
    assert base64.b64encode(public).decode() == seen_by_staff


def test_a_check_that_was_cut_short_is_made_again() -> None:
    upload = said(start())
    put(picture(), upload["id"])
    with mock.patch.object(review_storage, "save_files", side_effect=RuntimeError):
        assert check(upload["id"])["statusCode"] == 500
    assert check(upload["id"])["statusCode"] == 200


def test_an_event_that_names_a_picture_twice_is_done() -> None:
    made = said(send(picture()))["id"]
    tell(pictures=(made, made), shown=True)
    assert folders() == ["pictures"] * 4 + ["waiting"] * 4


def test_what_is_removed_is_gone_in_all_sizes_and_the_others_stay() -> None:
    one, other = (said(send(picture(size=(width, 500))))["id"] for width in (500, 600))
    tell(pictures=(one, other), shown=True)
    tell(pictures=(other,), removed=(one,))
    assert folders() == ["pictures"] * 4 + ["waiting"] * 4
    assert look(one)["statusCode"] == 404
    assert look(other)["statusCode"] == 200


def test_events_may_come_twice_and_in_any_order_and_nothing_comes_back() -> None:
    made = said(send(picture()))["id"]
    tell(pictures=(made,), shown=True)
    tell(pictures=(made,))
    tell(pictures=(made,), shown=True)
    assert folders() == ["pictures"] * 4 + ["waiting"] * 4
    tell(removed=(made,))
    tell(removed=(made,))
    tell(pictures=(made,), shown=True)
    assert folders() == []


def test_a_picture_that_is_removed_while_it_is_being_shown_does_not_stay() -> None:
    made = said(send(picture()))["id"]
    tell(pictures=(made,))
    real = review_storage.show

    def show(review: str, picture_id: str) -> None:
        real(review, picture_id)
        tell(removed=(made,))
        real(review, picture_id)
        review_storage.save_files(review, picture_id, [b"x"] * 4)  # what was read before it was deleted

    with mock.patch.object(review_storage, "show", show):
        tell(pictures=(made,), shown=True)
    assert folders() == []


def test_staffs_files_are_not_touched_by_an_event_of_a_reviews_upload() -> None:
    upload = said(start())
    put(picture(), upload["id"])
    key = f"reviews/{REVIEW}/{upload['id']}"
    detail = {"bucket": {"name": "incoming"}, "object": {"key": key, "size": 10}}
    assert consume(sqs(json.dumps({"detail": detail})), None)["batchItemFailures"] == []
    assert check(upload["id"])["statusCode"] == 200


@pytest.mark.parametrize("body", ["", "x", "[]", '{"detail": 1}', '{"detail": {"type": "Nothing.v1"}}', "{}"])
def test_a_message_that_cannot_be_read_comes_again(body: str) -> None:
    assert consume(sqs(body), None)["batchItemFailures"] == [{"itemIdentifier": "message-0"}]
