"""Articles, shoppers and checkouts of the proofs' own, made through the API alone."""

import os
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import requests

from backend.contracts.basket import CHECK_OUT, GET_BASKET, SET_GUEST_LINE, SET_LINE
from backend.contracts.order import GET_ORDER, LIST_ORDERS
from backend.contracts.product import CREATE_PRODUCT
from infra.local.accounts import Account
from tests.proofs.api import Api, until

ADDRESS = {
    "name": "Ada Lovelace",
    "email": "ada.lovelace@example.com",
    "street": "12 St James's Square",
    "postal_code": "SW1Y 4JH",
    "town": "London",
    "country": "GB",
}


def article(name: str, price: int = 2900, **more: Any) -> dict[str, Any]:
    """A product with one variant, to be created; its SKU is its name in capitals."""
    variant = {"sku": name.upper(), "values": [], "price": price}
    return {"id": name, "title": name.title(), "currency": "EUR", "category": ["Proofs"], "variants": [variant], **more}


def guest_id() -> str:
    return uuid.uuid4().hex


def key() -> str:
    """A fresh idempotency key."""
    return os.urandom(12).hex()


def sell(api: Api, staff: str, name: str, price: int = 2900) -> str:
    """Puts an article into the shop and waits until the basket service has heard of it; its SKU."""
    created = api(CREATE_PRODUCT, staff, body=article(name, price))
    assert created.status_code == 201, created.text
    line = {"guest_id": guest_id(), "sku": name.upper()}
    until(lambda: api(SET_GUEST_LINE, path=line, body={"quantity": 1}).status_code, lambda status: status == 200)
    return name.upper()


@dataclass
class Shopper:
    """A signed-in shopper."""

    api: Api
    account: Account

    @cached_property
    def tokens(self) -> dict[str, str]:
        return self.api.cloud.tokens(self.account)

    @property
    def token(self) -> str:
        return self.tokens["access_token"]

    def add(self, sku: str, quantity: int = 1) -> dict[str, Any]:
        reply = self.api(SET_LINE, self.token, path={"sku": sku}, body={"quantity": quantity})
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def basket(self) -> dict[str, int]:
        """Pieces by SKU."""
        return {line["sku"]: line["quantity"] for line in self.api(GET_BASKET, self.token).json()["lines"]}

    def form(self, **changes: Any) -> dict[str, Any]:
        """A checkout of the basket as it is."""
        deliveries = self.api(GET_BASKET, self.token).json()["deliveries"]
        total = next(option["total"] for option in deliveries if option["delivery"] == "standard")
        return {"key": key(), "address": ADDRESS, "delivery": "standard", "expected_total": total} | changes

    def check_out(self, form: dict[str, Any]) -> requests.Response:
        return self.api(CHECK_OUT, self.token, body=form)

    def buy(self, sku: str, quantity: int = 1) -> str:
        """Fills the basket and checks it out; the order's id."""
        self.add(sku, quantity)
        reply = self.check_out(self.form())
        assert reply.status_code == 202, reply.text
        return str(reply.json()["order_id"])

    def orders(self) -> list[str]:
        """The ids of the newest orders."""
        return [order["id"] for order in self.api(LIST_ORDERS, self.token).json()["items"]]

    def order(self, order_id: str) -> dict[str, Any]:
        """The order; empty while it is not there."""
        reply = self.api(GET_ORDER, self.token, path={"order_id": order_id})
        return dict(reply.json()) if reply.status_code == 200 else {}

    def arrived(self, order_id: str) -> dict[str, Any]:
        """The order, waited for."""
        return until(lambda: self.order(order_id))
