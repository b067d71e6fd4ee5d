"""The notification's HTTP handler: messages to the shop are taken in, and read by staff."""

from typing import Any

from backend.contracts.notification import LIST_MESSAGES, SEND_MESSAGE, MessagePage
from backend.notification import messages
from backend.shared.http import Request, http_handler


def _send(request: Request[Any, Any, Any]) -> None:
    messages.take_in(request.body)


def _list(request: Request[Any, Any, Any]) -> MessagePage:
    return messages.page(request.query)


handler = http_handler({SEND_MESSAGE: _send, LIST_MESSAGES: _list})
