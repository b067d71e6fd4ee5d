"""The books as the services tell them, page by page.

Orders come last: whatever has pieces, money or uses by then was an order before.
"""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from msgspec.structs import replace

from backend.contracts.inventory.models import StockPageQuery
from backend.contracts.inventory.operations import LIST_ALL_HOLDS, LIST_STOCK
from backend.contracts.operation import Empty, Operation
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import LIST_ALL_ORDERS
from backend.contracts.payment.operations import LIST_PAYMENTS
from backend.contracts.promotion.operations import LIST_PROMOTIONS, LIST_USES
from backend.contracts.types import PageQuery
from backend.contracts.voucher.operations import LIST_VOUCHER_HOLDS, LIST_VOUCHERS
from storefront.clients import api
from storefront.reconcile.books import Books

Token = Callable[[], str]
ItemT_co = TypeVar("ItemT_co", covariant=True)


class ListPage(Protocol[ItemT_co]):
    """A page of any list; `next` is the cursor of the page after, None at the end."""

    @property
    def items(self) -> tuple[ItemT_co, ...]: ...
    @property
    def next(self) -> str | None: ...


PageT = TypeVar("PageT", bound=ListPage[object])
QueryT = TypeVar("QueryT", PageQuery, StockPageQuery)


def books(token: Token) -> Books:
    """Return everything there is. `token` gives a staff member's access token, a fresh one if reading takes long.

    Raises api.Unavailable and api.Refusal.
    """
    payment_pages = _pages(LIST_PAYMENTS, token, PageQuery(limit=100))
    hold_pages = _pages(LIST_ALL_HOLDS, token, PageQuery(limit=100))
    stock_pages = _pages(LIST_STOCK, token, StockPageQuery(limit=100))
    promotion_pages = _pages(LIST_PROMOTIONS, token, PageQuery(limit=100))
    use_pages = _pages(LIST_USES, token, PageQuery(limit=100))
    voucher_pages = _pages(LIST_VOUCHERS, token, PageQuery(limit=100))
    voucher_hold_pages = _pages(LIST_VOUCHER_HOLDS, token, PageQuery(limit=100))
    payments, holds, stock = _items(payment_pages), _items(hold_pages), _items(stock_pages)
    promotions, uses = _items(promotion_pages), _items(use_pages)
    vouchers, voucher_holds = _items(voucher_pages), _items(voucher_hold_pages)
    orders, unreadable = _orders(token)
    return Books(
        payments=payments,
        holds=holds,
        stock=stock,
        promotions=promotions,
        uses=uses,
        vouchers=vouchers,
        voucher_holds=voucher_holds,
        orders=orders,
        unreadable=unreadable,
    )


def _items(pages: Iterator[ListPage[ItemT_co]]) -> tuple[ItemT_co, ...]:
    return tuple(item for page in pages for item in page.items)


def _pages(operation: Operation[Empty, QueryT, Empty, PageT], token: Token, query: QueryT) -> Iterator[PageT]:
    while True:
        page = api.call(operation, token=token(), query=query)
        yield page
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def _orders(token: Token) -> tuple[tuple[StaffOrder, ...], tuple[str, ...]]:
    """Return every order, also those that no list shows, each once; and the ids of those that cannot be read."""
    pages = list(_pages(LIST_ALL_ORDERS, token, PageQuery(limit=100)))
    orders = {order.id: order for page in pages for order in page.items}
    return tuple(orders.values()), tuple(order_id for page in pages for order_id in page.unreadable)
