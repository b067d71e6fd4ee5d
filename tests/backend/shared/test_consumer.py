"""The event consumer: one call per message, and only what failed comes again."""

import json

import pytest

from backend.contracts.alarm_messages import MESSAGE_LATE
from backend.contracts.event import Event
from backend.shared import clock
from backend.shared.consumer import event_consumer
from backend.shared.log import correlation_id
from tests.backend.events import bus, sqs


class Rang(Event, frozen=True, tag="Rang.v1"):
    times: int


class Fell(Event, frozen=True, tag="Fell.v1"):
    silent: bool = False


def failures(*messages: Event | str, seen: list[Event] | None = None) -> list[str]:
    """The messages of a batch that come again, by their place in it. A bell that rings 13 times raises."""

    def hear(event: Event) -> None:
        if event == Rang(13):
            raise RuntimeError("13")
        if seen is not None:
            seen.append(event)

    reply = event_consumer({Rang: hear, Fell: hear})(sqs(*messages), None)
    return [each["itemIdentifier"].removeprefix("message-") for each in reply["batchItemFailures"]]


def test_each_event_reaches_the_consumer_of_its_type() -> None:
    heard: list[str] = []
    handler = event_consumer(
        {Rang: lambda event: heard.append(f"rang {event.times}"), Fell: lambda event: heard.append("fell")}
    )
    assert handler(sqs(Rang(1), Fell(), Rang(2)), None) == {"batchItemFailures": []}
    assert heard == ["rang 1", "fell", "rang 2"]


def test_only_the_message_that_failed_comes_again() -> None:
    seen: list[Event] = []
    assert failures(Rang(1), Rang(13), Rang(2), seen=seen) == ["1"]
    assert seen == [Rang(1), Rang(2)]


def test_a_batch_that_fails_whole_comes_again_whole() -> None:
    assert failures(Rang(13), Rang(13)) == ["0", "1"]


@pytest.mark.parametrize(
    "poison",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        '{"detail": null}',
        '{"detail": {"type": "Rang.v1"}}',
        '{"detail": {"type": "Rang.v1", "times": "1"}}',
        '{"detail": {"type": "Rang.v2", "times": 1}}',
        '{"detail": {"times": 1}}',
        '{"detail": {"type": "Rang.v1", "times": "\ud800"}}',
        '{"detail": ' + "[" * 100_000,
        '{"x": ' + "[" * 100_000,
    ],
)
def test_poison_fails_and_harms_no_other(poison: str) -> None:
    seen: list[Event] = []
    assert failures(Rang(1), poison, Rang(2), seen=seen) == ["1"]
    assert seen == [Rang(1), Rang(2)]


def test_a_record_without_a_body_is_poison_too() -> None:
    batch = sqs(Rang(1))
    del batch["Records"][0]["body"]
    assert event_consumer({Rang: lambda event: None})(batch, None) == {
        "batchItemFailures": [{"itemIdentifier": "message-0"}]
    }


def test_what_a_newer_writer_adds_is_no_poison() -> None:
    message = json.loads(bus(Rang(1)))
    message["detail"]["loud"] = True
    assert failures(json.dumps(message)) == []


def test_a_handler_keeps_nothing_from_one_batch_to_the_next() -> None:
    handler = event_consumer({Rang: lambda event: 1 // event.times})
    assert len(handler(sqs(Rang(0)), None)["batchItemFailures"]) == 1
    assert handler(sqs(Rang(1)), None) == {"batchItemFailures": []}


def test_lines_and_what_a_message_causes_go_back_to_the_page_it_goes_back_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Paid(Event, frozen=True, tag="Paid.v1"):
        order_id: str

    seen: list[str] = []
    handler = event_consumer(
        {Paid: lambda event: seen.append(correlation_id()), Rang: lambda event: seen.append(correlation_id())}
    )
    handler(sqs(Paid("0" * 28, correlation_id="c" * 32), Rang(1), "poison"), None)
    assert seen == ["c" * 32, ""]
    paid, rang, poison = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (paid["event"], paid["order_id"], paid["correlation_id"]) == ("Paid", "0" * 28, "c" * 32)
    assert rang["event"] == "Rang"
    assert rang.keys().isdisjoint({"correlation_id", "order_id"})
    assert (poison["message"], poison["message_id"]) == ("message failed", "message-2")
    assert poison.keys().isdisjoint({"correlation_id", "order_id"})


@pytest.mark.parametrize(("seconds", "tries", "late"), [(130, "1", True), (100, "1", False), (900, "2", False)])
def test_a_message_that_waited_long_for_its_first_try_is_logged(
    capsys: pytest.CaptureFixture[str], seconds: int, tries: str, late: bool
) -> None:
    """One that comes again has waited for its own failure."""
    batch = sqs(Rang(1))
    sent = str(clock.millis() - seconds * 1000)
    batch["Records"][0]["attributes"] = {"SentTimestamp": sent, "ApproximateReceiveCount": tries}
    event_consumer({Rang: lambda event: None, Fell: lambda event: None})(batch, None)
    assert (MESSAGE_LATE in capsys.readouterr().out) is late
