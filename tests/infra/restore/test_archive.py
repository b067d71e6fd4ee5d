"""The archive is read by a replay that no service hears of, and nothing of the reading stays behind."""

import json
from datetime import UTC, datetime, timedelta
from unittest import mock

import boto3
import pytest

from infra.restore import RestoreRefused, archive
from infra.restore.archive import read_archive

STAGE = "Halftone-production"
SOURCE = "shop.order"

pytestmark = pytest.mark.usefixtures("aws_account")


@pytest.fixture
def published_ids() -> list[str]:
    """A bus with an archive, a service that listens, and three events; returns their ids."""
    events, sqs = boto3.client("events"), boto3.client("sqs")
    bus = events.create_event_bus(Name=f"{STAGE}-events")["EventBusArn"]
    events.create_archive(ArchiveName="kept", EventSourceArn=bus, EventPattern=json.dumps({"source": [SOURCE]}))
    sqs.create_queue(QueueName="order")
    ids = [f"order-{number}" for number in range(3)]
    entries = [
        {"Source": SOURCE, "DetailType": "OrderPacked.v1", "Detail": json.dumps({"order_id": id}), "EventBusName": bus}
        for id in ids
    ]
    events.put_events(Entries=entries)
    return ids


def read(since: str) -> list[str]:
    with mock.patch.object(archive, "WAIT", 0):
        return list(read_archive(STAGE, since, boto3.Session()))


def yesterday() -> str:
    return (datetime.now(UTC) - timedelta(days=1)).isoformat()


def test_each_archived_event_is_a_line_as_the_bus_delivered_it(published_ids: list[str]) -> None:
    lines = [json.loads(line) for line in read(yesterday())]
    assert sorted(line["detail"]["order_id"] for line in lines) == published_ids
    assert {(line["source"], line["detail-type"]) for line in lines} == {(SOURCE, "OrderPacked.v1")}


def test_the_replay_goes_to_the_readers_own_rule_alone_and_rule_and_queue_are_gone_afterwards(
    published_ids: list[str],
) -> None:
    events = boto3.client("events")
    before = {each["Name"] for each in events.list_rules(EventBusName=f"{STAGE}-events")["Rules"]}
    read(yesterday())
    (replay,) = events.list_replays()["Replays"]
    destination = events.describe_replay(ReplayName=replay["ReplayName"])["Destination"]
    assert [arn.rpartition("/")[2] for arn in destination["FilterArns"]] == [replay["ReplayName"]]
    assert {each["Name"] for each in events.list_rules(EventBusName=f"{STAGE}-events")["Rules"]} == before
    assert [url.rpartition("/")[2] for url in boto3.client("sqs").list_queues()["QueueUrls"]] == ["order"]


def test_the_queue_takes_messages_of_the_rule_alone() -> None:
    (statement,) = archive._policy("queue", "rule")["Statement"]
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": "rule"}}
    assert (statement["Principal"], statement["Action"]) == ({"Service": "events.amazonaws.com"}, "sqs:SendMessage")


@pytest.mark.parametrize("since", ["yesterday", "", "2026-13-01"])
def test_what_is_no_moment_is_refused_before_anything_is_made(published_ids: list[str], since: str) -> None:
    with pytest.raises(RestoreRefused, match="is no moment such as"):
        read(since)
    assert boto3.client("events").list_replays()["Replays"] == []


def test_a_moment_from_before_the_archive_is_refused_for_erasures_would_be_unknown(published_ids: list[str]) -> None:
    with pytest.raises(RestoreRefused, match="whose orders were erased is not known"):
        read((datetime.now(UTC) - timedelta(days=31)).isoformat())
