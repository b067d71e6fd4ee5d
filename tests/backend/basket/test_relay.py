"""What the basket table's stream shows reaches the bus."""

import base64
import itertools
from typing import Any

import msgspec
import pytest

from backend.basket import service
from backend.basket.relay import handler
from backend.contracts.basket.events import BasketCheckedOut
from backend.shared import aws
from tests.backend import shop
from tests.backend.basket.owners import ADA, check_out, event, item
from tests.backend.events import stream

pytestmark = pytest.mark.usefixtures("on_offer")


def image(owner: str) -> dict[str, Any]:
    """A basket's item as Lambda shows it: bytes in base64."""
    shown = item(owner)
    return {
        name: {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value for name, value in shown.items()
    }


@pytest.fixture
def published_entries(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = []

    def put_events(Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        entries.extend(Entries)
        return {"Entries": [{"EventId": "1"} for _ in Entries]}

    monkeypatch.setattr(aws.client("events"), "put_events", put_events)
    return entries


def test_a_checkout_is_published_once_and_no_other_write(published_entries: list[dict[str, str]]) -> None:
    images: list[dict[str, Any]] = [{}]
    service.set_line(ADA, shop.SKUS[0], 1)
    images.append(image(ADA))
    check_out(ADA)
    made = event(ADA)
    images.append(image(ADA))
    service.set_line(ADA, shop.SKUS[1], 1)
    images.append(image(ADA))
    assert handler(stream(*itertools.pairwise(images)), None) == {"batchItemFailures": []}
    assert [(entry["Source"], entry["DetailType"]) for entry in published_entries] == [
        ("shop.basket", "BasketCheckedOut.v1")
    ]
    assert msgspec.json.decode(published_entries[0]["Detail"], type=BasketCheckedOut) == made
