"""One standard order, from basket to parcel, stopped at every call: before it, and after it. T-01."""

from itertools import combinations

from backend.contracts.basket import SET_LINE, CheckOut, Delivery, SetLine
from backend.contracts.order import GET_ORDER, LIST_STAFF_ORDERS, MOVE_ORDER, Move, State
from tests.faults.buyers import ADDRESS, GOOD, Buyer, Staff
from tests.faults.faults import Planned
from tests.faults.schedule import Report, play
from tests.faults.shop import Shop
from tests.faults.watch import Watch
from tests.faults.world import PEOPLE, World

STOPS = ("killed before", "killed after")
Plan = dict[int, str]


class Customer(Buyer):
    """Buys three pieces and waits for them; clicks again while there is no answer."""

    def shops(self) -> None:
        for sku, quantity in (("A-1", 2), ("B-1", 1)):
            self.ask(SET_LINE, path={"sku": sku}, body=SetLine(quantity=quantity))
        body = CheckOut(
            key="k" * 32, address=ADDRESS, delivery=Delivery.STANDARD, expected_total=2 * 1900 + 799 + 490, token=self.token(GOOD)
        )
        order_id = self._clicks(body)
        for _ in range(200):
            self.world.sleep(20)
            _, order = self.ask(GET_ORDER, path={"order_id": order_id})
            if order and order.get("state") == State.DELIVERED:
                return
        raise AssertionError(f"not delivered: {order}")


class Packer(Staff):
    """Packs, sends and delivers the one order, however often it takes."""

    def works(self) -> None:
        for state, after in (("confirmed", State.PACKED), ("packed", State.SENT), ("sent", State.DELIVERED)):
            while not self._done(state, after):
                self.world.sleep(15)

    def _done(self, state: str, after: State) -> bool:
        for wanted in (state, after.value):
            page = self._asked(LIST_STAFF_ORDERS, query={"state": wanted})
            if page and page["items"]:
                order = page["items"][0]
                return wanted == after or bool(
                    self._asked(MOVE_ORDER, path={"order_id": order["id"]}, body=Move(owner=order["owner"], state=after))
                )
        return False


def order(shop: Shop, watch: Watch) -> list[Buyer]:
    """The story."""
    shop.world.switches = shop.world.skews = 0.0
    buyer = Customer(shop, 0, [])
    shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    shop.world.start("staff", PEOPLE, Packer(shop).works, 1e9, lambda _: None)
    return [buyer]


def stopped(plan: Plan) -> Report:
    """The order with stops at these calls."""
    report = play(0, lambda world: Planned(plan), order)
    if not report.violation and report.states != {"delivered": 1}:
        report.violation = f"INV-1: the order ends as {dict(report.states)}"
    if report.violation:
        report.violation += f" with stops at {plan}"
    return report


def calls() -> list[str]:
    """The calls of the undisturbed order, by number."""
    seen: list[Planned] = []

    def faults(world: World) -> Planned:
        seen.append(Planned({}))
        return seen[0]

    play(0, faults, order)
    return seen[0].calls


def singles() -> list[Plan]:
    """Every single stop."""
    return [{number: stop} for number in range(len(calls())) for stop in STOPS]


def pairs() -> list[Plan]:
    """Every pair of stops at two calls."""
    return [one | other for one, other in combinations(singles(), 2) if one.keys() != other.keys()]
