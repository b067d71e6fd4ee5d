"""The HTTP operations of the basket service."""

from backend.contracts.basket.models import (
    Basket,
    BasketQuery,
    CheckedOut,
    CheckOut,
    GuestLinePath,
    GuestPath,
    LinePath,
    Merge,
    Merged,
    SetLine,
)
from backend.contracts.operation import Caller, Operation

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
)
