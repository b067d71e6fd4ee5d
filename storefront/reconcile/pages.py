"""The books as the services tell them, page by page. Orders come last: whatever has pieces or money by then was an order before."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from backend.contracts.inventory import LIST_ALL_HOLDS, LIST_STOCK
from backend.contracts.operation import Operation
from backend.contracts.order import LIST_ALL_ORDERS, StaffOrder
from backend.contracts.payment import LIST_PAYMENTS
from backend.contracts.types import PageQuery
from storefront.clients import api
from storefront.reconcile.books import Books

Token = Callable[[], str]


def books(token: Token) -> Books:
    """Everything there is. `token` gives a staff member's access token, a fresh one if reading takes long.

    Raises api.Unavailable and api.Refusal.
    """
    payments, holds, stock = (tuple(_all(operation, token)) for operation in (LIST_PAYMENTS, LIST_ALL_HOLDS, LIST_STOCK))
    orders, unreadable = _orders(token)
    return Books(payments=payments, holds=holds, stock=stock, orders=orders, unreadable=unreadable)


def _all(operation: Operation, token: Token) -> Iterator[Any]:
    for page in _pages(operation, token):
        yield from page.items


def _pages(operation: Operation, token: Token) -> Iterator[Any]:
    query = PageQuery(limit=100)
    while True:
        page = api.call(operation, token=token(), query=query)
        yield page
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def _orders(token: Token) -> tuple[tuple[StaffOrder, ...], tuple[str, ...]]:
    """Every order, also those that no list shows, each once; and the ids of those that cannot be read."""
    pages = list(_pages(LIST_ALL_ORDERS, token))
    orders = {order.id: order for page in pages for order in page.items}
    return tuple(orders.values()), tuple(order_id for page in pages for order_id in page.unreadable)
