"""The HTTP operations of the basket service."""

from backend.contracts.basket import address_operations
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.merging import Merge, Merged
from backend.contracts.basket.models import Basket, CheckOut, SetLine
from backend.contracts.basket.paths import BasketQuery, CodePath, GuestCodePath, GuestLinePath, GuestPath, LinePath
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.operation import HELP_SHOPPERS, Caller, Changes, Operation, Thing

GET_BASKET = Operation(
    name="get_basket",
    service="basket",
    route="GET /basket",
    caller=Caller.SHOPPER,
    summary="The shopper's basket",
    query=BasketQuery,
    reply=Basket,
    problems=(422,),
)
SET_LINE = Operation(
    name="set_line",
    service="basket",
    route="PUT /basket/lines/{sku}",
    caller=Caller.SHOPPER,
    summary="Set a line's quantity; 0 removes it",
    path=LinePath,
    body=SetLine,
    query=BasketQuery,
    reply=Basket,
    problems=(404, 409, 422),
)
REMOVE_LINE = Operation(
    name="remove_line",
    service="basket",
    route="DELETE /basket/lines/{sku}",
    caller=Caller.SHOPPER,
    summary="Remove a line",
    path=LinePath,
    query=BasketQuery,
    reply=Basket,
    problems=(422,),
)
CLEAR_BASKET = Operation(
    name="clear_basket",
    service="basket",
    route="DELETE /basket",
    caller=Caller.SHOPPER,
    summary="Remove every line",
    query=BasketQuery,
    reply=Basket,
    problems=(409, 422),
)
MERGE_BASKET = Operation(
    name="merge_basket",
    service="basket",
    route="POST /basket/merge",
    caller=Caller.SHOPPER,
    summary="Move a guest's lines into the shopper's basket, once",
    body=Merge,
    reply=Merged,
    problems=(409,),
)
CHECK_OUT = Operation(
    name="check_out",
    service="basket",
    route="POST /basket/checkout",
    caller=Caller.SHOPPER,
    summary="Close the basket under a new order id",
    body=CheckOut,
    reply=CheckedOut,
    status=202,
    problems=(409, 422),
)
GET_GUEST_BASKET = Operation(
    name="get_guest_basket",
    service="basket",
    route="GET /guests/{guest_id}/basket",
    caller=Caller.GUEST,
    summary="A guest's basket",
    path=GuestPath,
    query=BasketQuery,
    reply=Basket,
    problems=(422,),
)
SET_GUEST_LINE = Operation(
    name="set_guest_line",
    service="basket",
    route="PUT /guests/{guest_id}/basket/lines/{sku}",
    caller=Caller.GUEST,
    summary="Set a line's quantity in a guest's basket; 0 removes it",
    path=GuestLinePath,
    body=SetLine,
    query=BasketQuery,
    reply=Basket,
    problems=(404, 409, 422),
)
REMOVE_GUEST_LINE = Operation(
    name="remove_guest_line",
    service="basket",
    route="DELETE /guests/{guest_id}/basket/lines/{sku}",
    caller=Caller.GUEST,
    summary="Remove a line from a guest's basket",
    path=GuestLinePath,
    query=BasketQuery,
    reply=Basket,
    problems=(422,),
)
CLEAR_GUEST_BASKET = Operation(
    name="clear_guest_basket",
    service="basket",
    route="DELETE /guests/{guest_id}/basket",
    caller=Caller.GUEST,
    summary="Remove every line from a guest's basket",
    path=GuestPath,
    query=BasketQuery,
    reply=Basket,
    problems=(409, 422),
)
CHECK_OUT_GUEST_BASKET = Operation(
    name="check_out_guest_basket",
    service="basket",
    route="POST /guests/{guest_id}/checkout",
    caller=Caller.GUEST,
    summary="Close a guest's basket under a new order id; the reply's key opens the order",
    path=GuestPath,
    body=CheckOut,
    reply=CheckedOut,
    status=202,
    problems=(409, 422),
)
CHECK_OUT_FOR_CUSTOMER = Operation(
    name="check_out_for_customer",
    service="basket",
    route="POST /staff/baskets/{guest_id}/checkout",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Close a basket that staff filled for somebody who rings; the buyer is mailed a link to pay",
    path=GuestPath,
    body=CheckOutForCustomer,
    reply=CheckedOut,
    status=202,
    problems=(409, 422),
    changes=Changes(Thing.ORDER, "order_id"),
)
ENTER_CODE = Operation(
    name="enter_code",
    service="basket",
    route="PUT /basket/codes/{code}",
    caller=Caller.SHOPPER,
    summary="Enter a promotion's code; it stays in the basket until it is removed or ordered with",
    path=CodePath,
    query=BasketQuery,
    reply=Basket,
    problems=(404, 409, 422),
)
REMOVE_CODE = Operation(
    name="remove_code",
    service="basket",
    route="DELETE /basket/codes/{code}",
    caller=Caller.SHOPPER,
    summary="Remove a promotion's code",
    path=CodePath,
    query=BasketQuery,
    reply=Basket,
    problems=(409, 422),
)
ENTER_GUEST_CODE = Operation(
    name="enter_guest_code",
    service="basket",
    route="PUT /guests/{guest_id}/basket/codes/{code}",
    caller=Caller.GUEST,
    summary="Enter a promotion's code in a guest's basket",
    path=GuestCodePath,
    query=BasketQuery,
    reply=Basket,
    problems=(404, 409, 422),
)
REMOVE_GUEST_CODE = Operation(
    name="remove_guest_code",
    service="basket",
    route="DELETE /guests/{guest_id}/basket/codes/{code}",
    caller=Caller.GUEST,
    summary="Remove a promotion's code from a guest's basket",
    path=GuestCodePath,
    query=BasketQuery,
    reply=Basket,
    problems=(409, 422),
)
OPERATIONS = (
    GET_BASKET,
    SET_LINE,
    REMOVE_LINE,
    CLEAR_BASKET,
    MERGE_BASKET,
    CHECK_OUT,
    GET_GUEST_BASKET,
    SET_GUEST_LINE,
    REMOVE_GUEST_LINE,
    CLEAR_GUEST_BASKET,
    CHECK_OUT_GUEST_BASKET,
    CHECK_OUT_FOR_CUSTOMER,
    ENTER_CODE,
    REMOVE_CODE,
    ENTER_GUEST_CODE,
    REMOVE_GUEST_CODE,
    *address_operations.OPERATIONS,
)
