"""The HTTP operations by which staff send an order in several parcels."""

from backend.contracts.operation import HANDLE_ORDERS, Caller, Changes, Operation, Thing
from backend.contracts.order.models import OrderPath, StaffOrder
from backend.contracts.order.staff import DeliverParcel, SendParcel

SEND_PARCEL = Operation(
    name="send_parcel",
    service="order",
    route="POST /staff/orders/{order_id}/parcels",
    caller=Caller.STAFF,
    roles=HANDLE_ORDERS,
    summary="Send a part of a packed order, or all that is left of it, as one parcel",
    path=OrderPath,
    body=SendParcel,
    reply=StaffOrder,
    problems=(404, 409, 422),
    changes=Changes(Thing.ORDER, "order_id"),
)
DELIVER_PARCEL = Operation(
    name="deliver_parcel",
    service="order",
    route="POST /staff/orders/{order_id}/delivered-parcels",
    caller=Caller.STAFF,
    roles=HANDLE_ORDERS,
    summary="Mark one parcel of an order delivered; with the last one the order is",
    path=OrderPath,
    body=DeliverParcel,
    reply=StaffOrder,
    problems=(404, 409),
    changes=Changes(Thing.ORDER, "order_id"),
)
PARCEL_OPERATIONS = (SEND_PARCEL, DELIVER_PARCEL)
