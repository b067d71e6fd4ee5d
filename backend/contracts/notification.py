"""The notification service's contract: messages that people write to the shop, and what staff read of them."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.event import Event
from backend.contracts.operation import Caller, Operation
from backend.contracts.types import Cursor, Email, Key, Model, Note, OptionalShortText, PageQuery, RequestModel, Timestamp

MESSAGES_PER_ADDRESS = 10
"""Messages in an hour that name the same reply address: each has a mail sent there, and whose address it is nobody has proved."""

MessageId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="made from the form and what was typed into it")]
MaybeOrderNumber = Annotated[
    str,
    Meta(pattern=r"^([0-9A-F]{4}-[0-9A-F]{4})?$(?!\n)", description="an order's number as people read it out; may be empty"),
]


class Topic(enum.StrEnum):
    """What a message is about. A withdrawal counts as soon as it is sent, so its receipt names the order and the moment."""

    ORDER = "order"
    DAMAGED = "damaged"
    WITHDRAWAL = "withdrawal"
    PRIVACY = "privacy"
    OTHER = "other"


class SendMessage(RequestModel, frozen=True, kw_only=True):
    """A message to the shop. `email` is where the answer goes; `key` is the form's, so that the same form is taken once."""

    key: Key
    topic: Topic
    email: Email
    text: Note
    name: OptionalShortText = ""
    order: MaybeOrderNumber = ""


class Message(Model, frozen=True, kw_only=True, omit_defaults=True):
    """A message as it was taken in. Nothing in it is proved: anybody can write any address, name and order number."""

    id: MessageId
    at: Timestamp
    topic: Topic
    email: Email
    text: Note
    name: OptionalShortText = ""
    order: MaybeOrderNumber = ""


class MessagePage(Model, frozen=True, kw_only=True):
    """A page of messages, newest first."""

    items: tuple[Message, ...]
    next: Cursor | None


class MessageReceived(Event, frozen=True, kw_only=True, tag="MessageReceived.v1"):
    """Somebody wrote to the shop."""

    message: Message


SEND_MESSAGE = Operation(
    name="send_message",
    service="notification",
    route="POST /messages",
    caller=Caller.PUBLIC,
    summary="Write to the shop; the shop and the sender get a mail",
    body=SendMessage,
    status=204,
    problems=(409,),
)
LIST_MESSAGES = Operation(
    name="list_messages",
    service="notification",
    route="GET /messages",
    caller=Caller.STAFF,
    summary="What was written to the shop, newest first",
    query=PageQuery,
    reply=MessagePage,
)

OPERATIONS = (SEND_MESSAGE, LIST_MESSAGES)
EVENTS = (MessageReceived,)
