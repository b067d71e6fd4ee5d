"""A story of returns while another part of an order is still to come."""

from typing import Any

import msgspec

from backend.contracts.dispatch import unsent_pieces
from backend.contracts.order.models import Move, ReturnLine, StaffOrder
from backend.contracts.order.operations import GET_ORDER, LIST_STAFF_ORDERS, MOVE_ORDER, REFUND_ORDER
from backend.contracts.order.staff import RefundOrder
from backend.contracts.order.states import State
from tests.simulation.buyers import Buyer
from tests.simulation.monitor import Watch
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import Shop
from tests.simulation.staff import Staff


class Returner(Buyer):
    """Buys something of everything, and looks at the order for most of an hour."""

    def _sees_to(self, order_id: str) -> None:
        for _ in range(45):
            self.world.sleep(self.random.uniform(1, 100))
            status, order = self.ask(GET_ORDER, path={"order_id": order_id})
            if status == 200 and not self._reacts(order):
                return


class PartSender(Staff):
    """Sends orders in parts and hears of each parcel, decides what comes back meanwhile, and pays back what never
    comes."""

    def works(self) -> None:
        for _ in range(40):
            self.world.sleep(self.random.uniform(1, 60))
            self._each("confirmed", self._packs)
            self._each("packed", self._goes_on)
            self._each("sent", self.packer.hears_of_parcels)
            self._decides_beside()

    def _each(self, state: str, do: Any) -> None:
        page = self._ask(LIST_STAFF_ORDERS, query={"state": state})
        for order in page["items"] if page else ():
            do(msgspec.convert(order, StaffOrder))

    def _packs(self, order: StaffOrder) -> None:
        self._ask(MOVE_ORDER, path={"order_id": order.id}, body=Move(owner=order.owner, state=State.PACKED))

    def _goes_on(self, order: StaffOrder) -> None:
        self.packer.hears_of_parcels(order)
        if not order.parcels or self.random.random() < 0.15:
            self.packer.sends_a_part(order)
        elif order.parcels and self.random.random() < 0.2:
            self._pays_back(order)

    def _pays_back(self, order: StaffOrder) -> None:
        """What is in no parcel does not come: its money goes back, as often as the button is clicked."""
        lines = tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in unsent_pieces(order).items())
        body = RefundOrder(owner=order.owner, number=len(order.returns) + 1, reason="Sold out", lines=lines[:1])
        for _ in range(self.random.choice((1, 2)) if lines else 0):
            self._ask(REFUND_ORDER, path={"order_id": order.id}, body=body)


def part_senders(shop: Shop, watch: Watch) -> list[Buyer]:
    """Five buyers, and two of the staff who know nothing of each other."""
    shop.busy = True
    buyers: list[Buyer] = []
    buyers += [Returner(shop, number, buyers) for number in range(5)]
    for buyer in buyers:
        shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    for worker in (PartSender(shop), PartSender(shop)):
        shop.world.start("staff", PEOPLE, worker.works, 1e9, lambda _: None)
    return buyers
