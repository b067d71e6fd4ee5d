"""Articles, shoppers and checkouts of the proofs' own, made through the API alone."""

import os
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec
import requests

from backend.basket import offers
from backend.contracts.basket.operations import (
    CHECK_OUT,
    CHECK_OUT_GUEST_BASKET,
    GET_BASKET,
    GET_GUEST_BASKET,
    SET_GUEST_LINE,
    SET_LINE,
)
from backend.contracts.delivery.operations import SET_DELIVERY_ZONES, SET_TAX_RATES
from backend.contracts.delivery.tax_rates import DEFAULT_RATES
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.inventory.operations import SET_STOCK
from backend.contracts.operation import AnyOperation
from backend.contracts.order.operations import GET_ORDER, LIST_ORDERS, MOVE_ORDER
from backend.contracts.product.operations import CREATE_PRODUCT
from infra.local.accounts import Account
from tests.cloud import ShopCloud
from tests.integration.api import Api, at_rest, until

ADDRESS = {
    "name": "Ada Lovelace",
    "email": "ada.lovelace@example.com",
    "street": "12 St James's Square",
    "postal_code": "SW1Y 4JH",
    "town": "London",
    "country": "GB",
}


CARD = "4242 4242 4242 4242"
RENEWED = 300
"""Seconds after which a shopper signs in again; a token is good for three times as long."""
TOKEN = "tok_" + "0" * 32
"""A card's token that the provider does not know: whoever pays with it is declined."""


def article(name: str, price: int = 2900, **more: Any) -> dict[str, Any]:
    """A product with one variant, to be created; its SKU is its name in capitals."""
    variant = {"sku": name.upper(), "values": [], "price": price}
    return {"id": name, "title": name.title(), "currency": "EUR", "category": ["Proofs"], "variants": [variant], **more}


def guest_id() -> str:
    return uuid.uuid4().hex


def key() -> str:
    """A fresh idempotency key."""
    return os.urandom(12).hex()


def sell(api: Api, staff: str, name: str, price: int = 2900, pieces: int = 1_000, **more: object) -> str:
    """Puts an article with so many pieces into the shop and waits until the basket service has heard of both; its SKU."""
    created = api(CREATE_PRODUCT, staff, body=article(name, price) | more)
    assert created.status_code == 201, created.text
    version = stock(api, staff, name.upper(), pieces)
    line = {"guest_id": guest_id(), "sku": name.upper()}
    until(lambda: api(SET_GUEST_LINE, path=line, body={"quantity": 1}).status_code, lambda status: status == 200)
    if pieces:
        until(lambda: _stock_heard(api, name.upper()), lambda heard: heard >= version)
    return name.upper()


def _stock_heard(api: Api, sku: str) -> int:
    """The version of a SKU's stock that the basket service has heard of. An article that is new has none in stock at
    first: whoever looks only at whether it can be bought may be overtaken by that news."""
    item = api.cloud.client("dynamodb").get_item(TableName=api.cloud.outputs["BasketTable"], Key=offers.key(sku))[
        "Item"
    ]
    return int(item[offers.STOCKED]["N"]) if offers.STOCKED in item else 0


def reset_zones(api: Api, staff: str) -> None:
    """Deliver everywhere again, whatever zones were set, once everybody has heard of it."""
    _reset(api, staff, SET_DELIVERY_ZONES, {"zones": msgspec.to_builtins(DEFAULT.zones)})


def reset_rates(api: Api, staff: str) -> None:
    """Tax as a new shop does again, whatever rates were set, once everybody has heard of it."""
    _reset(api, staff, SET_TAX_RATES, {"countries": msgspec.to_builtins(DEFAULT_RATES.countries)})


def _reset(api: Api, staff: str, operation: AnyOperation, body: dict[str, object]) -> None:
    reply = api(operation, staff, body=body | {"version": 0})
    if reply.status_code == 409:
        reply = api(operation, staff, body=body | {"version": reply.json()["version"]})
    assert reply.status_code == 200, reply.text
    at_rest(api.cloud)


def deliver(api: Api, staff: str, owner: str, order_id: str) -> None:
    """Pack, send and deliver a confirmed order, as staff do."""
    for state in ("packed", "sent", "delivered"):
        reply = api(MOVE_ORDER, staff, path={"order_id": order_id}, body={"owner": owner, "state": state})
        assert reply.status_code == 200


def token(cloud: ShopCloud, number: str = CARD) -> str:
    """What the provider gives for a card."""
    card = {"number": number, "expires": "12/49", "code": "123"}
    reply = requests.post(f"{cloud.outputs['ProviderUrl']}/tokens", json=card, timeout=120)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["token"])


def stock(api: Api, staff: str, sku: str, pieces: int) -> int:
    """So many can be bought, whether or not the inventory has heard of the article before; the stock's version."""

    def set_to(version: int) -> requests.Response:
        return api(SET_STOCK, staff, path={"sku": sku}, body={"available": pieces, "version": version})

    reply = set_to(0)
    if reply.status_code == 409:
        reply = set_to(reply.json()["version"])
    assert reply.status_code == 200, reply.text
    return int(reply.json()["version"])


@dataclass
class Shopper:
    """A signed-in shopper."""

    api: Api
    account: Account
    _tokens: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _until: float = field(default=0.0, init=False, repr=False, compare=False)

    @property
    def tokens(self) -> dict[str, str]:
        """Of the last sign-in, and of a new one before they end: a file of browser tests may take that long."""
        if time.monotonic() > self._until:
            self._tokens, self._until = self.api.cloud.tokens(self.account), time.monotonic() + RENEWED
        return self._tokens

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

    def changes(self) -> dict[str, str]:
        """What has become of lines since they were put in, by SKU."""
        return {
            line["sku"]: line["change"] for line in self.api(GET_BASKET, self.token).json()["lines"] if "change" in line
        }

    def form(self, **changes: Any) -> dict[str, Any]:
        """A checkout of the basket as it is."""
        deliveries = self.api(GET_BASKET, self.token).json()["deliveries"]
        total = next(option["total"] for option in deliveries if option["delivery"] == "standard")
        return {
            "key": key(),
            "address": ADDRESS,
            "delivery": "standard",
            "expected_total": total,
            "token": TOKEN,
        } | changes

    def check_out(self, form: dict[str, Any]) -> requests.Response:
        return self.api(CHECK_OUT, self.token, body=form)

    def buy(self, sku: str, quantity: int = 1, card: str = CARD) -> str:
        """Fills the basket and checks it out with this card; the order's id."""
        self.add(sku, quantity)
        reply = self.check_out(self.form(token=token(self.api.cloud, card)))
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

    def came_to(self, order_id: str, state: str) -> dict[str, Any]:
        """The order once it is in this state, waited for."""
        return until(lambda: self.order(order_id), lambda order: order.get("state") == state)


@dataclass
class GuestShopper:
    """Somebody who buys without an account."""

    api: Api
    guest: str

    def buy(self, sku: str, card: str = CARD, address: dict[str, str] = ADDRESS) -> dict[str, str]:
        """Fills the basket and checks it out with this card; the path of the order's operations."""
        path = {"guest_id": self.guest}
        put = self.api(SET_GUEST_LINE, path=path | {"sku": sku}, body={"quantity": 1})
        assert put.status_code == 200, put.text
        query = {"country": address["country"]}
        deliveries = self.api(GET_GUEST_BASKET, path=path, query=query).json()["deliveries"]
        form = {
            "key": key(),
            "address": address,
            "delivery": "standard",
            "expected_total": next(each["total"] for each in deliveries if each["delivery"] == "standard"),
            "token": token(self.api.cloud, card),
        }
        reply = self.api(CHECK_OUT_GUEST_BASKET, path=path, body=form)
        assert reply.status_code == 202, reply.text
        return {name: str(reply.json()[name]) for name in ("order_id", "order_key")}
