"""The HTTP operations of the desk service."""

from backend.contracts.desk.audit import StaffChangePage, StaffChangeQuery
from backend.contracts.desk.models import (
    AddCustomerNote,
    AddNote,
    CustomerNotes,
    CustomerQuery,
    DeskEntry,
    DeskPage,
    DeskPath,
    DeskQuery,
    IndexOrders,
    OrderNote,
)
from backend.contracts.operation import EVERY_ROLE, HELP_SHOPPERS, READ_ORDERS, Caller, Changes, Operation, Thing

SEARCH_ORDERS = Operation(
    name="search_orders",
    service="desk",
    route="GET /staff/desk/orders",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Orders by number, e-mail, name, postal code, SKU, tracking number, state and time, newest first",
    query=DeskQuery,
    reply=DeskPage,
)
GET_DESK_ORDER = Operation(
    name="get_desk_order",
    service="desk",
    route="GET /staff/desk/orders/{order_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="What the desk has of one order: its row and the notes of staff",
    path=DeskPath,
    reply=DeskEntry,
)
ADD_NOTE = Operation(
    name="add_note",
    service="desk",
    route="POST /staff/desk/orders/{order_id}/notes",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Write a note about an order, which shoppers never see",
    path=DeskPath,
    body=AddNote,
    reply=OrderNote,
    changes=Changes(Thing.ORDER, "order_id"),
)
LIST_CUSTOMER_NOTES = Operation(
    name="list_customer_notes",
    service="desk",
    route="GET /staff/desk/customers/notes",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="The notes of staff about a customer",
    query=CustomerQuery,
    reply=CustomerNotes,
)
ADD_CUSTOMER_NOTE = Operation(
    name="add_customer_note",
    service="desk",
    route="POST /staff/desk/customers/notes",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Write a note about a customer, which shoppers never see",
    body=AddCustomerNote,
    reply=OrderNote,
    changes=Changes(Thing.CUSTOMER),
)
INDEX_ORDERS = Operation(
    name="index_orders",
    service="desk",
    route="PUT /staff/desk/orders",
    caller=Caller.STAFF,
    summary="Put orders from before the desk, or whose events were lost, into the index",
    body=IndexOrders,
    status=204,
    changes=Changes(Thing.SYSTEM),
)
LIST_STAFF_CHANGES = Operation(
    name="list_staff_changes",
    service="desk",
    route="GET /staff/desk/changes",
    caller=Caller.STAFF,
    roles=EVERY_ROLE,
    summary="The audit log: what staff changed, newest first, by person, kind of thing, thing and time",
    query=StaffChangeQuery,
    reply=StaffChangePage,
)
OPERATIONS = (
    SEARCH_ORDERS,
    GET_DESK_ORDER,
    ADD_NOTE,
    LIST_CUSTOMER_NOTES,
    ADD_CUSTOMER_NOTE,
    INDEX_ORDERS,
    LIST_STAFF_CHANGES,
)
