"""The same figures with many products and many orders: what an operation costs must not depend on the size of the shop.

A query pays for the rows it reads, and a list page reads its limit and one more. So the tables are filled as far as
this process's memory allows, and for a million products exactly the rows that a page would read are built and measured.
"""

from collections.abc import Sequence

from backend.contracts.product.models import PAGE_SIZE, NewProduct, Product
from backend.product import domain
from bench import order, stock
from bench.bill import bill
from bench.figure import Figure, table
from bench.order import COSTED, ROUTES
from bench.shop import Step, shop
from tests.backend.sizes import Item, read_units, size

FEW, MANY, MILLION = 100, 10_000, 1_000_000
ORDERS = 10_000
SAME = 5.0  # percent
ROWS = PAGE_SIZE + 1


def page(count: int, products: Sequence[NewProduct] = stock.PRODUCTS) -> tuple[float, int]:
    """Return units and bytes of a list page among `count` products like these: of the rows with the highest numbers,
    whose ids are the longest."""
    rows = [_whole_shop(stock.make_product(like, count - place)) for place, like in enumerate(products[:ROWS])]
    return read_units(rows), sum(map(size, rows))


def _whole_shop(product: Product) -> Item:
    return next(row for row in stock.rows(product) if row.get("list") == {"S": domain.WHOLE_SHOP})


def flow(products: int, orders: int) -> list[Step]:
    """The standard flow in a shop that holds so much."""
    with shop() as here:
        stock.fill(stock.catalogue(products))
        for number in range(order.BEFORE):
            order.order(here, number)
        stock.remember(here.newest.owner, here.newest.order_id, orders)
        return order.order(here, order.BEFORE)


def dollars(steps: list[Step]) -> float:
    """Per 1,000 orders."""
    return sum(bill(steps, ROUTES, {step.name: COSTED for step in steps}).values()) * 1000


def units(steps: list[Step]) -> tuple[float, float]:
    """Read and written by all of them."""
    return sum(step.reading.units.read for step in steps), sum(step.reading.units.write for step in steps)


def run() -> list[Figure]:
    small, large = flow(FEW, 0), flow(MANY, ORDERS)
    head = ("products", "orders of the shopper", "read", "write", "$ per 1,000", "list page")
    rows = [(FEW, order.BEFORE, *units(small), dollars(small), small[0].reading.units.read)]
    rows += [(MANY, ORDERS + order.BEFORE, *units(large), dollars(large), large[0].reading.units.read)]
    print(table([head, *rows]))
    pages = {count: page(count) for count in (FEW, MANY, MILLION)}
    print(table([("products", "units of the page", "bytes read"), *((count, *cost) for count, cost in pages.items())]))
    apart = abs(dollars(large) / dollars(small) - 1) * 100
    return [
        Figure(
            "an order in a full shop, apart", round(apart, 2), "%", SAME, f"{MANY:,} products and {ORDERS:,} orders"
        ),
        Figure(
            "a list page at 1,000,000, apart",
            pages[MILLION][0] - pages[FEW][0],
            "units",
            0,
            f"{pages[FEW][0]:g} units at {FEW}",
        ),
    ]
