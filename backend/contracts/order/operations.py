"""The HTTP operations of the order service."""

from backend.contracts.operation import (
    HANDLE_ORDERS,
    HELP_SHOPPERS,
    READ_ORDERS,
    Caller,
    Changes,
    Operation,
    Thing,
)
from backend.contracts.order.account_operations import ACCOUNT_OPERATIONS
from backend.contracts.order.guest_operations import GUEST_OPERATIONS
from backend.contracts.order.models import (
    Move,
    Order,
    OrderPage,
    OrderPath,
    OrdersQuery,
    Pay,
    Return,
    StaffOrder,
    StaffOrderPage,
    StateQuery,
    UpgradedOrders,
)
from backend.contracts.order.parcel_operations import PARCEL_OPERATIONS
from backend.contracts.order.staff import CancelOrder, ChangeAddress, ReceiveReturn, RefundOrder, Tracking
from backend.contracts.types import (
    PageQuery,
)

LIST_ORDERS = Operation(
    name="list_orders",
    service="order",
    route="GET /orders",
    caller=Caller.SHOPPER,
    summary="The shopper's orders, newest first",
    query=OrdersQuery,
    reply=OrderPage,
)
GET_ORDER = Operation(
    name="get_order",
    service="order",
    route="GET /orders/{order_id}",
    caller=Caller.SHOPPER,
    summary="One of the shopper's orders",
    path=OrderPath,
    reply=Order,
    problems=(404,),
)
PAY_ORDER = Operation(
    name="pay_order",
    service="order",
    route="POST /orders/{order_id}/payment",
    caller=Caller.SHOPPER,
    summary="Try another card on a declined order",
    path=OrderPath,
    body=Pay,
    reply=Order,
    status=202,
    problems=(404, 409),
)
CANCEL_ORDER = Operation(
    name="cancel_order",
    service="order",
    route="POST /orders/{order_id}/cancellation",
    caller=Caller.SHOPPER,
    summary="Cancel an order that is not packed yet",
    path=OrderPath,
    reply=Order,
    status=202,
    problems=(404, 409),
)
RETURN_ORDER = Operation(
    name="return_order",
    service="order",
    route="POST /orders/{order_id}/return",
    caller=Caller.SHOPPER,
    summary="Ask to send pieces of a delivered order back",
    path=OrderPath,
    body=Return,
    reply=Order,
    status=202,
    problems=(404, 409, 422),
)
LIST_STAFF_ORDERS = Operation(
    name="list_staff_orders",
    service="order",
    route="GET /staff/orders",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Orders in one state, oldest first",
    query=StateQuery,
    reply=StaffOrderPage,
)
GET_STAFF_ORDER = Operation(
    name="get_staff_order",
    service="order",
    route="GET /staff/orders/{order_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Anybody's order, whatever its state",
    path=OrderPath,
    reply=StaffOrder,
    problems=(404,),
)
LIST_ALL_ORDERS = Operation(
    name="list_all_orders",
    service="order",
    route="GET /staff/orders/all",
    caller=Caller.STAFF,
    summary="Orders in every state, in no order; a page may be empty and not the last",
    query=PageQuery,
    reply=StaffOrderPage,
)
UPGRADE_ORDERS = Operation(
    name="upgrade_orders",
    service="order",
    route="POST /staff/orders/upgrade",
    caller=Caller.STAFF,
    summary="Write a page of orders that an earlier release placed in today's form, so that staff's lists show them",
    query=PageQuery,
    reply=UpgradedOrders,
    changes=Changes(Thing.SYSTEM),
)
CORRECT_TRACKING = Operation(
    name="correct_tracking",
    service="order",
    route="PUT /staff/orders/{order_id}/tracking",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Correct the tracking number of a parcel that is sent",
    path=OrderPath,
    body=Tracking,
    reply=StaffOrder,
    problems=(404, 409),
    changes=Changes(Thing.ORDER, "order_id"),
)
MOVE_ORDER = Operation(
    name="move_order",
    service="order",
    route="PUT /staff/orders/{order_id}/state",
    caller=Caller.STAFF,
    roles=HANDLE_ORDERS,
    summary="Mark an order packed, sent, delivered or returned",
    path=OrderPath,
    body=Move,
    reply=StaffOrder,
    problems=(404, 409),
    changes=Changes(Thing.ORDER, "order_id"),
)
CANCEL_ORDER_FOR_SHOPPER = Operation(
    name="cancel_order_for_shopper",
    service="order",
    route="POST /staff/orders/{order_id}/cancellation",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Cancel anybody's order that is not packed yet, with a reason",
    path=OrderPath,
    body=CancelOrder,
    reply=StaffOrder,
    problems=(404, 409),
    changes=Changes(Thing.ORDER, "order_id"),
)
REFUND_ORDER = Operation(
    name="refund_order",
    service="order",
    route="POST /staff/orders/{order_id}/refunds",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Give money back: all that is left, for lines, or an amount; never more than was paid",
    path=OrderPath,
    body=RefundOrder,
    reply=StaffOrder,
    problems=(404, 409, 422),
    changes=Changes(Thing.ORDER, "order_id"),
)
RECEIVE_RETURN = Operation(
    name="receive_return",
    service="order",
    route="POST /staff/orders/{order_id}/received-returns",
    caller=Caller.STAFF,
    roles=HANDLE_ORDERS,
    summary="Take a returned parcel in: which pieces are accepted and paid back, and which go back in stock",
    path=OrderPath,
    body=ReceiveReturn,
    reply=StaffOrder,
    problems=(404, 409, 422),
    changes=Changes(Thing.ORDER, "order_id"),
)
CHANGE_ADDRESS = Operation(
    name="change_address",
    service="order",
    route="PUT /staff/orders/{order_id}/address",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Send an order that is not packed to another address in the same country",
    path=OrderPath,
    body=ChangeAddress,
    reply=StaffOrder,
    problems=(404, 409, 422),
    changes=Changes(Thing.ORDER, "order_id"),
)
OPERATIONS = (
    *ACCOUNT_OPERATIONS,
    LIST_ORDERS,
    GET_ORDER,
    PAY_ORDER,
    CANCEL_ORDER,
    RETURN_ORDER,
    LIST_STAFF_ORDERS,
    GET_STAFF_ORDER,
    LIST_ALL_ORDERS,
    UPGRADE_ORDERS,
    MOVE_ORDER,
    CORRECT_TRACKING,
    *PARCEL_OPERATIONS,
    *GUEST_OPERATIONS,
    CANCEL_ORDER_FOR_SHOPPER,
    REFUND_ORDER,
    RECEIVE_RETURN,
    CHANGE_ADDRESS,
)
