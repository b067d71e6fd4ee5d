"""The picture service on moto: the form, the file, and what is told of it."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.picture.models import MAX_UPLOAD_BYTES
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.picture.consumer import handler as consume
from backend.picture.handler import handler
from backend.shared import aws
from tests.backend.events import http, said, sqs, token
from tests.backend.picture.files import SVG, picture

STAFF = token("grace", groups="[staff]")
BACK = "https://shop.example.com/staff/products/hat/pictures/"


@pytest.fixture(autouse=True)
def service(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    service_table("picture")
    for name, value in {
        "INCOMING": "incoming",
        "PICTURES": "pictures",
        "RETURN_ORIGIN": "https://shop.example.com",
    }.items():
        monkeypatch.setenv(name, value)
    for bucket in ("incoming", "pictures"):
        aws.client("s3").create_bucket(Bucket=bucket)


def start(back: str = BACK) -> dict[str, Any]:
    return dict(handler(http(START_UPLOAD, claims=STAFF, body={"back": back}), None))


def send(content: bytes, picture_id: str, size: int | None = None) -> dict[str, Any]:
    """The file has come: it lies in the bucket, and S3 tells of it."""
    key = f"incoming/{picture_id}"
    aws.client("s3").put_object(Bucket="incoming", Key=key, Body=content)
    detail = {"bucket": {"name": "incoming"}, "object": {"key": key, "size": size or len(content)}}
    return dict(consume(sqs(json.dumps({"detail": detail})), None))


def state(picture_id: str) -> dict[str, Any]:
    return dict(said(handler(http(GET_UPLOAD, claims=STAFF, path={"picture_id": picture_id}), None)))


def list_keys(bucket: str) -> list[str]:
    return [each["Key"] for each in aws.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_the_form_is_for_one_key_so_many_bytes_one_way_back_and_a_quarter_of_an_hour() -> None:
    upload = said(start())
    policy = json.loads(base64.b64decode(upload["fields"]["policy"]))
    key, back = f"incoming/{upload['id']}", f"{BACK}?upload={upload['id']}"
    assert upload["fields"]["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert (upload["fields"]["key"], upload["fields"]["success_action_redirect"]) == (key, back)
    assert {"success_action_redirect": back} in policy["conditions"]
    assert ["content-length-range", 1, MAX_UPLOAD_BYTES] in policy["conditions"]
    assert {"key": key} in policy["conditions"]
    assert state(upload["id"])["status"] == "awaited"


@pytest.mark.parametrize(
    "back", ["https://shop.example.com.evil.test/", "https://evil.test/", "https://shop.example.com:444/"]
)
def test_nobody_is_sent_anywhere_else_than_to_the_shop(back: str) -> None:
    reply = start(back)
    assert (reply["statusCode"], said(reply)["errors"][0]["field"]) == (422, "back")


def test_a_picture_becomes_files_to_be_kept_for_good_and_what_was_sent_is_gone() -> None:
    upload = said(start())
    assert send(picture(), upload["id"])["batchItemFailures"] == []
    told = state(upload["id"])
    assert (told["status"], told["width"], told["height"]) == ("ready", 800, 1000)
    assert sorted(told["colours"]) == ["blue", "red"]
    assert list_keys("incoming") == []
    assert len(list_keys("pictures")) == 6
    head = aws.client("s3").head_object(Bucket="pictures", Key=f"pictures/{told['src']}-640.avif")
    assert (head["ContentType"], head["CacheControl"]) == ("image/avif", "public, max-age=31536000, immutable")


def test_told_twice_it_is_the_same() -> None:
    upload = said(start())
    send(picture(), upload["id"])
    before, files = state(upload["id"]), list_keys("pictures")
    detail = {"bucket": {"name": "incoming"}, "object": {"key": f"incoming/{upload['id']}", "size": 1}}
    assert consume(sqs(json.dumps({"detail": detail})), None)["batchItemFailures"] == []
    assert (state(upload["id"]), list_keys("pictures")) == (before, files)


@pytest.mark.parametrize("content", [SVG, b"x", picture()[:-500]], ids=["svg", "a letter", "cut"])
def test_a_hostile_file_is_refused_with_the_reason_and_leaves_nothing(content: bytes) -> None:
    upload = said(start())
    assert send(content, upload["id"])["batchItemFailures"] == []
    told = state(upload["id"])
    assert (told["status"], "src" in told) == ("refused", False)
    assert told["reason"]
    assert (list_keys("incoming"), list_keys("pictures")) == ([], [])


def test_a_hundred_megabytes_are_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.picture.storage.fetch", lambda picture_id: pytest.fail("it was read"))
    upload = said(start())
    send(b"x", upload["id"], size=100 << 20)
    assert "100 MB" in state(upload["id"])["reason"]


def test_while_s3_is_out_of_reach_the_message_comes_again() -> None:
    upload = said(start())
    aws.client("s3").delete_bucket(Bucket="pictures")
    assert send(picture(), upload["id"])["batchItemFailures"] == [{"itemIdentifier": "message-0"}]
    assert state(upload["id"])["status"] == "awaited"


def test_an_upload_that_never_was_is_not_found() -> None:
    assert handler(http(GET_UPLOAD, claims=STAFF, path={"picture_id": "0" * 32}), None)["statusCode"] == 404
    assert handler(http(GET_UPLOAD, claims=STAFF, path={"picture_id": "../../etc/passwd"}), None)["statusCode"] == 404
