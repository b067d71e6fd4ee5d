"""Messages to the shop: `pk=MESSAGE#<id> sk=MESSAGE`, one item with its event; the sparse index `by_time` lists them.

One that was answered or closed has `answered_at`. How many name the same reply address is counted per hour in
`pk=ADDRESS#<hash> sk=HOUR#<hour>`, in the same write: the address may belong to somebody who was never here, and must
not be flooded.
"""

import hashlib
from collections.abc import Iterable
from typing import cast

import msgspec
from botocore.exceptions import ClientError
from msgspec.structs import replace

from backend.contracts.email_addresses import comparable
from backend.contracts.notification.events import MessageAnswered, MessageReceived
from backend.contracts.notification.models import (
    MESSAGES_PER_ADDRESS,
    Answer,
    AnswerMessage,
    Message,
    MessagePage,
    MessagesQuery,
    MessageState,
    SendMessage,
)
from backend.contracts.problem import Refused
from backend.shared import clock, compression, dynamodb, outbox, staff_changes
from backend.shared.aws import client
from backend.shared.hourly_count import count_address
from backend.shared.pagination import KeyText, PageKeys, Query, primary_key, query_all, query_page

RETENTION_DAYS = 400
"""How long a message is kept: as long as it is known who ordered."""

_LISTED = "/"


_SK = "MESSAGE"
_Event = cast("type[MessageReceived | MessageAnswered]", MessageReceived | MessageAnswered)
_PAGE_KEYS = PageKeys(varying={"at": KeyText, "pk": KeyText}, fixed={"listed": _LISTED, "sk": _SK})
_FILTERS = {
    MessageState.OPEN: "attribute_not_exists(answered_at)",
    MessageState.DONE: "attribute_exists(answered_at)",
}


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
        **{name: getattr(sent, name) for name in ("topic", "email", "text", "name", "order", "language")},
    )
    try:
        dynamodb.transact([{"Put": _put(message)}, {"Update": count_address(sent.email, MESSAGES_PER_ADDRESS)}])
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


def answer_message(message_id: str, body: AnswerMessage) -> None:
    """Store the answer and its event; the same answer sent again changes nothing.

    Raises Refused 404 for no such message, 409 if it was answered or closed in another way.
    """
    item = _read(message_id)
    message = _decode(item)
    if message.answer is None:
        answer = Answer(at=clock.now(), text=body.text, by=body.by)
        if _replace(item, MessageAnswered(message=replace(message, answer=answer))):
            staff_changes.describe(("state", "open", "answered" if body.text else "closed"))
            return
        message = _decode(_read(message_id))
    if message.answer is None or (message.answer.text, message.answer.by) != (body.text, body.by):
        raise Refused(409, "answered", "Somebody has answered or closed this message meanwhile")


def _read(message_id: str) -> dynamodb.Item:
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(message_id), ConsistentRead=True)
    if "Item" not in reply:
        raise Refused(404, "no-message", "There is no such message")
    return dict(reply["Item"])


def _decode(item: dynamodb.Item) -> Message:
    return compression.decode(item["event"]["B"], _Event).message


def _replace(item: dynamodb.Item, event: MessageAnswered) -> bool:
    """Write the item's next event. Return whether the item was still the one that was read."""
    return dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=primary_key(item),
        UpdateExpression="SET #event = :event, answered_at = :at",
        ConditionExpression="#event = :before",
        ExpressionAttributeNames={"#event": "event"},
        ExpressionAttributeValues={
            ":before": item["event"],
            **dynamodb.to_item({":event": outbox.compress_event(event), ":at": clock.now()}),
        },
    )


def list_messages(query: MessagesQuery) -> MessagePage:
    """Return messages, newest first. Raise Refused 400 for a bad cursor, or one of another state."""
    selection: Query = {
        "IndexName": "by_time",
        "KeyConditionExpression": "listed = :listed",
        "ExpressionAttributeValues": dynamodb.to_item({":listed": _LISTED}),
        "ScanIndexForward": False,
    }
    if query.state:
        selection["FilterExpression"] = _FILTERS[query.state]
    items, after = query_page(query, replace(_PAGE_KEYS, scope=(query.state,) if query.state else ()), **selection)
    return MessagePage(items=tuple(map(_decode, items)), next=after)


def list_from(*emails: str) -> list[Message]:
    """Return every message with one of these reply addresses, oldest first. It reads all stored messages: this is
    rare."""
    whose = set(map(comparable, emails))
    items = query_all(
        IndexName="by_time",
        KeyConditionExpression="listed = :listed",
        ExpressionAttributeValues=dynamodb.to_item({":listed": _LISTED}),
    )
    return [message for message in map(_decode, items) if comparable(message.email) in whose]


def erase(emails: Iterable[str]) -> None:
    """Delete every message with one of these reply addresses."""
    dynamodb.batch_delete(_key(message.id) for message in list_from(*emails))


def _id(message: SendMessage) -> str:
    """Return the id of a message, derived from the form and its content: somebody who goes back and writes something
    else has written another message. The page's language makes no difference."""
    typed = {name: value for name, value in msgspec.to_builtins(message).items() if name != "language"}
    return hashlib.sha256(msgspec.json.encode(typed)).hexdigest()[:32]


def _put(message: Message) -> dynamodb.Put:
    event = outbox.compress_event(MessageReceived(message=message))
    values = dynamodb.to_item(
        {"listed": _LISTED, "at": message.at, "event": event, "expires": clock.epoch() + RETENTION_DAYS * 86_400}
    )
    return {
        "TableName": dynamodb.table_name(),
        "Item": _key(message.id) | values,
        "ConditionExpression": "attribute_not_exists(pk)",
    }


def _key(message_id: str) -> dynamodb.Item:
    return {"pk": {"S": key(message_id)}, "sk": {"S": _SK}}
