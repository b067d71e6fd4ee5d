"""The books as the services tell them, page by page. Orders come last: whatever has pieces or money by then was an order before."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from backend.contracts.inventory import LIST_ALL_HOLDS, LIST_STOCK
from backend.contracts.operation import Operation
from backend.contracts.order import LIST_STAFF_ORDERS, StaffOrder, State, StateQuery
from backend.contracts.payment import LIST_PAYMENTS
from backend.contracts.words import PageQuery
from storefront import api
from storefront.reconcile.books import Books

Token = Callable[[], str]


def books(token: Token) -> Books:
    """Everything there is. `token` gives a staff member's access token, a fresh one if reading takes long.

    Raises api.Unavailable and api.Refusal.
    """
    payments, holds, stock = (tuple(_all(operation, token)) for operation in (LIST_PAYMENTS, LIST_ALL_HOLDS, LIST_STOCK))
    return Books(payments=payments, holds=holds, stock=stock, orders=tuple(_orders(token).values()))


def _all(operation: Operation, token: Token, first: Any = PageQuery(limit=100)) -> Iterator[Any]:  # noqa: B008 - frozen
    query = first
    while True:
        page = api.call(operation, token=token(), query=query)
        yield from page.items
        if page.next is None:
            return
        query = replace(first, cursor=page.next)


def _orders(token: Token) -> dict[str, StaffOrder]:
    """By id: one that moves on while it is looked for may be met twice, and counts as it was met last."""
    asked = (StateQuery(state=state, limit=50) for state in State)
    return {order.id: order for query in asked for order in _all(LIST_STAFF_ORDERS, token, query)}
