"""The HTTP operations of the desk service."""

from backend.contracts.desk.models import AddNote, DeskEntry, DeskPage, DeskPath, DeskQuery, IndexOrders, OrderNote
from backend.contracts.operation import Caller, Operation

SEARCH_ORDERS = Operation(
    name="search_orders",
    service="desk",
    route="GET /staff/desk/orders",
    caller=Caller.STAFF,
    summary="Orders by number, e-mail, name, postal code, SKU, tracking number, state and time, newest first",
    query=DeskQuery,
    reply=DeskPage,
)
GET_DESK_ORDER = Operation(
    name="get_desk_order",
    service="desk",
    route="GET /staff/desk/orders/{order_id}",
    caller=Caller.STAFF,
    summary="What the desk has of one order: its row and the notes of staff",
    path=DeskPath,
    reply=DeskEntry,
)
ADD_NOTE = Operation(
    name="add_note",
    service="desk",
    route="POST /staff/desk/orders/{order_id}/notes",
    caller=Caller.STAFF,
    summary="Write a note about an order, which shoppers never see",
    path=DeskPath,
    body=AddNote,
    reply=OrderNote,
)
INDEX_ORDERS = Operation(
    name="index_orders",
    service="desk",
    route="PUT /staff/desk/orders",
    caller=Caller.STAFF,
    summary="Put orders from before the desk, or whose events were lost, into the index",
    body=IndexOrders,
    status=204,
)
OPERATIONS = (SEARCH_ORDERS, GET_DESK_ORDER, ADD_NOTE, INDEX_ORDERS)
