"""The inventory's HTTP handler: levels in words for everybody, numbers for staff."""

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
from backend.contracts.inventory.operations import (
    GET_HOLD,
    GET_STOCK,
    LIST_ALL_HOLDS,
    LIST_HOLDS,
    LIST_STOCK,
    SET_STOCK,
)
from backend.contracts.operation import Empty
from backend.contracts.types import PageQuery
from backend.inventory import holds, stock
from backend.shared.http import Request, http_handler, route


def _levels(request: Request[Empty, StockQuery, Empty]) -> StockLevels:
    return stock.levels(request.query.skus.split(","))


def _list(request: Request[Empty, StockPageQuery, Empty]) -> StockPage:
    return stock.list_stock(request.query, holds.count_open())


def _set(request: Request[SkuPath, Empty, SetStock]) -> Stock:
    return stock.set_available(request.path.sku, request.body)


def _holds(request: Request[Empty, PageQuery, Empty]) -> HoldPage:
    return holds.list_open(request.query)


def _hold(request: Request[HoldPath, Empty, Empty]) -> Hold:
    return holds.load(request.path.order_id)


def _all_holds(request: Request[Empty, PageQuery, Empty]) -> HoldPage:
    return holds.list_all(request.query)


handler = http_handler(
    route(GET_STOCK, _levels),
    route(LIST_STOCK, _list),
    route(SET_STOCK, _set),
    route(LIST_HOLDS, _holds),
    route(GET_HOLD, _hold),
    route(LIST_ALL_HOLDS, _all_holds),
)
