"""What letters tell of themselves."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.operations import domain
from backend.operations.domain import MessageSummary, NotRedrivable

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
STREAM = "arn:aws:dynamodb:us-east-1:123456789012:table/order/stream/2026-11-01T00:00:00.000"
SHARD, FIRST, LAST = f"shardId-{1:020}-abcd", f"{100:021}", f"{102:021}"
HOSTILE = '{"detail-type": "\\u001b[2J\\u202e<b>", "source": 7}'


def note(**changes: Any) -> str:
    """A relay's note as Lambda writes it."""
    batch = {
        "shardId": SHARD, "startSequenceNumber": FIRST, "endSequenceNumber": LAST, "batchSize": 3, "streamArn": STREAM,
        "approximateArrivalOfFirstRecord": "2026-11-28T00:00:00Z", "approximateArrivalOfLastRecord": "2026-11-28T00:00:01Z",
    }  # fmt: skip
    context = {
        "requestId": "1",
        "functionArn": "arn:aws:lambda:us-east-1:1:function:relay",
        "condition": "RetryAttemptsExhausted",
    }
    return json.dumps({"requestContext": context, "version": "1.0", "DDBStreamBatchInfo": batch | changes})


@pytest.mark.parametrize(
    "body", ["", "hello", "null", "[]", "{}", "7", HOSTILE, "[" * 100_000, '{"detail-type": null}']
)
def test_what_is_no_event_tells_nothing_and_does_no_harm(body: str) -> None:
    assert domain.summarize(body, {}, 6) == MessageSummary(reason="tried 5 times")


def test_what_a_letter_tells_is_one_short_line_of_ascii() -> None:
    body = json.dumps({"detail-type": "\x1b[2J\u202eOrder\n" + "x" * 999, "source": "shop.order"})
    told = domain.summarize(body, {"ERROR_CODE": "é\n"}, 1)
    assert told.event.isascii()
    assert told.event.isprintable()
    assert len(told.event) == 200
    assert told.reason == "\\xe9\\n"


def test_an_event_tells_its_type_and_who_published_it() -> None:
    body = json.dumps({"detail-type": "OrderPlaced.v1", "source": "shop.order"})
    assert domain.summarize(body, {}, 6) == MessageSummary("OrderPlaced.v1", "shop.order", "tried 5 times")


def test_a_dead_letter_that_was_tried_once_says_so_in_words() -> None:
    assert domain.summarize("{}", {}, 1).reason == "tried once"


def test_a_note_tells_how_many_records_whose_and_why() -> None:
    assert domain.summarize(note(), {}, 1) == MessageSummary("3 records", "relay", "RetryAttemptsExhausted")
    assert domain.summarize(note(batchSize=1), {}, 1).event == "1 record"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{}", "names no records"),
        (note(streamArn=STREAM + "0"), "names no records"),
        (note(approximateArrivalOfFirstRecord="yesterday"), "names no records"),
        (note(startSequenceNumber="1"), "names no records"),
        (note(endSequenceNumber=FIRST + "\n"), "names no records"),
        (note(shardId="x"), "names no records"),
        (note(approximateArrivalOfFirstRecord="2026-11-28T00:00:00"), "names no records"),
        (note(approximateArrivalOfFirstRecord="2026-11-27T11:59:59Z"), "for a day"),
    ],
)
def test_records_of_another_stream_or_of_yesterday_cannot_be_published(body: str, said: str) -> None:
    with pytest.raises(NotRedrivable, match=said):
        domain.records(body, STREAM, NOW)


def test_records_of_today_can() -> None:
    wanted = domain.records(note(), STREAM, NOW)
    assert (wanted.shard_id, wanted.start_sequence_number, wanted.end_sequence_number) == (SHARD, FIRST, LAST)
    assert NOW - wanted.approximate_arrival_of_first_record < timedelta(hours=24)


def test_a_record_looks_as_lambda_would_hand_it_out() -> None:
    record = {
        "dynamodb": {
            "ApproximateCreationDateTime": NOW,
            "NewImage": {"event": {"B": b"\x00\xff"}, "list": {"L": [{"N": "1"}]}},
        }
    }
    told = domain.as_lambda(record)["dynamodb"]
    assert told["ApproximateCreationDateTime"] == NOW.timestamp()
    assert told["NewImage"] == {"event": {"B": "AP8="}, "list": {"L": [{"N": "1"}]}}
