"""Who comes to the shop: shoppers who buy, pay, change their minds and click twice; and staff who send what is paid."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import requests

from backend.contracts.basket.operations import CHECK_OUT, CLEAR_BASKET, GET_BASKET, SET_LINE
from backend.contracts.order.operations import CANCEL_ORDER, GET_ORDER, LIST_STAFF_ORDERS, MOVE_ORDER, PAY_ORDER
from tests.chaos.checkers import FINAL
from tests.chaos.client import Client
from tests.integration.shop import ADDRESS, CARD, key, token

DECLINED, FAULTY, TWICE = "4000 0000 0000 0002", "4000 0001 0000 0035", "4000 0001 0000 0050"
CARDS = (CARD,) * 12 + (DECLINED,) * 4 + (FAULTY, TWICE)
"""Approved, declined, charged but answered with an error, and approved with webhooks that come twice."""
CHANGES_MIND, SENDS = 0.03, 0.3
"""The chance that a look at an order ends in its cancellation, and that staff send a paid order when they see it."""
LOOK, ROUND = 0.3, 2.0
"""Seconds between two looks at an order, and between two rounds of the staff."""


@dataclass
class Buyer:
    """One shopper.

    `open` are orders that are not final yet; `unsure` checkouts that may or may not have been made, by key.
    """

    client: Client
    skus: tuple[str, ...]
    random: random.Random
    open: list[str] = field(default_factory=list)
    unsure: dict[str, dict[str, Any]] = field(default_factory=dict)

    def shops(self, end: float) -> None:
        """Buys until the end (monotonic), and sees to every order until it is final or the client gives up."""
        while time.monotonic() < end:
            self._buys()
            self._looks()
        for form in list(self.unsure.values()):  # the orders that come of these are seen to as well
            self._clicks(form)
        while self.open and time.monotonic() < self.client.gone:
            self._looks(CARD)
            time.sleep(LOOK)

    def _buys(self) -> None:
        ask = self.client.ask
        ask("clear", CLEAR_BASKET)
        for sku in self.random.sample(self.skus, self.random.choice((1, 1, 2, 3))):
            ask("add", SET_LINE, path={"sku": sku}, body={"quantity": self.random.choice((1, 1, 1, 2, 3))})
        basket = ask("basket", GET_BASKET)
        if basket is None or not basket.json().get("can_check_out"):
            return
        total = next(option["total"] for option in basket.json()["deliveries"] if option["delivery"] == "standard")
        card = self._token(self.random.choice(CARDS))
        form = {"key": key(), "address": ADDRESS, "delivery": "standard", "expected_total": total, "token": card}
        clicks = self.random.choice((1, 1, 1, 2, 3))
        with ThreadPoolExecutor(clicks) as fingers:
            list(fingers.map(self._clicks, [form] * clicks))

    def _clicks(self, form: dict[str, Any]) -> None:
        reply = self.client.ask("check-out", CHECK_OUT, about=form["key"], body=form)
        if reply is None or reply.status_code != 202:
            self.unsure[form["key"]] = form
            return
        self.unsure.pop(form["key"], None)
        if (order_id := reply.json()["order_id"]) not in self.open:
            self.open.append(order_id)

    def _looks(self, card: str = "") -> None:
        for order_id in list(self.open):
            reply = self.client.ask("read", GET_ORDER, about=order_id, path={"order_id": order_id})
            if reply is not None and reply.status_code == 200 and self._act_on(reply.json(), card):
                self.open.remove(order_id)

    def _act_on(self, order: dict[str, Any], card: str) -> bool:
        """Does what the order's state asks for, with this card or any; whether nothing is left to do."""
        order_id, state = order["id"], order["state"]
        if state == "declined":
            body = {"token": self._token(card or self.random.choice(CARDS)), "attempt": order["attempt"] + 1}
            self.client.ask("pay", PAY_ORDER, about=order_id, path={"order_id": order_id}, body=body)
        elif state not in FINAL - {"confirmed"} and self.random.random() < CHANGES_MIND:
            self.client.ask("cancel", CANCEL_ORDER, about=order_id, path={"order_id": order_id})
        return state in FINAL

    def _token(self, card: str) -> str:
        """What the provider, which is struck too, gives for the card."""
        while True:
            try:
                return token(self.client.who.api.cloud, card)
            except (AssertionError, requests.RequestException):
                if time.monotonic() > self.client.gone:
                    raise
                time.sleep(LOOK)


def staff_works(client: Client, since: float, over: Event) -> None:
    """Packs and sends some of the orders that were born after that epoch second, until it is over."""
    while not over.wait(ROUND):
        for before, after in (("confirmed", "packed"), ("packed", "sent")):
            page = client.ask("list", LIST_STAFF_ORDERS, query={"state": before, "limit": 50})
            for order in page.json()["items"] if page is not None and page.ok else ():
                if int(order["id"][:12], 16) / 1000 > since and client.random.random() < SENDS and not over.is_set():
                    body = {"owner": order["owner"], "state": after, "note": ""}
                    client.ask("move", MOVE_ORDER, about=order["id"], path={"order_id": order["id"]}, body=body)
