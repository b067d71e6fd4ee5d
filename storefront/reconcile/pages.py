"""The books as the services tell them, page by page.

Orders come last: whatever has pieces, money or uses by then was an order before.
"""

from collections.abc import Iterator
from typing import Protocol, TypeVar, cast

from backend.contracts.inventory.models import StockPageQuery
from backend.contracts.inventory.operations import LIST_ALL_HOLDS, LIST_STOCK
from backend.contracts.operation import Empty, Operation
from backend.contracts.order.operations import LIST_ALL_ORDERS
from backend.contracts.payment.operations import LIST_PAYMENTS
from backend.contracts.promotion.operations import LIST_PROMOTIONS, LIST_USES
from backend.contracts.types import PageQuery
from backend.contracts.voucher.operations import LIST_VOUCHER_HOLDS, LIST_VOUCHERS
from storefront.reconcile.books import Books
from storefront.reconcile.parts import join

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
LISTS = ("payments", "holds", "stock", "promotions", "uses", "vouchers", "voucher_holds", "orders")
"""Where it stands in the books."""
LIMIT = 100  # entries of a page


class Ask(Protocol):
    """Asks a service for a page of a list."""

    def __call__(self, operation: Operation[Empty, QueryT, Empty, PageT], query: QueryT) -> PageT: ...


def books(ask: Ask) -> Books:
    """Return everything there is, each order once. Raises what `ask` raises."""
    return join(page for number in range(len(READ)) for page in _pages(ask, number))


def _pages(ask: Ask, number: int) -> Iterator[Books]:
    cursor: str | None = None
    while True:
        page, cursor = read_page(ask, number, cursor)
        yield page
        if cursor is None:
            return


def read_page(ask: Ask, number: int, cursor: str | None) -> tuple[Books, str | None]:
    """Return a page of the list of this number, and the cursor of the page after it: None at the list's end."""
    operation = cast("Operation[Empty, PageQuery, Empty, ListPage[object]]", READ[number])
    query = StockPageQuery if operation is LIST_STOCK else PageQuery
    page = ask(operation, query(limit=LIMIT, cursor=cursor))
    unreadable = getattr(page, "unreadable", ())
    return Books(**{LISTS[number]: page.items}, unreadable=unreadable), page.next  # type: ignore[arg-type]
