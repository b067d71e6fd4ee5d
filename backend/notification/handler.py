"""The notification's HTTP door: messages to the shop are taken in, and read by staff."""

from typing import Any

from backend.contracts.notification import LIST_MESSAGES, SEND_MESSAGE, MessagePage
from backend.notification import messages
from backend.shared.door import Request, door


def _send(request: Request[Any, Any, Any]) -> None:
    messages.take_in(request.body)


def _list(request: Request[Any, Any, Any]) -> MessagePage:
    return messages.page(request.query)


handler = door({SEND_MESSAGE: _send, LIST_MESSAGES: _list})
