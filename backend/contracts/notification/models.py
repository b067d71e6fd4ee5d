"""What the notification service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.types import Cursor, Email, Key, Model, Note, OptionalShortText, RequestModel, Timestamp

MESSAGES_PER_ADDRESS = 10
"""Messages in an hour that name the same reply address: each has a mail sent there, and whose address it is nobody has
proved."""
MessageId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="made from the form and what was typed into it")
]
MaybeOrderNumber = Annotated[
    str,
    Meta(
        pattern=r"^([0-9A-F]{4}-[0-9A-F]{4})?$(?!\n)",
        description="an order's number as people read it out; may be empty",
    ),
]


class Topic(enum.StrEnum):
    """What a message is about.

    A withdrawal counts as soon as it is sent, so its receipt names the order and the moment.
    """

    ORDER = "order"
    DAMAGED = "damaged"
    WITHDRAWAL = "withdrawal"
    PRIVACY = "privacy"
    OTHER = "other"


class SendMessage(RequestModel, frozen=True, kw_only=True):
    """A message to the shop.

    `email` is where the answer goes; `key` is the form's, so that the same form is taken once.
    """

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
