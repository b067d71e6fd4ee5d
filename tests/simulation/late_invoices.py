"""A story of orders that a release confirmed which knew no invoices: their invoices are asked for under today's."""

from collections import Counter
from typing import Any

from backend.contracts.order import late_invoices
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import REQUEST_INVOICE
from backend.order import domain
from backend.order.item import LINKED, decode, is_order
from tests.simulation.buyers import Buyer
from tests.simulation.early_returns import Returner
from tests.simulation.monitor import Watch
from tests.simulation.scheduler import BEGIN, PEOPLE
from tests.simulation.shop import Shop
from tests.simulation.staff import Staff

RELEASED = 600
"""Seconds after which there is an invoice service: of what was told before, it has heard nothing."""


class BookKeeper(Staff):
    """Asks for the invoices that are missing, and for some that are not, as often as the command is run."""

    def __init__(self, shop: Shop, counts: Counter[str]) -> None:
        super().__init__(shop)
        self.counts = counts

    def works(self) -> None:
        self.world.sleep(RELEASED)
        for _ in range(12):
            self.world.sleep(self.random.uniform(10, 200))
            self.asks_for_all()

    def asks_for_all(self) -> None:
        """Goes through the tables themselves, which the simulator's model of DynamoDB cannot scan."""
        items = [*self.shop.cloud.store.tables.get("order", {}).values()]
        for item in items:
            if is_order(item) and LINKED not in item:
                self._asks_for(domain.staff_order(*decode(item)))

    def _asks_for(self, order: StaffOrder) -> None:
        is_missing = (f"ORDER#{order.id}", "INVOICE") not in self.shop.cloud.store.tables.get("invoice", {})
        if late_invoices.why_none(order) or not (is_missing or self.random.random() < 0.1):
            return
        for _ in range(self.random.choice((1, 1, 2))):
            reply = self._ask(REQUEST_INVOICE, path={"order_id": order.id}, body={"owner": order.owner})
            self.counts["missing" if is_missing else "there"] += bool(reply)
            self.counts["with refunds"] += is_missing and bool(order.refunds)


class Former(Returner):
    """Bought from the earlier release. Once all is over, the command is run once more."""

    bookkeeper: BookKeeper

    def knocks(self) -> None:
        super().knocks()
        self.bookkeeper.asks_for_all()


def former_orders(shop: Shop, watch: Watch, counts: Counter[str]) -> list[Buyer]:
    """Four buyers, whoever sends what they bought, and who keeps the books."""
    _hear_nothing_until_released(shop)
    bookkeeper, buyers = BookKeeper(shop, counts), list[Buyer]()
    for number in range(4):
        buyer = Former(shop, number, buyers)
        buyer.bookkeeper = bookkeeper
        buyers.append(buyer)
        shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    shop.busy = True
    for worker in (Staff(shop), bookkeeper):
        shop.world.start("staff", PEOPLE, worker.works, 1e9, lambda _: None)
    return buyers


def _hear_nothing_until_released(shop: Shop) -> None:
    send, queue = shop.cloud.send, shop.cloud.queues["invoice"]

    def send_or_drop(to: Any, *message: Any) -> Any:
        if to is queue and shop.world.now < BEGIN + RELEASED:
            return None
        return send(to, *message)

    shop.cloud.send = send_or_drop  # type: ignore[method-assign]
