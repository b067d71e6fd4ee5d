"""The outbox: what was committed is published, at least once."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.alarm_messages import EVENTS_LATE
from backend.shared import aws, clock, compression
from backend.shared.outbox_relay import relay
from tests.backend.events import stream
from tests.backend.recorder import Calls

Image = dict[str, Any]


def image(number: int, *, padding: int = 0, kind: str = "Rang.v1") -> Image:
    """An item whose event is this number."""
    return {"pk": {"S": "x"}, "event": {"S": json.dumps({"type": kind, "number": number, "padding": "x" * padding})}}


def compressed_image(number: int) -> Image:
    """The same event compressed, as Lambda shows a binary attribute."""
    return {"event": {"B": base64.b64encode(compression.compress(json.loads(image(number)["event"]["S"]))).decode()}}


class Bus:
    """Takes entries as PutEvents does; `refuse` says how often it refuses which event."""

    def __init__(self) -> None:
        self.calls: list[list[dict[str, str]]] = []
        self.refuse: dict[int, int] = {}

    def put_events(self, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803 - boto3's word
        assert 1 <= len(Entries) <= 10
        assert sum(len(entry["Detail"].encode()) for entry in Entries) <= 256 * 1024 or len(Entries) == 1
        self.calls.append(Entries)
        answers = [self._answer(json.loads(entry["Detail"])["number"]) for entry in Entries]
        return {"FailedEntryCount": sum("ErrorCode" in answer for answer in answers), "Entries": answers}

    def _answer(self, number: int) -> dict[str, str]:
        if self.refuse.get(number, 0):
            self.refuse[number] -= 1
            return {"ErrorCode": "ThrottlingException", "ErrorMessage": ""}
        return {"EventId": str(number)}

    @property
    def tried(self) -> list[int]:
        return [json.loads(entry["Detail"])["number"] for call in self.calls for entry in call]


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    fake = Bus()
    monkeypatch.setattr("backend.shared.outbox_relay.client", lambda service: fake)
    monkeypatch.setenv("BUS", "shop")
    monkeypatch.setenv("SERVICE", "product")
    return fake


def list_failures(*changes: tuple[Image, Image]) -> list[str]:
    return [each["itemIdentifier"] for each in relay(stream(*changes), None)["batchItemFailures"]]


def test_an_entry_says_who_publishes_what(bus: Bus) -> None:
    assert list_failures(({}, image(1))) == []
    ((entry,),) = bus.calls
    assert entry == {
        "EventBusName": "shop",
        "Source": "shop.product",
        "DetailType": "Rang.v1",
        "Detail": image(1)["event"]["S"],
    }


@pytest.mark.parametrize(
    "change",
    [
        (image(1), image(1)),
        ({}, {"pk": {"S": "x"}}),
        (image(1), {}),
        (image(1), {"pk": {"S": "x"}}),
        (compressed_image(1), compressed_image(1)),
    ],
    ids=["still the same", "none", "item deleted", "event removed", "still the same, packed"],
)
def test_a_change_that_causes_no_event_publishes_none(change: tuple[Image, Image], bus: Bus) -> None:
    assert list_failures(change) == []
    assert bus.calls == []


def test_an_event_that_follows_another_is_new(bus: Bus) -> None:
    list_failures((image(1), image(2)), ({"pk": {"S": "x"}}, image(3)), (compressed_image(3), compressed_image(4)))
    assert bus.tried == [2, 3, 4]


def test_more_than_ten_go_in_several_calls_in_order(bus: Bus) -> None:
    assert list_failures(*(({}, image(number)) for number in range(23))) == []
    assert [len(call) for call in bus.calls] == [10, 10, 3]
    assert bus.tried == list(range(23))


def test_large_events_share_a_call_only_while_they_fit(bus: Bus) -> None:
    assert list_failures(*(({}, image(number, padding=100_000)) for number in range(5))) == []
    assert [len(call) for call in bus.calls] == [2, 2, 1]


def test_what_the_bus_refuses_once_is_tried_again_alone(bus: Bus) -> None:
    bus.refuse = {1: 1, 3: 2}
    assert list_failures(*(({}, image(number)) for number in range(4))) == []
    assert bus.tried == [0, 1, 2, 3, 1, 3, 3]


def test_what_the_bus_keeps_refusing_comes_again_with_all_that_follows(bus: Bus) -> None:
    bus.refuse = {12: 99, 14: 99}
    assert list_failures(*(({}, image(number)) for number in range(25))) == ["112"]
    assert 20 not in bus.tried
    assert {0, 11, 13} <= set(bus.tried)


def test_an_attribute_that_holds_no_event_fails_loudly(bus: Bus) -> None:
    with pytest.raises(ValueError, match="malformed"):
        relay(stream(({}, {"event": {"S": "x"}})), None)


def test_a_batch_reaches_the_bus_of_the_cloud(cloud: None, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE", "product")
    aws.client("events").create_event_bus(Name="shop")
    assert list_failures(({}, image(1))) == []
    assert ("events:PutEvents", "shop") in calls.grants


def test_a_bus_out_of_reach_fails_the_batch(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(**request: Any) -> Any:
        raise ConnectionError

    monkeypatch.setenv("SERVICE", "product")
    monkeypatch.setattr(aws.client("events"), "put_events", unreachable)
    with pytest.raises(ConnectionError):
        list_failures(({}, image(1)))


def test_every_relay_is_this_one() -> None:
    from backend.product.relay import handler

    as_handler: Callable[[dict[str, Any], Any], dict[str, Any]] = handler
    assert as_handler is relay


@pytest.mark.parametrize(("age", "late"), [(90, True), (30, False)])
def test_events_that_are_published_late_are_logged(
    bus: Bus, capsys: pytest.CaptureFixture[str], age: int, late: bool
) -> None:
    batch = stream(({}, image(1)), ({}, image(2)))
    batch["Records"][0]["dynamodb"]["ApproximateCreationDateTime"] = clock.epoch() - age
    relay(batch, None)
    assert (EVENTS_LATE in capsys.readouterr().out) is late


def test_an_event_that_a_page_request_caused_is_published_with_its_trace(bus: Bus) -> None:
    traced = json.loads(image(1)["event"]["S"]) | {"correlation_id": "ab" * 16}
    assert list_failures(({}, {"event": {"S": json.dumps(traced)}}), ({}, image(2))) == []
    first, second = (json.loads(entry["Detail"]) for entry in bus.calls[0])
    assert first == {**traced, "traceparent": f"00-{'ab' * 16}-{100:016x}-01"}
    assert "traceparent" not in second
