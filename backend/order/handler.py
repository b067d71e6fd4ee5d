"""The order service's HTTP door: only a shopper's own orders, by the key that the token gives."""

from typing import Any

from backend.contracts.basket import Owner
from backend.contracts.order import GET_ORDER, LIST_ORDERS, Order, OrderPage
from backend.order import store
from backend.shared.door import Request, door


def _owner(request: Request[Any, Any, Any]) -> str:
    return f"{Owner.SHOPPER}#{request.shopper}"


def _list(request: Request[Any, Any, Any]) -> OrderPage:
    return store.newest(_owner(request), request.query)


def _get(request: Request[Any, Any, Any]) -> Order:
    return store.get(_owner(request), request.path.order_id)


handler = door({LIST_ORDERS: _list, GET_ORDER: _get})
