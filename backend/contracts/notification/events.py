"""The events that the notification service publishes."""

from backend.contracts.event import Event
from backend.contracts.notification.models import MailName, Message
from backend.contracts.types import Key, OptionalShortText, OrderId


class MessageReceived(Event, frozen=True, kw_only=True, tag="MessageReceived.v1"):
    """Somebody wrote to the shop."""

    message: Message


class MessageAnswered(Event, frozen=True, kw_only=True, tag="MessageAnswered.v1"):
    """Staff answered or closed a message: its `answer` is there."""

    message: Message


class MailResendRequested(Event, frozen=True, kw_only=True, tag="MailResendRequested.v1"):
    """Staff asked for a mail about an order to be sent again; `key` tells their requests apart."""

    order_id: OrderId
    name: MailName
    key: Key
    by: OptionalShortText = ""


EVENTS = (MessageReceived, MessageAnswered, MailResendRequested)
