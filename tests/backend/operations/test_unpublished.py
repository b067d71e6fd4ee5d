"""What a relay could not publish: read from the stream again, and given to the relay. What goes wrong comes first."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import ClientError

from backend.contracts.operations.operations import LIST_DEAD_LETTERS, REDRIVE_DEAD_LETTER, REDRIVE_DEAD_LETTERS
from backend.operations import stream
from backend.shared import aws
from tests.backend.events import said
from tests.backend.operations import stack
from tests.backend.operations.stack import ask, audit_entries, note, reply_body, send
from tests.backend.operations.stack import letters as waiting

QUEUE = "OrderUnpublished"
NO_WHY = {"reason": ""}
UP_TO = {"before": "2099-01-01T00:00:00.000Z", **NO_WHY}


class Relay:
    """The order service's relay as Lambda calls it: the batches it was given, and what it answers."""

    def __init__(self) -> None:
        self.batches: list[list[dict[str, Any]]] = []
        self.answer: dict[str, Any] = {"batchItemFailures": []}
        self.error = ""

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
        assert FunctionName == "shop-order-relay"
        self.batches.append(json.loads(Payload)["Records"])
        return {
            "Payload": io.BytesIO(json.dumps(self.answer).encode()),
            **({"FunctionError": self.error} if self.error else {}),
        }


@pytest.fixture(autouse=True)
def relay() -> Iterator[Relay]:
    relay = Relay()
    with mock.patch.object(aws.client("lambda"), "invoke", relay.invoke):
        yield relay


@pytest.fixture
def records() -> list[dict[str, Any]]:
    """Records of the order service's stream."""
    return stack.records(5)


def refusal_of(letter: str) -> str:
    """Why the letter is stuck."""
    reply = ask(REDRIVE_DEAD_LETTER, QUEUE, letter, body=NO_WHY)
    assert (reply["statusCode"], said(reply)["type"]) == (409, "stuck")
    assert len(waiting(QUEUE)) == 1
    return str(said(reply)["detail"])


def failing(operation: str, code: str) -> Any:
    error = ClientError({"Error": {"Code": code, "Message": ""}}, operation)
    return mock.patch.object(aws.client("dynamodbstreams"), operation, side_effect=error)


@pytest.mark.parametrize("operation", ["get_shard_iterator", "get_records"])
@pytest.mark.parametrize("code", ["TrimmedDataAccessException", "ResourceNotFoundException"])
def test_records_that_the_stream_no_longer_has_are_reported_as_gone(
    records: list[dict[str, Any]], relay: Relay, operation: str, code: str
) -> None:
    letter = send(QUEUE, note(records[1], records[3]))
    with failing(operation, code):
        assert "gone" in refusal_of(letter)
    assert (relay.batches, audit_entries()) == ([], [])


def test_records_of_yesterday_are_gone_without_a_look_and_the_list_says_so(records: list[dict[str, Any]]) -> None:
    letter = send(QUEUE, note(records[1], records[3], datetime(2026, 1, 1, tzinfo=UTC)))
    assert "gone" in refusal_of(letter)
    (listed,) = reply_body(LIST_DEAD_LETTERS, QUEUE)["items"]
    assert (listed["to"], "gone" in listed["stuck"], listed["reason"]) == ("", True, "RecordAgeExceeded")


def test_a_range_whose_end_is_not_seen_is_not_published_in_part_and_not_given_up(
    records: list[dict[str, Any]], relay: Relay
) -> None:
    said = refusal_of(send(QUEUE, note(records[1], records[3], endSequenceNumber="9" * 30)))
    assert ("try again" in said, "gone" in said) == (True, False)
    assert relay.batches == []


def shows(*pages: tuple[list[dict[str, Any]], str | None]) -> Any:
    """A stream that shows these pages, one after another, each with the iterator that follows it."""
    answers = [{"Records": found, **({"NextShardIterator": after} if after else {})} for found, after in pages]
    return mock.patch.object(aws.client("dynamodbstreams"), "get_records", side_effect=answers)


def shown_records(*records: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"dynamodb": {name: value for name, value in record.items() if name != "shard"}} for record in records]


def test_an_empty_page_is_not_the_end(records: list[dict[str, Any]], relay: Relay) -> None:
    letter = send(QUEUE, note(records[1], records[3]))
    with shows(([], "a"), (shown_records(records[1]), "b"), ([], "c"), ([], "d"), (shown_records(*records[2:]), "e")):
        reply_body(REDRIVE_DEAD_LETTER, QUEUE, letter, body=NO_WHY)
    ((*batch,),) = relay.batches
    assert [record["dynamodb"]["SequenceNumber"] for record in batch] == [
        each["SequenceNumber"] for each in records[1:4]
    ]


def test_a_record_that_the_stream_has_passed_or_ended_without_is_gone(
    records: list[dict[str, Any]], relay: Relay
) -> None:
    letter = send(QUEUE, note(records[1], records[3]))
    for pages in ([(shown_records(records[1], records[4]), "a")], [(shown_records(records[1]), "a"), ([], None)]):
        with shows(*pages):
            assert "gone" in refusal_of(letter)
    assert relay.batches == []


def test_a_note_of_another_services_stream_is_not_followed(records: list[dict[str, Any]], relay: Relay) -> None:
    other = stack.stream().replace("table/order", "table/product")
    assert "no records of this service" in refusal_of(send(QUEUE, note(records[1], records[3], streamArn=other)))
    assert relay.batches == []


@pytest.mark.parametrize(
    ("answer", "error"), [({"batchItemFailures": [{"itemIdentifier": "1"}]}, ""), ({}, "Unhandled")]
)
def test_what_the_relay_cannot_publish_this_time_either_stays(
    records: list[dict[str, Any]], relay: Relay, answer: dict[str, Any], error: str
) -> None:
    relay.answer, relay.error = answer, error
    assert "read its log" in refusal_of(send(QUEUE, note(records[1], records[3])))
    assert [deed["what"] for deed in audit_entries()] == ["redrive"]  # it was tried, and that is told


def test_the_relay_gets_the_very_records_as_lambda_hands_them_out(records: list[dict[str, Any]], relay: Relay) -> None:
    moved = reply_body(REDRIVE_DEAD_LETTER, QUEUE, send(QUEUE, note(records[1], records[3])), body=NO_WHY)
    ((*_, last),) = relay.batches
    assert [record["dynamodb"]["SequenceNumber"] for record in relay.batches[0]] == [
        each["SequenceNumber"] for each in records[1:4]
    ]
    assert last["dynamodb"]["NewImage"]["event"] == {"B": "AA=="}
    assert (moved["to"], waiting(QUEUE)) == ("OrderRelay", [])


def test_many_records_are_given_in_batches(
    records: list[dict[str, Any]], relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BATCH_SIZE", 2)
    reply_body(REDRIVE_DEAD_LETTER, QUEUE, send(QUEUE, note(records[0], records[4])), body=NO_WHY)
    assert [len(batch) for batch in relay.batches] == [2, 2, 1]


def test_a_batch_moves_past_a_dead_letter_that_is_stuck(records: list[dict[str, Any]]) -> None:
    gone = send(QUEUE, note(records[1], records[3], datetime(2026, 1, 1, tzinfo=UTC)))
    good = send(QUEUE, note(records[1], records[3]))
    step = reply_body(REDRIVE_DEAD_LETTERS, QUEUE, body=UP_TO)
    assert [[each["id"] for each in step[part]] for part in ("items", "stuck")] == [[good], [gone]]
    assert len(waiting(QUEUE)) == 1
