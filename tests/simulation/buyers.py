"""Eight shoppers: what people do to a shop, at any moment and more than once."""

from typing import Any

import msgspec

from backend.contracts import arrivals, returns
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Agreed, AgreedLine, Basket, CheckOut, NewAddress, SetLine
from backend.contracts.basket.operations import CHECK_OUT, ENTER_CODE, GET_BASKET, SET_LINE
from backend.contracts.order.models import Order, Pay, Return, ReturnLine
from backend.contracts.order.operations import (
    CANCEL_ORDER,
    GET_ORDER,
    PAY_ORDER,
    RETURN_ORDER,
)
from backend.contracts.order.states import PAYABLE, State
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import CODES, SKUS, Shop

GOOD = "4242424242424242"
CARDS = (GOOD, GOOD, GOOD, "4000000000000002", "4000000000009995", "4000000000003220", "4000000100000019", "4000000100000027",
         "4000000100000035", "4000000100000043", "4000000100000050", "4000000100000068", "4000000100000076")  # fmt: skip
ADDRESS = NewAddress(name="A", email="a@shop.test", street="S 1", postal_code="10115", town="Berlin", country="DE")
FINAL = ("refused", "cancelled")


class Buyer:
    """One shopper. `tried` has the order ids that were returned for each key, `bodies` what was sent with it."""

    def __init__(self, shop: Shop, number: int, others: list["Buyer"]) -> None:
        self.shop, self.world, self.others = shop, shop.world, others
        self.name = f"shopper-{number}"
        self.tried: dict[str, set[str]] = {}
        self.bodies: dict[str, list[CheckOut]] = {}
        self.accepted: dict[str, list[CheckOut]] = {}
        self.totals: dict[str, int] = {}
        self.random = self.world.random
        self.address = ADDRESS
        self.alone = True
        self.skus = SKUS

    def ask(self, operation: Any, **request: Any) -> tuple[int, Any]:
        """Repeat the request until there is an answer."""
        return self.ask_as(self.name, operation, **request)

    def ask_as(self, name: str, operation: Any, **request: Any) -> tuple[int, Any]:
        """Repeat the request under this name until there is an answer."""
        for wait in range(1000):
            reply = self.shop.ask(operation, shopper=name if operation.scope else "", **request)
            if reply is not None and reply["statusCode"] < 500:
                return reply["statusCode"], msgspec.json.decode(reply["body"]) if reply.get("body") else None
            self.world.sleep(self.random.uniform(0.1, 1 + wait))
        raise AssertionError("no answer in sight")

    def token(self, card: str) -> str:
        """Return a token for the card."""
        body = msgspec.json.encode({"number": card, "expires": "12/30", "code": "123"})
        while True:
            reply = self.shop.sandbox("POST", "/tokens", body, {"content-type": "application/json"})
            if reply is not None and reply["statusCode"] == 201:
                return str(msgspec.json.decode(reply["body"])["token"])
            self.world.sleep(1)

    def shops(self) -> None:
        """Do everything that this shopper does."""
        self.world.sleep(self.random.uniform(0, 20) if self.random.random() < 0.7 else self.random.uniform(0, 0.2))
        for number in range(self.random.choice((1, 1, 2))):
            self.alone = number == 0
            if order_id := self._buys():
                self._sees_to(order_id)

    def _buys(self) -> str:
        for sku in self.random.sample(self.skus, min(self.random.choice((1, 2, 2)), len(self.skus))):
            quantity = self.random.choice((1, 1, 2, 3))
            status, _ = self.ask(SET_LINE, path={"sku": sku}, body=SetLine(quantity=quantity))
            _, basket = self.ask(GET_BASKET)
            shown = {line["sku"]: line["quantity"] for line in basket["lines"]}
            assert status != 200 or not self.alone or shown.get(sku) == quantity, (
                f"INV-14: {sku} is not in the basket it was put in"
            )
        for code in self.random.sample([*CODES], self.random.choice((0, 0, 1, 2))):
            self.ask(ENTER_CODE, path={"code": code})
        vouchers = self.shop.voucher_codes()
        for code in self.random.sample(vouchers, min(self.random.choice((0, 0, 1, 2)), len(vouchers))):
            self.ask(ENTER_CODE, path={"code": code})
        token, key = self.token(self.random.choice(CARDS)), f"{self.name}-{self.random.getrandbits(64):016x}"
        for _ in range(4):
            _, basket = self.ask(GET_BASKET)
            if not basket["lines"]:
                return ""
            body = self._agrees(msgspec.convert(basket, Basket), key, token)
            order_id = self._checks_out(body)
            if order_id:
                return order_id
            key += "x"
        return ""

    def _agrees(self, basket: Basket, key: str, token: str) -> CheckOut:
        """Return the checkout of what a review page shows; some clients are older, and agree to a total only."""
        option = basket.deliveries[0]
        lines = tuple(msgspec.convert(line, AgreedLine, from_attributes=True) for line in basket.lines)
        agreed = Agreed(lines=lines, delivery=option) if self.random.random() < 0.7 else None
        return CheckOut(
            key=key,
            address=self.address,
            delivery=option.delivery,
            expected_total=option.total,
            token=token,
            agreed=agreed,
        )

    def _checks_out(self, body: CheckOut) -> str:
        if self.random.random() < 0.3:  # double click, or another tab
            again = (
                body
                if self.random.random() < 0.5
                else msgspec.structs.replace(body, address=msgspec.structs.replace(self.address, name="B"))
            )
            self.world.start("buyer", PEOPLE, lambda: self._clicks(again), 1e9, lambda _: None)
        if self.random.random() < 0.2:  # and goes on shopping meanwhile
            more = SetLine(quantity=1)
            self.world.start(
                "buyer", PEOPLE, lambda: self.ask(SET_LINE, path={"sku": self.skus[0]}, body=more), 1e9, lambda _: None
            )
        order_id = self._clicks(body)
        if order_id and self.random.random() < 0.2:  # back button
            self._clicks(body)
        return order_id

    def _clicks(self, body: CheckOut) -> str:
        self.tried.setdefault(body.key, set())
        if body not in self.bodies.setdefault(body.key, []):
            self.bodies[body.key].append(body)
        status, answer = self.ask(CHECK_OUT, body=body)
        if status != 202:
            return ""
        self._accepts(body, answer)
        return str(answer["order_id"])

    def _accepts(self, body: CheckOut, answer: dict[str, Any]) -> None:
        self.tried[body.key].add(answer["order_id"])
        self.accepted.setdefault(body.key, []).append(body)
        self.totals[answer["order_id"]] = answer["total"]

    def owns(self, checkout: BasketCheckedOut) -> bool:
        """Return whether this buyer's basket was checked out."""
        return checkout.owner == f"shopper#{self.name}"

    def knocks(self) -> None:
        """Send every checkout again after everything is over: each gets the same answer as before, or one about an
        order whose answer was lost."""
        for bodies in list(self.bodies.values()):
            for body in bodies:
                known = body in self.accepted.get(body.key, ())
                assert self._clicks(body) or not known, f"INV-3: {body.key} was accepted once and is refused now"

    def _sees_to(self, order_id: str) -> None:
        known = 0
        patience, cancels = self.random.randint(3, 12) * (4 if self.shop.busy else 1), self.random.random() < 0.35
        for _ in range(patience):
            self.world.sleep(self.random.choice((0.05, 0.3, 1, 5, 60, 300)) * self.random.random())
            if cancels and self.random.random() < 0.4:
                answered, cancelled = self.ask(CANCEL_ORDER, path={"order_id": order_id})
                known = max(known, len(cancelled["time_line"]) if answered == 202 else 0)
            status, order = self.ask(GET_ORDER, path={"order_id": order_id})
            if status != 200:
                continue
            assert len(order["time_line"]) >= known, f"INV-14: {order_id} has forgotten a step"
            known = len(order["time_line"])
            if not self._reacts(order):
                return

    def _reacts(self, order: Any) -> bool:
        """Do what the order's state requires; return False once there is nothing left to do."""
        path, state = {"order_id": order["id"]}, order["state"]
        if self.random.random() < 0.1:
            status, _ = (
                other.ask(GET_ORDER, path=path)
                if (other := self.random.choice(self.others)) is not self
                else (404, None)
            )
            assert status == 404, "another's order was shown"
        if state in PAYABLE and self.random.random() < 0.7:
            pay = Pay(token=self.token(self.random.choice(CARDS)), attempt=order["attempt"] + 1)
            if self.random.random() < 0.3:
                self.world.start("buyer", PEOPLE, lambda: self.ask(PAY_ORDER, path=path, body=pay), 1e9, lambda _: None)
            self.ask(PAY_ORDER, path=path, body=pay)
        elif state == State.ACTION_REQUIRED and self.random.random() < 0.7:
            choice = b"choice=confirm" if self.random.random() < 0.7 else b"choice=reject"
            url = order["action_url"].removeprefix("https://provider.test")
            self.shop.sandbox("POST", url, choice, {"content-type": "application/x-www-form-urlencoded"})
        elif arrivals.can_return(msgspec.convert(order, Order)) and self.random.random() < 0.6:
            self._sends_back(order)
        return state not in FINAL

    def _sends_back(self, order: Any) -> None:
        """Return some pieces or all that are left, with as many clicks as it takes; the refund must be what was first
        shown."""
        present = msgspec.convert(order, Order)
        here = arrivals.pieces_here(present)
        chosen = {sku: self.random.randint(0, quantity) for sku, quantity in here.items()}
        chosen = {sku: quantity for sku, quantity in chosen.items() if quantity} if self.random.random() < 0.7 else here
        if not chosen:
            return
        lines = tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in chosen.items())
        refund = returns.refund(present, chosen).total
        body = Return(lines=lines, number=len(present.returns) + 1, expected_refund=refund)
        if self.random.random() < 0.3:
            self.world.start(
                "buyer",
                PEOPLE,
                lambda: self.ask(RETURN_ORDER, path={"order_id": present.id}, body=body),
                1e9,
                lambda _: None,
            )
        self.ask(RETURN_ORDER, path={"order_id": present.id}, body=body)
