"""The wait for a picture that was sent: it ends, and says what is known."""

import re
import time
from typing import Any

import pytest
from django.test import Client

from backend.contracts.picture.models import PictureStatus, Upload, UploadState
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.contracts.product.operations import GET_PRODUCT
from storefront.clients import api
from storefront.staff import uploads
from tests.storefront.product.products import product
from tests.storefront.reading import text

PAGE, ID = "/staff/products/slow-tide/pictures/", "a" * 32
SENT = {"upload": ID, "bucket": "b", "key": f"incoming/{ID}", "etag": '"1"'}


@pytest.fixture(autouse=True)
def pictures(worker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture service that awaits a file, and a form that is good for a hundred seconds."""
    soon = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 100))
    answers = {
        GET_PRODUCT.name: product(),
        GET_UPLOAD.name: UploadState(id=ID, status=PictureStatus.AWAITED),
        START_UPLOAD.name: Upload(
            id=ID, url="http://s3.test/b", fields={"key": "incoming/x"}, largest=20 << 20, expires=soon
        ),
    }
    real = api.call
    monkeypatch.setattr(api, "call", lambda operation, **more: answers.get(operation.name) or real(operation, **more))


def refresh_address(reply: Any) -> str:
    """Where the page goes by itself; empty where it stays."""
    found = re.search(r'http-equiv="refresh" content="2;url=([^"]+)"', reply.content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def test_the_wait_ends_after_a_minute_and_says_what_to_do(worker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = worker.get(PAGE, SENT)
    assert "It has arrived" in text(reply)
    address = refresh_address(reply)
    assert refresh_address(worker.get(address)) == address
    now = time.time()
    monkeypatch.setattr(uploads.time, "time", lambda: now + uploads.TIMEOUT + 2)
    late = worker.get(address)
    assert refresh_address(late) == ""
    assert "That did not work" in text(late)
    assert 'href="/staff/dead-letters/"' in late.content.decode().partition("<h1>")[2]
    assert f'href="{PAGE}"' in late.content.decode()


def test_nothing_counts_as_arrived_if_nothing_was_sent(worker: Client) -> None:
    assert "arrived" not in text(worker.get(PAGE, {"upload": ID}))
    assert "Nothing arrived within a minute" in text(worker.get(PAGE, {"upload": ID, "since": "1"}))


@pytest.mark.parametrize("since", ["", "x", "-1", "²", "9" * 11, "9" * 5000, '"><script>'])
def test_an_invalid_time_starts_the_wait_again(worker: Client, since: str) -> None:
    reply = worker.get(PAGE, SENT | {"since": since})
    assert abs(int(refresh_address(reply).partition("since=")[2]) - time.time()) < 10
    assert "<script>" not in reply.content.decode().partition("<main")[2]


def test_the_form_tells_the_browser_what_it_may_not_send(worker: Client) -> None:
    html = worker.get(PAGE).content.decode()
    assert 'data-largest="20971520"' in html
    found = re.search(r'data-lasts="(\d+)"', html)
    assert found
    assert 90 <= int(found[1]) <= 100
