"""Shoppers without an account: they do the same through other operations, and sometimes create an account at the
end."""

from typing import Any

from backend.contracts import guest_keys
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import CheckOut
from backend.contracts.basket.operations import (
    CHECK_OUT,
    CHECK_OUT_GUEST_BASKET,
    ENTER_CODE,
    ENTER_GUEST_CODE,
    GET_BASKET,
    GET_GUEST_BASKET,
    SET_GUEST_LINE,
    SET_LINE,
)
from backend.contracts.order.guest_models import ClaimOrder
from backend.contracts.order.guest_operations import (
    CANCEL_GUEST_ORDER,
    CLAIM_ORDER,
    GET_GUEST_ORDER,
    PAY_GUEST_ORDER,
    RETURN_GUEST_ORDER,
)
from backend.contracts.order.operations import CANCEL_ORDER, GET_ORDER, PAY_ORDER, RETURN_ORDER
from tests.simulation.buyers import ADDRESS, Buyer
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import Shop

OF_BASKETS = {SET_LINE: SET_GUEST_LINE, GET_BASKET: GET_GUEST_BASKET, CHECK_OUT: CHECK_OUT_GUEST_BASKET,
              ENTER_CODE: ENTER_GUEST_CODE}  # fmt: skip
OF_ORDERS = {
    GET_ORDER: GET_GUEST_ORDER,
    PAY_ORDER: PAY_GUEST_ORDER,
    CANCEL_ORDER: CANCEL_GUEST_ORDER,
    RETURN_ORDER: RETURN_GUEST_ORDER,
}
WRONG_ADDRESS = "b@shop.test"


class GuestBuyer(Buyer):
    """A guest. `keys` opens the orders; those in `claimed` are the account's, whose name is the buyer's."""

    def __init__(self, shop: Shop, number: int, others: list[Buyer]) -> None:
        super().__init__(shop, number, others)
        self.guest_id = f"{self.random.getrandbits(128):032x}"
        self.keys: dict[str, str] = {}
        self.claimed: set[str] = set()

    def ask(self, operation: Any, **request: Any) -> tuple[int, Any]:
        """Asks as the guest; about a claimed order, as the account that has it."""
        path = request.get("path", {})
        if operation in OF_BASKETS:
            return super().ask(OF_BASKETS[operation], **request | {"path": path | {"guest_id": self.guest_id}})
        order_id = path.get("order_id", "")
        if operation in OF_ORDERS and order_id not in self.claimed:
            path = path | {"order_key": self.keys.get(order_id, self.guest_id)}
            status, answer = super().ask(OF_ORDERS[operation], **request | {"path": path})
            if status != 404 or order_id not in self.claimed:  # claimed while the question was under way
                return status, answer
        return super().ask(operation, **request)

    def owns(self, checkout: BasketCheckedOut) -> bool:
        return checkout.owner == guest_keys.owner(guest_keys.order_key(self.guest_id, checkout.order_id))

    def _accepts(self, body: CheckOut, answer: dict[str, Any]) -> None:
        super()._accepts(body, answer)
        self.keys[answer["order_id"]] = answer["order_key"]

    def _sees_to(self, order_id: str) -> None:
        if self.random.random() < 0.4:
            self.world.start("buyer", PEOPLE, lambda: self._claims(order_id), 1e9, lambda _: None)
        super()._sees_to(order_id)

    def _claims(self, order_id: str) -> None:
        """Makes an account and takes the order along, by a double click; another address and another account get
        nothing."""
        self.world.sleep(self.random.uniform(0, 300))
        body, path = ClaimOrder(order_key=self.keys[order_id]), {"order_id": order_id}
        status, _ = self._claims_as(self.name, WRONG_ADDRESS, body, path)
        assert status in (403, 404), f"INV-16: {order_id} went into an account of another address"
        for _ in range(self.random.choice((1, 2))):
            status, _ = self._claims_as(self.name, ADDRESS.email, body, path)
            if status == 200:
                self.claimed.add(order_id)
        if order_id in self.claimed:
            status, _ = self._claims_as(f"{self.name}-other", ADDRESS.email, body, path)
            assert status == 404, f"INV-16: {order_id} went into two accounts"
            opened = path | {"order_key": self.keys[order_id]}
            status, _ = super().ask(GET_GUEST_ORDER, path=opened)
            assert status == 404, f"INV-16: {order_id} is an account's and opens by its key"

    def _claims_as(self, name: str, email: str, body: ClaimOrder, path: dict[str, str]) -> tuple[int, Any]:
        """The account's confirmed address stands in for its access token."""
        headers = {"authorization": f"Bearer {email}"}
        return self.ask_as(name, CLAIM_ORDER, path=path, body=body, headers=headers)
