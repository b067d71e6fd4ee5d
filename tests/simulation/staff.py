"""The staff: whoever packs, sends, takes back, counts, and helps who rings."""

from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import asdict

from backend.contracts import arrivals, returns, working_days
from backend.contracts.basket.models import NewAddress
from backend.contracts.inventory.models import BackOrder, SetStock
from backend.contracts.inventory.operations import LIST_STOCK, SET_STOCK
from backend.contracts.order.models import MAX_RETURNS, Move, ReturnLine, StaffOrder
from backend.contracts.order.operations import (
    CANCEL_ORDER_FOR_SHOPPER,
    CHANGE_ADDRESS,
    LIST_STAFF_ORDERS,
    MOVE_ORDER,
    RECEIVE_RETURN,
    REFUND_ORDER,
)
from backend.contracts.order.staff import CancelOrder, ChangeAddress, ReceivedLine, RefundOrder
from backend.contracts.order.states import State
from backend.shared import clock
from tests.simulation.packers import Packer
from tests.simulation.shop import Shop

_DECISIONS = (State.RETURN_ACCEPTED, State.RETURN_ACCEPTED, State.RETURN_DENIED)
_OUTCOMES = (State.RETURNED, State.RETURNED, State.RETURN_DENIED)


class Staff:
    """Whoever packs, sends, takes back and counts."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.world, self.random = shop, shop.world, shop.world.random
        self.packer = Packer(self._ask, self.random)

    def works(self) -> None:
        """A day's work, in rounds."""
        for _ in range(16 if self.shop.busy else self.random.choice((0, 2, 4))):
            self.world.sleep(self.random.uniform(1, 120 if self.shop.busy else 400))
            for state, after in (("confirmed", State.PACKED), ("packed", State.SENT), ("sent", State.DELIVERED),
                                 ("return-requested", self.random.choice(_DECISIONS)),
                                 ("return-accepted", self.random.choice(_OUTCOMES))):  # fmt: skip
                self._moves(state, after)
            self._decides_beside()
            if self.random.random() < 0.4:
                self._counts()
            if self.random.random() < 0.4:
                self._helps()

    def _moves(self, state: str, after: State) -> None:
        page = self._ask(LIST_STAFF_ORDERS, query={"state": state})
        for order in page["items"] if page else ():
            if after is State.RETURNED and self.random.random() < 0.5:
                self._takes_in(msgspec.convert(order, StaffOrder))
            elif after is State.SENT and self.random.random() < 0.5:
                self.packer.hears_of_parcels(msgspec.convert(order, StaffOrder))
                self.packer.sends_a_part(msgspec.convert(order, StaffOrder))
            elif after is State.DELIVERED and self.random.random() < 0.5:
                self.packer.hears_of_parcels(msgspec.convert(order, StaffOrder))
            elif self.random.random() < 0.7:
                note = "T1" if after is State.SENT else ""
                restock = self.random.random() < 0.8
                body = Move(owner=order["owner"], state=after, note=note, restock=restock)
                self._ask(MOVE_ORDER, path={"order_id": order["id"]}, body=body)

    def _decides_beside(self) -> None:
        """Returns of what has arrived while another part is still to come are accepted or denied, and taken in."""
        for state, share in (("return-requested", 0.8), ("return-accepted", 0.5)):
            page = self._ask(LIST_STAFF_ORDERS, query={"state": state, "beside": "true"})
            for order in page["items"] if page else ():
                if self.random.random() > share:
                    continue
                present = msgspec.convert(order, StaffOrder)
                if state == "return-accepted" and self.random.random() < 0.8:
                    self._takes_in(present)
                    continue
                waiting = arrivals.early_return(present.state, present.returns)
                after = State.RETURN_DENIED if state == "return-accepted" else self.random.choice(_DECISIONS)
                body = Move(owner=present.owner, state=after, number=waiting.number if waiting else None)
                for _ in range(self.random.choice((1, 2))):
                    self._ask(MOVE_ORDER, path={"order_id": present.id}, body=body)

    def _takes_in(self, order: StaffOrder) -> None:
        """A parcel came with whatever somebody put into it, some of it damaged; the button is clicked once or twice."""
        came = [
            ReceivedLine(sku=sku, quantity=self.random.randint(1, here), restock=self.random.random() < 0.6)
            for sku, here in returns.returnable_pieces(order).items()
            if self.random.random() < 0.7
        ]
        waiting = arrivals.open_return(order.returns)
        body = {"owner": order.owner, "number": waiting.number if waiting else 1, "lines": came}
        for _ in range(self.random.choice((1, 2))):
            self._ask(RECEIVE_RETURN, path={"order_id": order.id}, body=body)

    def _counts(self) -> None:
        page = self._ask(LIST_STOCK)
        if page:
            row = self.random.choice(page["items"])
            body = SetStock(
                available=row["available"] + 2, version=row["version"], back_order=_back_order(row["version"])
            )
            self._ask(SET_STOCK, path={"sku": row["sku"]}, body=body)

    def _helps(self) -> None:
        """Somebody rings: an order is cancelled, goes elsewhere, or money goes back, as often as the button is clicked."""
        page = self._ask(LIST_STAFF_ORDERS, query={"state": self.random.choice(("confirmed", "sent", "delivered"))})
        for order in page["items"] if page else ():
            if self.random.random() < 0.3:
                operation, body = self.random.choice((self._cancels, self._gives_back, self._redirects))(
                    msgspec.convert(order, StaffOrder)
                )
                for _ in range(self.random.choice((1, 1, 2))):
                    self._ask(operation, path={"order_id": order["id"]}, body=body)

    def _cancels(self, order: StaffOrder) -> tuple[Any, Any]:
        return CANCEL_ORDER_FOR_SHOPPER, CancelOrder(owner=order.owner, reason="You rang")

    def _gives_back(self, order: StaffOrder) -> tuple[Any, Any]:
        """A line, an amount, or more than anybody may have."""
        sku, quantity = self.random.choice([*returns.returnable_pieces(order).items()] or [("A-1", 1)])
        amount = self.random.choice((None, None, 100, max(returns.unrefunded_amount(order), 1), order.total))
        lines = () if amount else (ReturnLine(sku=sku, quantity=self.random.randint(1, quantity)),)
        number = min(len(order.returns) + 1, MAX_RETURNS)
        return REFUND_ORDER, RefundOrder(owner=order.owner, number=number, reason="Bent", lines=lines, amount=amount)

    def _redirects(self, order: StaffOrder) -> tuple[Any, Any]:
        address = msgspec.convert(
            asdict(order.address) | {"street": f"{self.random.randint(1, 99)} Side Street"}, NewAddress
        )
        return CHANGE_ADDRESS, ChangeAddress(owner=order.owner, version=order.version, address=address)

    def _ask(self, operation: Any, **request: Any) -> Any:
        reply = self.shop.ask(operation, staff=True, **request)
        return msgspec.json.decode(reply["body"]) if reply and reply["statusCode"] == 200 else None


def _back_order(version: int) -> BackOrder | None:
    """Of every other version a back order, a month ahead: a day that no schedule reaches."""
    if version % 2:
        return None
    day = working_days.day_of(clock.now()) + timedelta(days=30 + version % 5)
    return BackOrder(on=day.isoformat(), pieces=1 + version % 4)
