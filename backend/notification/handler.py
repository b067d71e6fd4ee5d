"""The notification's HTTP handler: messages to the shop are taken in, and read by staff."""

from backend.contracts.notification.models import MessagePage, SendMessage
from backend.contracts.notification.operations import LIST_MESSAGES, SEND_MESSAGE
from backend.contracts.operation import Empty
from backend.contracts.types import PageQuery
from backend.notification import messages
from backend.shared.http import Request, http_handler, route


def _send(request: Request[Empty, Empty, SendMessage]) -> None:
    messages.store_message(request.body)


def _list(request: Request[Empty, PageQuery, Empty]) -> MessagePage:
    return messages.list_messages(request.query)


handler = http_handler(
    route(SEND_MESSAGE, _send),
    route(LIST_MESSAGES, _list),
)
