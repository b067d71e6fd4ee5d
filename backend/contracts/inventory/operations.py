"""The HTTP operations of the inventory service."""

from backend.contracts.inventory.models import (
    Hold,
    HoldPage,
    HoldPath,
    SetStock,
    SkuPath,
    Stock,
    StockLevels,
    StockPage,
    StockPageQuery,
    StockQuery,
)
from backend.contracts.operation import READ_ORDERS, READ_STOCK, SET_STOCK_LEVELS, Caller, Changes, Operation, Thing
from backend.contracts.types import PageQuery

GET_STOCK = Operation(
    name="get_stock",
    service="inventory",
    route="GET /stock",
    caller=Caller.PUBLIC,
    summary="Stock in words",
    query=StockQuery,
    reply=StockLevels,
)
LIST_STOCK = Operation(
    name="list_stock",
    service="inventory",
    route="GET /inventory",
    caller=Caller.STAFF,
    roles=READ_STOCK,
    summary="Stock in numbers, by SKU",
    query=StockPageQuery,
    reply=StockPage,
)
SET_STOCK = Operation(
    name="set_stock",
    service="inventory",
    route="PUT /inventory/{sku}",
    caller=Caller.STAFF,
    roles=SET_STOCK_LEVELS,
    summary="Set the pieces that can be bought",
    path=SkuPath,
    body=SetStock,
    reply=Stock,
    problems=(409,),
    changes=Changes(Thing.STOCK, "sku"),
)
LIST_HOLDS = Operation(
    name="list_holds",
    service="inventory",
    route="GET /holds",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Open holds, oldest first",
    query=PageQuery,
    reply=HoldPage,
)
GET_HOLD = Operation(
    name="get_hold",
    service="inventory",
    route="GET /holds/orders/{order_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="What became of one order's pieces",
    path=HoldPath,
    reply=Hold,
    problems=(404,),
)
LIST_ALL_HOLDS = Operation(
    name="list_all_holds",
    service="inventory",
    route="GET /holds/all",
    caller=Caller.STAFF,
    summary="What became of every order's pieces, in no order; a page may be empty and not the last",
    query=PageQuery,
    reply=HoldPage,
)
OPERATIONS = (GET_STOCK, LIST_STOCK, SET_STOCK, LIST_HOLDS, GET_HOLD, LIST_ALL_HOLDS)
