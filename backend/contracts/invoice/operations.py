"""The invoice service's operations: shoppers and guests read the documents of their own orders, staff those of all."""

from backend.contracts.invoice.models import Document, DocumentList, DocumentPath, GuestDocumentPath
from backend.contracts.invoice.packing_slips import DrawPackingSlips, PackingSlipFile
from backend.contracts.operation import READ_ORDERS, Caller, Operation
from backend.contracts.order.guest_models import GuestOrderPath
from backend.contracts.order.models import OrderPath

LIST_DOCUMENTS = Operation(
    name="list_documents",
    service="invoice",
    route="GET /invoices/{order_id}",
    caller=Caller.SHOPPER,
    summary="The invoice and credit notes of one of the shopper's orders; none before it is paid",
    path=OrderPath,
    reply=DocumentList,
)
GET_DOCUMENT = Operation(
    name="get_document",
    service="invoice",
    route="GET /invoices/{order_id}/{number}",
    caller=Caller.SHOPPER,
    summary="An invoice or credit note of the shopper's as PDF",
    path=DocumentPath,
    reply=Document,
    problems=(404,),
)
LIST_GUEST_DOCUMENTS = Operation(
    name="list_guest_documents",
    service="invoice",
    route="GET /guest-invoices/{order_key}/{order_id}",
    caller=Caller.GUEST,
    summary="The invoice and credit notes of a guest's order; none before it is paid",
    path=GuestOrderPath,
    reply=DocumentList,
)
GET_GUEST_DOCUMENT = Operation(
    name="get_guest_document",
    service="invoice",
    route="GET /guest-invoices/{order_key}/{order_id}/{number}",
    caller=Caller.GUEST,
    summary="An invoice or credit note of a guest's order as PDF",
    path=GuestDocumentPath,
    reply=Document,
    problems=(404,),
)
LIST_STAFF_DOCUMENTS = Operation(
    name="list_staff_documents",
    service="invoice",
    route="GET /staff/invoices/{order_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="The invoice and credit notes of anybody's order",
    path=OrderPath,
    reply=DocumentList,
)
GET_STAFF_DOCUMENT = Operation(
    name="get_staff_document",
    service="invoice",
    route="GET /staff/invoices/{order_id}/{number}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Anybody's invoice or credit note as PDF",
    path=DocumentPath,
    reply=Document,
    problems=(404,),
)
DRAW_PACKING_SLIPS = Operation(
    name="draw_packing_slips",
    service="invoice",
    route="POST /staff/packing-slips",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Packing slips as one PDF, each on sheets of its own; nothing is stored",
    body=DrawPackingSlips,
    reply=PackingSlipFile,
)
OPERATIONS = (
    LIST_DOCUMENTS,
    GET_DOCUMENT,
    LIST_GUEST_DOCUMENTS,
    GET_GUEST_DOCUMENT,
    LIST_STAFF_DOCUMENTS,
    GET_STAFF_DOCUMENT,
    DRAW_PACKING_SLIPS,
)
