"""The inventory's HTTP handler: levels in words for everybody, numbers for staff."""

from typing import Any

from backend.contracts.inventory import (
    GET_STOCK,
    LIST_ALL_HOLDS,
    LIST_HOLDS,
    LIST_STOCK,
    SET_STOCK,
    HoldPage,
    Stock,
    StockLevels,
    StockPage,
)
from backend.inventory import holds, stock
from backend.shared.http import Request, http_handler


def _levels(request: Request[Any, Any, Any]) -> StockLevels:
    return stock.levels(request.query.skus.split(","))


def _list(request: Request[Any, Any, Any]) -> StockPage:
    return stock.page(request.query)


def _set(request: Request[Any, Any, Any]) -> Stock:
    return stock.assign(request.path.sku, request.body)


def _holds(request: Request[Any, Any, Any]) -> HoldPage:
    return holds.page(request.query)


def _all_holds(request: Request[Any, Any, Any]) -> HoldPage:
    return holds.every(request.query)


handler = http_handler({GET_STOCK: _levels, LIST_STOCK: _list, SET_STOCK: _set, LIST_HOLDS: _holds, LIST_ALL_HOLDS: _all_holds})
