"""The events that the notification service publishes."""

from backend.contracts.event import Event
from backend.contracts.notification.models import Message


class MessageReceived(Event, frozen=True, kw_only=True, tag="MessageReceived.v1"):
    """Somebody wrote to the shop."""

    message: Message


EVENTS = (MessageReceived,)
