"""Uploads in a bucket, where each request may be another process with an empty disk. What goes wrong comes first."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from moto import mock_aws

from storefront.clients import aws
from storefront.clients.api import Unavailable
from storefront.staff import uploads_bucket
from tests.storefront.imports.shop import Shop
from tests.storefront.reading import text
from tests.storefront.staff.test_catalogue import many, put, send, staff_api, to_the_end

BUCKET = "uploads"
NAME = "n" * 43


@pytest.fixture(autouse=True)
def bucket(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The bucket; each request finds an empty folder, as in a process of its own."""
    settings.UPLOADS_BUCKET = BUCKET
    settings.UPLOADS = tmp_path / "uploads"
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    aws._client.cache_clear()
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket=BUCKET)
        yield s3
    aws._client.cache_clear()


@pytest.fixture
def catalogue(worker: Client, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The staff API in memory."""
    return staff_api(monkeypatch)


def keys(s3: Any) -> list[str]:
    return [each["Key"] for each in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def another_process(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path / f"uploads-{time.monotonic_ns()}"


@uploads_bucket.with_upload
def view(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse("seen")


def test_waiting_too_long_for_another_request_is_reported(
    bucket: Any, worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads_bucket, "WAIT_SECONDS", 0.0)
    bucket.put_object(Bucket=BUCKET, Key=f"{NAME}.lease", Body=b"")
    with pytest.raises(Unavailable):
        view(HttpRequest(), NAME)
    assert f"{NAME}.lease" in keys(bucket)


def test_a_lease_that_a_stopped_process_has_left_is_taken_over(
    bucket: Any, worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put_object(Bucket=BUCKET, Key=f"{NAME}.lease", Body=b"")
    later = (datetime.now(UTC) + timedelta(seconds=uploads_bucket.LEASE_SECONDS + 5)).timestamp()
    monkeypatch.setattr("storefront.staff.uploads_bucket.time.time", lambda: later)
    assert view(HttpRequest(), NAME).content == b"seen"
    assert keys(bucket) == []


def test_a_bucket_that_does_not_answer_is_unavailable(worker: Client, settings: Any) -> None:
    settings.UPLOADS_BUCKET = "another"
    with pytest.raises(Unavailable):
        view(HttpRequest(), NAME)


@pytest.mark.parametrize("name", ["", "x", "../" + "n" * 40, "n" * 44])
def test_no_object_of_another_name_is_asked_for(bucket: Any, worker: Client, name: str) -> None:
    assert view(HttpRequest(), name).content == b"seen"
    assert keys(bucket) == []


def test_an_import_goes_on_in_whichever_process_is_asked_next(
    bucket: Any,
    worker: Client,
    catalogue: Shop,
    settings: Any,
    tmp_path: Path,
) -> None:
    place = send(worker, many(3)).headers["Location"]
    another_process(settings, tmp_path)
    reply, _ = to_the_end(worker, place)
    assert "3 products" in text(reply)
    another_process(settings, tmp_path)
    put(worker, place)
    another_process(settings, tmp_path)
    reply, _ = to_the_end(worker, f"{place}import/")
    assert "3 created" in text(reply)
    assert len(catalogue.products) == 3
    another_process(settings, tmp_path)
    assert worker.get(f"{place}import.csv").status_code == 200
    assert not [key for key in keys(bucket) if key.endswith(".lease")]
