"""What the order table's stream shows reaches the bus."""

import base64
from typing import Any

import msgspec
import pytest

from backend.contracts.order.events import OrderPlaced
from backend.order import domain, repository
from backend.order.relay import handler
from backend.shared import aws
from tests.backend.events import stream
from tests.backend.order.checkouts import checked_out

pytestmark = pytest.mark.usefixtures("order_table")


def test_a_placed_order_is_published_once(monkeypatch: pytest.MonkeyPatch) -> None:
    entries: list[dict[str, str]] = []

    def put_events(Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        entries.extend(Entries)
        return {"Entries": [{"EventId": "1"} for _ in Entries]}

    monkeypatch.setattr(aws.client("events"), "put_events", put_events)
    repository.place(checked_out())
    (item,) = aws.client("dynamodb").scan(TableName="order")["Items"]
    image = {
        name: {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value for name, value in item.items()
    }
    later = {**image, "in_state": {"S": "paid"}}
    assert handler(stream(({}, image), (image, later)), None) == {"batchItemFailures": []}
    assert [(entry["Source"], entry["DetailType"]) for entry in entries] == [("shop.order", "OrderPlaced.v1")]
    assert (
        msgspec.json.decode(entries[0]["Detail"], type=OrderPlaced)
        == domain.new_order(checked_out(), domain.order_details(checked_out())).event
    )
