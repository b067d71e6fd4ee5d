"""The HTTP operations on guests' orders. Another key, and an order that belongs to an account, are a 404 alike."""

from backend.contracts.operation import Caller, Operation
from backend.contracts.order.guest_models import ClaimOrder, FindOrder, FoundOrder, GuestOrderPath
from backend.contracts.order.models import Order, OrderPath, Pay, Return

GET_GUEST_ORDER = Operation(
    name="get_guest_order",
    service="order",
    route="GET /guest-orders/{order_key}/{order_id}",
    caller=Caller.GUEST,
    summary="A guest's order",
    path=GuestOrderPath,
    reply=Order,
    problems=(404,),
)
PAY_GUEST_ORDER = Operation(
    name="pay_guest_order",
    service="order",
    route="POST /guest-orders/{order_key}/{order_id}/payment",
    caller=Caller.GUEST,
    summary="Try another card on a guest's declined order",
    path=GuestOrderPath,
    body=Pay,
    reply=Order,
    status=202,
    problems=(404, 409),
)
CANCEL_GUEST_ORDER = Operation(
    name="cancel_guest_order",
    service="order",
    route="POST /guest-orders/{order_key}/{order_id}/cancellation",
    caller=Caller.GUEST,
    summary="Cancel a guest's order that is not packed yet",
    path=GuestOrderPath,
    reply=Order,
    status=202,
    problems=(404, 409),
)
RETURN_GUEST_ORDER = Operation(
    name="return_guest_order",
    service="order",
    route="POST /guest-orders/{order_key}/{order_id}/return",
    caller=Caller.GUEST,
    summary="Ask to send pieces of a guest's delivered order back",
    path=GuestOrderPath,
    body=Return,
    reply=Order,
    status=202,
    problems=(404, 409, 422),
)
FIND_GUEST_ORDER = Operation(
    name="find_guest_order",
    service="order",
    route="POST /guest-orders/search",
    caller=Caller.PUBLIC,
    summary="Find a guest's order by its number and e-mail address",
    body=FindOrder,
    reply=FoundOrder,
    problems=(404,),
)
CLAIM_ORDER = Operation(
    name="claim_order",
    service="order",
    route="POST /orders/{order_id}/claim",
    caller=Caller.SHOPPER,
    summary="Take a guest's order into the account, if the account's confirmed e-mail address is the order's",
    path=OrderPath,
    body=ClaimOrder,
    reply=Order,
    problems=(403, 404, 409),
)
GUEST_OPERATIONS = (
    GET_GUEST_ORDER,
    PAY_GUEST_ORDER,
    CANCEL_GUEST_ORDER,
    RETURN_GUEST_ORDER,
    FIND_GUEST_ORDER,
    CLAIM_ORDER,
)
