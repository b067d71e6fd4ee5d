"""The HTTP operations of the notification service."""

from backend.contracts.notification.models import MessagePage, SendMessage
from backend.contracts.operation import Caller, Operation
from backend.contracts.types import PageQuery

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
