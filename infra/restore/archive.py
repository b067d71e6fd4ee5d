"""Reads the bus's archive, which EventBridge gives back only by a replay to the bus.

A rule and a queue of this program's own stand there meanwhile. The replay goes to that rule alone, and no service hears
of it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html
"""

import contextlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3

from infra.recovery import ARCHIVE_DAYS
from infra.restore import RestoreRefused

TARGET = "archive"
WAIT = 10  # seconds of a long poll


def read_archive(stage: str, since: str, session: boto3.Session) -> Iterator[str]:
    """Yield the events from this moment on, each as the bus delivered it, on one line. Raises RestoreRefused."""
    begin, end = _moment(since), datetime.now(UTC)
    if end - begin > timedelta(days=ARCHIVE_DAYS):
        raise RestoreRefused(
            f"The archive holds {ARCHIVE_DAYS} days: with a copy from before, whose orders were erased is not known"
        )
    name = f"{stage}-archived-{secrets.token_hex(4)}"
    events = session.client("events")
    with _listening(name, f"{stage}-events", session) as (queue, rule):
        bus = events.describe_event_bus(Name=f"{stage}-events")["Arn"]
        (archive,) = events.list_archives(EventSourceArn=bus)["Archives"]
        described = events.describe_archive(ArchiveName=archive["ArchiveName"])
        events.start_replay(
            ReplayName=name,
            EventSourceArn=described["ArchiveArn"],
            EventStartTime=begin,
            EventEndTime=end,
            Destination={"Arn": bus, "FilterArns": [rule]},
        )
        yield from _receive(name, queue, session)


def _moment(since: str) -> datetime:
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise RestoreRefused(f"“{since}” is no moment such as 2026-11-29T02:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextlib.contextmanager
def _listening(name: str, bus: str, session: boto3.Session) -> Iterator[tuple[str, str]]:
    """Make a queue and the rule that leads this replay to it, and take both away in the end."""
    events, sqs = session.client("events"), session.client("sqs")
    rule = events.put_rule(
        Name=name, EventBusName=bus, EventPattern=json.dumps({"replay-name": [name]}), Description="Reads the archive"
    )["RuleArn"]
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    try:
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(_policy(arn, rule))})
        events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": TARGET, "Arn": arn}])
        yield queue, rule
    finally:
        events.remove_targets(Rule=name, EventBusName=bus, Ids=[TARGET])
        events.delete_rule(Name=name, EventBusName=bus)
        sqs.delete_queue(QueueUrl=queue)


def _policy(queue: str, rule: str) -> dict[str, object]:
    """Return who may send to the queue: the rule alone."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _receive(name: str, queue: str, session: boto3.Session) -> Iterator[str]:
    """Yield messages until the replay is complete and nothing has come for two long polls."""
    events, sqs = session.client("events"), session.client("sqs")
    silent = 0
    while silent < 2:
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=WAIT).get("Messages", [])
        for message in messages:
            yield message["Body"].replace("\n", " ")
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        state = events.describe_replay(ReplayName=name)
        if state["State"] in ("FAILED", "CANCELLED"):
            raise RestoreRefused(f"The replay has failed: {state.get('StateReason', 'for no reason that is told')}")
        silent = silent + 1 if not messages and state["State"] == "COMPLETED" else 0
