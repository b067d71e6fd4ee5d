"""The books as the services tell them, page by page.

Orders come last: whatever has pieces, money or uses by then was an order before.
"""

from collections.abc import Iterator
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
from storefront.reconcile.books import Books

ItemT_co = TypeVar("ItemT_co", covariant=True)


class ListPage(Protocol[ItemT_co]):
    """A page of any list; `next` is the cursor of the page after, None at the end."""

    @property
    def items(self) -> tuple[ItemT_co, ...]: ...
    @property
    def next(self) -> str | None: ...


PageT = TypeVar("PageT", bound=ListPage[object])
QueryT = TypeVar("QueryT", PageQuery, StockPageQuery)
READ = (
    LIST_PAYMENTS,
    LIST_ALL_HOLDS,
    LIST_STOCK,
    LIST_PROMOTIONS,
    LIST_USES,
    LIST_VOUCHERS,
    LIST_VOUCHER_HOLDS,
    LIST_ALL_ORDERS,
)
"""All that is read."""


class Ask(Protocol):
    """Asks a service for a page of a list."""

    def __call__(self, operation: Operation[Empty, QueryT, Empty, PageT], query: QueryT) -> PageT: ...


def books(ask: Ask) -> Books:
    """Return everything there is. Raises what `ask` raises."""
    payment_pages = _pages(LIST_PAYMENTS, ask, PageQuery(limit=100))
    hold_pages = _pages(LIST_ALL_HOLDS, ask, PageQuery(limit=100))
    stock_pages = _pages(LIST_STOCK, ask, StockPageQuery(limit=100))
    promotion_pages = _pages(LIST_PROMOTIONS, ask, PageQuery(limit=100))
    use_pages = _pages(LIST_USES, ask, PageQuery(limit=100))
    voucher_pages = _pages(LIST_VOUCHERS, ask, PageQuery(limit=100))
    voucher_hold_pages = _pages(LIST_VOUCHER_HOLDS, ask, PageQuery(limit=100))
    payments, holds, stock = _items(payment_pages), _items(hold_pages), _items(stock_pages)
    promotions, uses = _items(promotion_pages), _items(use_pages)
    vouchers, voucher_holds = _items(voucher_pages), _items(voucher_hold_pages)
    orders, unreadable = _orders(ask)
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


def _pages(operation: Operation[Empty, QueryT, Empty, PageT], ask: Ask, query: QueryT) -> Iterator[PageT]:
    while True:
        page = ask(operation, query)
        yield page
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def _orders(ask: Ask) -> tuple[tuple[StaffOrder, ...], tuple[str, ...]]:
    """Return every order, also those that no list shows, each once; and the ids of those that cannot be read."""
    pages = list(_pages(LIST_ALL_ORDERS, ask, PageQuery(limit=100)))
    orders = {order.id: order for page in pages for order in page.items}
    return tuple(orders.values()), tuple(order_id for page in pages for order_id in page.unreadable)
