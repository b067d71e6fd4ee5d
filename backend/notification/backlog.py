"""Messages whose mails SES put off: the quota of the day or of the second is used up, or sending is paused.

Such a mail has not failed, and five tries a minute apart are over long before the next day. Its message is stored as it
came, `pk=BACKLOG sk=<rank>#<since>#<message id>`, and the sweeper sends its mail later: mails about orders first, then
the oldest first. An entry goes when its mail is sent, or becomes a dead letter: it never expires by itself.
"""

import os
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client
from backend.shared.consumer import QueueEvent, Response, message_id

DAYS = 2
"""How long a mail is tried for: the quota is one of 24 hours, so a day's mails that were too many are sent by then."""

_PK = "BACKLOG"
_bodies: ContextVar[dict[str, str]] = ContextVar("bodies")
Consume = Callable[[QueueEvent, object], Response]


class Rank(StrEnum):
    """Which mails are sent first."""

    FIRST = "1"
    LAST = "2"


class Entry(NamedTuple):
    """A message that waits: its id and body as the queue gave them, since when, and its place in the table."""

    sk: str
    since: str
    message_id: str
    body: str


def consume_with_bodies(consume: Consume) -> Consume:
    """Return the handler of a queue whose messages `add` can store."""

    def handler(event: QueueEvent, context: object) -> Response:
        _bodies.set({record["messageId"]: record["body"] for record in event["Records"]})
        return consume(event, context)

    return handler


def add(rank: Rank) -> None:
    """Store the message that is being consumed. A second time makes a second entry, whose mail is sent already then."""
    since, id = clock.now(), message_id.get()
    values = {"due": since, "message_id": id, "body": compression.compress(_bodies.get()[id])}
    item = _key(f"{rank}#{since}#{id}") | dynamodb.to_item(values)
    dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item)


def has_first() -> bool:
    """Return whether a mail waits that is sent before others. It may lag behind."""
    return bool(_oldest(Rank.FIRST, 1))


def read(most: int) -> list[Entry]:
    """Return so many entries at most, in the order in which their mails are to be sent. It may lag behind."""
    return _query(most, "pk = :pk", {})


def read_overdue(most: int) -> Iterator[Entry]:
    """Yield entries that are older than `DAYS`, of each rank so many at most."""
    end = clock.later(clock.now(), -DAYS * 86_400)
    for rank in Rank:
        yield from takewhile(lambda entry: entry.since < end, _oldest(rank, most))


def remove(entry: Entry) -> None:
    """Forget a message whose mail is sent."""
    dynamodb.write("delete_item", TableName=dynamodb.table_name(), Key=_key(entry.sk))


def give_up(entry: Entry) -> None:
    """Make the message a dead letter, which staff send on or discard: twice, where the function stops in between."""
    client("sqs").send_message(QueueUrl=os.environ["DEAD_LETTERS"], MessageBody=entry.body)
    remove(entry)


def _oldest(rank: Rank, most: int) -> list[Entry]:
    return _query(most, "pk = :pk AND begins_with(sk, :rank)", {":rank": f"{rank}#"})


def _query(most: int, condition: str, values: dict[str, str]) -> list[Entry]:
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression=condition,
        ExpressionAttributeValues=dynamodb.to_item({":pk": _PK, **values}),
        Limit=most,
    )
    return [_decode(item) for item in reply["Items"]]


def _decode(item: dynamodb.Item) -> Entry:
    body = compression.decode(item["body"]["B"], str)
    return Entry(sk=item["sk"]["S"], since=item["due"]["S"], message_id=item["message_id"]["S"], body=body)


def _key(sk: str) -> dynamodb.Item:
    return {"pk": {"S": _PK}, "sk": {"S": sk}}
