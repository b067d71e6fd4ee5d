"""Messages to the shop: `pk=MESSAGE#<id> sk=MESSAGE`, one item with its event; the sparse index `by_time` lists them.

How many name one reply address is counted per hour in `pk=ADDRESS#<hash> sk=HOUR#<hour>`, in the same write: whoever
owns that address may never have been here, and is not to be mailed without end.
"""

import hashlib

import msgspec
from botocore.exceptions import ClientError

from backend.contracts.notification.events import MessageReceived
from backend.contracts.notification.models import MESSAGES_PER_ADDRESS, Message, MessagePage, SendMessage
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.shared import clock, compression, dynamodb, outbox
from backend.shared.pagination import KeyText, PageKeys, query_page

RETENTION_DAYS = 400
"""How long a message is kept: as long as it is known who ordered."""

_HOUR_SECONDS = 3600  # seconds
_LISTED = "/"


_SK = "MESSAGE"
_PAGE_KEYS = PageKeys(varying={"at": KeyText, "pk": KeyText}, fixed={"listed": _LISTED, "sk": _SK})


def key(message_id: str) -> str:
    """Return the message's partition key."""
    return f"MESSAGE#{message_id}"


def store_message(sent: SendMessage) -> None:
    """Store the message and its event; the same form sent again changes nothing.

    Raises Refused 409 for one too many with this reply address within the hour.
    """
    message = Message(
        id=_id(sent),
        at=clock.now(),
        **{name: getattr(sent, name) for name in ("topic", "email", "text", "name", "order")},
    )
    try:
        dynamodb.transact([{"Put": _put(message)}, {"Update": _count(sent.email)}])
    except ClientError as error:
        new, within = (
            reason != "ConditionalCheckFailed" for reason in dynamodb.cancellation_reasons(error) or (None, None)
        )
        if new and within:
            raise
        if new:
            raise Refused(
                409, "too-many-messages", "There were many messages from this address; please wait an hour"
            ) from None


def list_messages(query: PageQuery) -> MessagePage:
    """Return messages, newest first. Raise Refused 400 for a bad cursor."""
    items, after = query_page(
        query,
        _PAGE_KEYS,
        IndexName="by_time",
        KeyConditionExpression="listed = :listed",
        ExpressionAttributeValues=dynamodb.to_item({":listed": _LISTED}),
        ScanIndexForward=False,
    )
    events = (compression.decode(dynamodb.from_item(item)["event"], MessageReceived) for item in items)
    return MessagePage(items=tuple(event.message for event in events), next=after)


def _id(sent: SendMessage) -> str:
    """The form and what was typed: whoever goes back and writes something else has written another message."""
    return hashlib.sha256(msgspec.json.encode(sent)).hexdigest()[:32]


def _put(message: Message) -> dynamodb.Item:
    event = outbox.compress_event(MessageReceived(message=message))
    values = dynamodb.to_item(
        {"listed": _LISTED, "at": message.at, "event": event, "expires": clock.epoch() + RETENTION_DAYS * 86_400}
    )
    return {
        "TableName": dynamodb.table_name(),
        "Item": _key(message.id) | values,
        "ConditionExpression": "attribute_not_exists(pk)",
    }


def _count(email: str) -> dynamodb.Item:
    """One more with this reply address in this hour."""
    hour = clock.epoch() // _HOUR_SECONDS
    whose = hashlib.sha256(email.casefold().encode()).hexdigest()[:32]
    return {
        "TableName": dynamodb.table_name(),
        "Key": {"pk": {"S": f"ADDRESS#{whose}"}, "sk": {"S": f"HOUR#{hour}"}},
        "UpdateExpression": "ADD taken :one SET #expires = :later",
        "ConditionExpression": "attribute_not_exists(taken) OR taken < :most",
        "ExpressionAttributeNames": {"#expires": "expires"},
        "ExpressionAttributeValues": dynamodb.to_item(
            {":one": 1, ":most": MESSAGES_PER_ADDRESS, ":later": (hour + 2) * _HOUR_SECONDS}
        ),
    }


def _key(message_id: str) -> dynamodb.Item:
    return {"pk": {"S": key(message_id)}, "sk": {"S": _SK}}
