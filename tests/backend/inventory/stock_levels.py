"""Stock in the inventory's table, and orders that hold some of it."""

from backend.contracts.inventory.models import SetStock, StockPageQuery
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.events import OrderPlaced
from backend.contracts.order.models import PlacedLine
from backend.inventory import holds, stock
from backend.shared import clock


def order_placed(order_id: str, *lines: tuple[str, int], at: str = "") -> OrderPlaced:
    return OrderPlaced(
        order_id=order_id.rjust(28, "0"), owner="shopper#1", at=at or clock.now(), email="a@b.example", currency="EUR", total=0,
        lines=tuple(PlacedLine(sku=sku, quantity=quantity) for sku, quantity in lines),
    )  # fmt: skip


def put(sku: str, available: int) -> None:
    stock.set_available(sku, SetStock(available=available, version=0))


def numbers(sku: str) -> tuple[int, int, int]:
    found = next(item for item in stock.list_stock(StockPageQuery(), holds.count_open()).items if item.sku == sku)
    return found.available, found.held, found.sold


def settle(order_id: str, state: HoldState) -> None:
    holds.transition(order_id.rjust(28, "0"), state)
