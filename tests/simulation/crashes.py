"""One standard order, from basket to parcel and back in two parts, stopped at every call: before it, and after it.
T-01."""

from collections.abc import Callable
from itertools import combinations

from backend.contracts.basket.models import CheckOut, Delivery, SetLine
from backend.contracts.basket.operations import SET_LINE
from backend.contracts.order.models import Move, Return, ReturnLine
from backend.contracts.order.operations import GET_ORDER, LIST_STAFF_ORDERS, MOVE_ORDER, RETURN_ORDER
from backend.contracts.order.states import State
from tests.simulation.buyers import ADDRESS, GOOD, Buyer
from tests.simulation.faults import Planned
from tests.simulation.monitor import Watch
from tests.simulation.schedule import Report, play
from tests.simulation.scheduler import PEOPLE, World
from tests.simulation.shop import Shop
from tests.simulation.staff import Staff

STOPS = ("killed before", "killed after")
Plan = dict[int, str]
Story = Callable[[Shop, Watch], list[Buyer]]


class Customer(Buyer):
    """Buys three pieces and waits for them; clicks again while there is no answer."""

    def shops(self) -> None:
        for sku, quantity in (("A-1", 2), ("B-1", 1)):
            self.ask(SET_LINE, path={"sku": sku}, body=SetLine(quantity=quantity))
        body = CheckOut(
            key="k" * 32,
            address=ADDRESS,
            delivery=Delivery.STANDARD,
            expected_total=2 * 1900 + 799 + 490,
            token=self.token(GOOD),
        )
        order_id = self._clicks(body)
        for _ in range(200):
            self.world.sleep(20)
            _, order = self.ask(GET_ORDER, path={"order_id": order_id})
            if order and order.get("state") == State.DELIVERED:
                return
        raise AssertionError(f"not delivered: {order}")


class Packer(Staff):
    """Packs, sends and delivers the one order, with as many tries as it takes."""

    def works(self) -> None:
        for state, after in (("confirmed", State.PACKED), ("packed", State.SENT), ("sent", State.DELIVERED)):
            while not self._is_done(state, after):
                self.world.sleep(15)

    def _is_done(self, state: str, after: State) -> bool:
        for wanted in (state, after.value):
            page = self._ask(LIST_STAFF_ORDERS, query={"state": wanted})
            if page and page["items"]:
                order = page["items"][0]
                return wanted == after or bool(
                    self._ask(MOVE_ORDER, path={"order_id": order["id"]}, body=Move(owner=order["owner"], state=after))
                )
        return False


def order(shop: Shop, watch: Watch) -> list[Buyer]:
    """The story."""
    shop.world.switches = shop.world.skews = 0.0
    buyer = Customer(shop, 0, [])
    shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    shop.world.start("staff", PEOPLE, Packer(shop).works, 1e9, lambda _: None)
    return [buyer]


class Returner(Customer):
    """A customer who then returns one piece, and the rest after that."""

    def shops(self) -> None:
        super().shops()
        order_id = next(iter(self.totals))
        for number, lines in enumerate((({"A-1": 1}), ({"A-1": 1, "B-1": 1})), 1):
            body = Return(
                number=number, lines=tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in lines.items())
            )
            assert self.ask(RETURN_ORDER, path={"order_id": order_id}, body=body)[0] == 202
            for _ in range(200):
                self.world.sleep(20)
                _, order = self.ask(GET_ORDER, path={"order_id": order_id})
                if len(order["refunds"]) == number:
                    break
            else:
                raise AssertionError(f"not refunded: {order}")


class Receiver(Packer):
    """Receives both parcels."""

    def works(self) -> None:
        super().works()
        for number in (1, 2):
            for state, after in (("return-requested", State.RETURN_ACCEPTED), ("return-accepted", State.RETURNED)):
                while not self._decide(number, state, after):
                    self.world.sleep(15)

    def _decide(self, number: int, state: str, after: State) -> bool:
        for wanted in (state, after.value, State.RETURN_REQUESTED.value):
            page = self._ask(LIST_STAFF_ORDERS, query={"state": wanted})
            for found in page["items"] if page else []:
                if wanted == after or len(found["returns"]) > number:
                    return True
                if wanted == state:
                    body = Move(owner=found["owner"], state=after)
                    return bool(self._ask(MOVE_ORDER, path={"order_id": found["id"]}, body=body))
        return False


def order_and_returns(shop: Shop, watch: Watch) -> list[Buyer]:
    """The longer story."""
    shop.world.switches = shop.world.skews = 0.0
    buyer = Returner(shop, 0, [])
    shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    shop.world.start("staff", PEOPLE, Receiver(shop).works, 1e9, lambda _: None)
    return [buyer]


def run_with_stops(plan: Plan, story: Story = order, end: str = "delivered") -> Report:
    """Play the order with stops at these calls."""
    report = play(0, lambda world: Planned(plan), story)
    if not report.violation and report.states != {end: 1}:
        report.violation = f"INV-1: the order ends as {dict(report.states)}"
    if report.violation:
        report.violation += f" with stops at {plan}"
    return report


def sent_back(plan: Plan) -> Report:
    """Play the order that is returned in two parts, with stops at these calls."""
    return run_with_stops(plan, order_and_returns, "returned")


def calls(story: Story = order) -> list[str]:
    """Return the calls of the undisturbed story, by number."""
    seen: list[Planned] = []

    def faults(world: World) -> Planned:
        seen.append(Planned({}))
        return seen[0]

    play(0, faults, story)
    return seen[0].calls


def singles() -> list[Plan]:
    """Yield every single stop."""
    return [{number: stop} for number in range(len(calls())) for stop in STOPS]


def pairs() -> list[Plan]:
    """Yield every pair of stops at two calls."""
    return _pair_plans(singles())


def singles_back() -> list[Plan]:
    """Yield every single stop after the parcel was delivered, while pieces of it are returned."""
    return [{number: stop} for number in range(len(calls()), len(calls(order_and_returns))) for stop in STOPS]


def pairs_back() -> list[Plan]:
    """Yield every pair of those."""
    return _pair_plans(singles_back())


def _pair_plans(plans: list[Plan]) -> list[Plan]:
    return [one | other for one, other in combinations(plans, 2) if one.keys() != other.keys()]
