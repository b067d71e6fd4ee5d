"""Messages whose mails SES put off: the quota of the day or of the second is used up, or sending is paused.

Such a mail has not failed, and five tries a minute apart are over long before the next day. Its message is stored as it
came, and the sweeper sends its mail later: mails about orders first, then the oldest first. One that fails otherwise
moves behind those that wait by its next try. An entry goes when its mail is sent, or becomes a dead letter: it never
expires by itself.
"""

import os
from collections.abc import Callable
from contextvars import ContextVar

from backend.contracts.notification.mail_backlog import MailDelay
from backend.notification.backlog_entry import PK, Entry, Rank, decode, key, put
from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client
from backend.shared.consumer import QueueEvent, Response, message_id
from backend.shared.log import logger
from backend.shared.pagination import Query

TRIES = 6
"""How often a mail may fail otherwise: half an hour lies between the first try and the last."""
RETRY_AFTER_SECONDS = 60
"""Seconds until the first mail that failed is tried again; each time it is twice as long."""

_bodies: ContextVar[dict[str, str]] = ContextVar("bodies")
Consume = Callable[[QueueEvent, object], Response]


def consume_with_bodies(consume: Consume) -> Consume:
    """Return the handler of a queue whose messages `add` can store."""

    def handler(event: QueueEvent, context: object) -> Response:
        _bodies.set({record["messageId"]: record["body"] for record in event["Records"]})
        return consume(event, context)

    return handler


def add(rank: Rank, delay: MailDelay) -> None:
    """Store the message that is being consumed. A second time makes a second entry, whose mail is sent already then."""
    since, id = clock.now(), message_id.get()
    body = compression.compress(_bodies.get()[id])
    dynamodb.write("put_item", **put(Entry(f"{rank}#{since}#{id}", since, delay, id, body)))


def has_first() -> bool:
    """Return whether a mail waits that is sent before others, and has not failed otherwise. It may lag behind."""
    return bool(_read_due(Rank.FIRST, 1))


def read_due(most: int) -> list[Entry]:
    """Return the entries whose time has come, of each rank so many at most, in the order in which their mails are to be
    sent. It may lag behind.
    """
    return [entry for rank in Rank for entry in _read_due(rank, most)]


def note_delay(entry: Entry, delay: MailDelay) -> None:
    """Store why the mail was put off again, where that is another reason than before."""
    if delay is not entry.delay:
        dynamodb.write_if(
            "update_item",
            TableName=dynamodb.table_name(),
            Key=key(entry.sk),
            UpdateExpression="SET delay = :delay",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues=dynamodb.to_item({":delay": delay}),
        )


def fail(entry: Entry) -> None:
    """Have a mail that failed otherwise tried later, behind all that wait by then; after `TRIES` give it up."""
    tries = entry.tries + 1
    if tries == TRIES:
        give_up(entry)
        return
    rank, _, id = entry.sk.split("#", 2)
    next_try = clock.later(clock.now(), RETRY_AFTER_SECONDS * 2**entry.tries)
    moved = entry._replace(sk=f"{rank}#{next_try}#{id}", delay=MailDelay.FAILED, tries=tries)
    is_there = "attribute_exists(pk)"  # another run may have moved it
    delete: dynamodb.TransactionItem = {
        "Delete": {"TableName": dynamodb.table_name(), "Key": key(entry.sk), "ConditionExpression": is_there}
    }
    dynamodb.transact_if([{"Put": put(moved)}, delete])


def remove(entry: Entry) -> None:
    """Forget a message whose mail is sent."""
    dynamodb.write("delete_item", TableName=dynamodb.table_name(), Key=key(entry.sk))


def give_up(entry: Entry) -> None:
    """Make the message a dead letter, which staff send on or discard: twice, where the function stops in between."""
    logger.error("a mail was given up", message_id=entry.message_id, since=entry.since, tries=entry.tries)
    client("sqs").send_message(QueueUrl=os.environ["DEAD_LETTERS"], MessageBody=entry.text)
    remove(entry)


def read_page() -> tuple[list[Entry], bool]:
    """Return as many entries as one query gives, a megabyte, and whether these are all. It may lag behind."""
    reply = client("dynamodb").query(TableName=dynamodb.table_name(), **_query("pk = :pk", {}))
    return [decode(item) for item in reply["Items"]], "LastEvaluatedKey" not in reply


def _read_due(rank: Rank, most: int) -> list[Entry]:
    until = f"{rank}#{clock.now()}~"
    query = _query("pk = :pk AND sk BETWEEN :rank AND :until", {":rank": rank, ":until": until})
    reply = client("dynamodb").query(TableName=dynamodb.table_name(), **query, Limit=most)
    return [decode(item) for item in reply["Items"]]


def _query(condition: str, values: dict[str, str]) -> Query:
    return {
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": dynamodb.to_item({":pk": PK, **values}),
    }
