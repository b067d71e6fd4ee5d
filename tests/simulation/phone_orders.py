"""A customer who rings, in some schedules: staff place the order, and its buyer pays by the link in a mail, or does not."""

import re
from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace

from backend.contracts import guest_keys
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Basket, CheckOut
from backend.contracts.basket.operations import CHECK_OUT, CHECK_OUT_FOR_CUSTOMER
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.order.guest_operations import GET_GUEST_ORDER
from backend.contracts.types import Language
from tests.simulation.buyers import Buyer
from tests.simulation.guests import GuestBuyer
from tests.simulation.monitor import must
from tests.simulation.shop import Shop

NUMBER, LIKELY = 6, 0.1
"""Which of the buyers it is, and in how many of all schedules."""
DAYS = 30 * 3600.0
"""Seconds that such a schedule may last: an order that nobody pays ends after a day."""
LANGUAGE: Language = "de"
"""What staff hear whoever rings speak; everybody else buys in English."""
_KEY = r"/orders/{}/open/\?key=([0-9a-f]{{32}})"


def is_played(seed: int) -> bool:
    """Return whether somebody rings in the schedule of this seed. It takes nothing from the schedule's own chance."""
    return Random(f"{seed} rings").random() < LIKELY


class Caller(GuestBuyer):
    """Somebody who rings. Whoever of the staff answers has a basket for it, and clicks as often as any shopper does."""

    def __init__(self, shop: Shop, number: int, others: list[Buyer]) -> None:
        super().__init__(shop, number, others)
        shop.world.longest = DAYS
        self.pays = self.random.random() < 0.8

    def ask(self, operation: Any, **request: Any) -> tuple[int, Any]:
        """Asks as the guest that the order's link makes of its buyer; the checkout is the staff's."""
        if operation is not CHECK_OUT:
            return super().ask(operation, **request)
        path, body = {"guest_id": self.guest_id}, for_customer(request["body"])
        while (reply := self.shop.ask(CHECK_OUT_FOR_CUSTOMER, staff=True, path=path, body=body)) is None or (
            reply["statusCode"] >= 500
        ):
            self.world.sleep(self.random.uniform(0.1, 5))
        return reply["statusCode"], msgspec.json.decode(reply["body"])

    def owns(self, checkout: BasketCheckedOut) -> bool:
        return checkout.pay_later

    def token(self, card: str) -> str:
        """A token for the card. Staff ask for none."""
        return super().token(card) if self.keys else ""

    def _agrees(self, basket: Basket, key: str, token: str) -> CheckOut:
        return replace(super()._agrees(basket, key, token), token="", language=LANGUAGE)

    def _accepts(self, body: CheckOut, answer: dict[str, Any]) -> None:
        must("order_key" not in answer, "INV-29: staff were told the key of an order that is another's")
        Buyer._accepts(self, body, answer)

    def _sees_to(self, order_id: str) -> None:
        """Waits for the mail, and opens its link; what staff know opens nothing."""
        for _ in range(60):
            if key := self._read_mail(order_id):
                self.keys[order_id] = key
                status, _ = self._opens(order_id, key)
                must(status == 200, f"INV-29: the link in a mail about {order_id} answered {status}")
                status, _ = self._opens(order_id, guest_keys.order_key(self.guest_id, order_id))
                must(status == 404, f"INV-29: staff opened {order_id} by the basket's id")
                super()._sees_to(order_id)
                return
            self.world.sleep(60)

    def _reacts(self, order: Any) -> bool:
        return super()._reacts(order) if self.pays else order["state"] == "awaiting-payment"

    def _opens(self, order_id: str, key: str) -> tuple[int, Any]:
        return self.ask_as(self.name, GET_GUEST_ORDER, path={"order_id": order_id, "order_key": key})

    def _read_mail(self, order_id: str) -> str:
        """Return the key in the links of the mails about the order; an empty text before there is any."""
        mails = [mail.text for mail in self.shop.cloud.mails if f"/orders/{order_id}/" in mail.text]
        must(
            all(f"/{LANGUAGE}/orders/{order_id}/" in text for text in mails),
            f"INV-29: a mail about {order_id} is in another language than who rang speaks",
        )
        keys = {key for text in mails for key in re.findall(_KEY.format(order_id), text)}
        must(len(keys) == bool(mails), f"INV-29: {len(mails)} mails about {order_id} have {len(keys)} keys")
        return next(iter(keys), "")


def for_customer(body: CheckOut) -> CheckOutForCustomer:
    """Return the checkout as staff send it."""
    fields = {name: getattr(body, name) for name in CheckOutForCustomer.__struct_fields__}
    return CheckOutForCustomer(**fields)
