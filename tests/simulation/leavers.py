"""A shopper who takes the data along and closes the account, in some schedules; then weeks pass."""

import io
import re
import zipfile
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec

from backend.contracts.basket.address_book import SaveAddress
from backend.contracts.basket.address_operations import SAVE_ADDRESS
from backend.contracts.order.account_operations import CLOSE_ACCOUNT, GET_DATA_EXPORT, REQUEST_DATA_EXPORT
from backend.contracts.order.erasure import ERASED
from backend.order.erasure import LAST_CHECKOUT, OVER
from backend.order.item import decode
from tests.simulation.buyers import ADDRESS, Buyer
from tests.simulation.monitor import Watch, must
from tests.simulation.objects import SIGNED
from tests.simulation.shop import Shop
from tests.simulation.store import Item

NUMBER, LIKELY = 3, 0.1
"""Which of the buyers it is, and in how many of all schedules."""
CANARY = "Cnry"
DAY = 86_400.0
_ORDER_ID = re.compile(r'"(?:order_)?id": "([0-9a-f]{28})"')
ACCOUNT = {"authorization": f"Bearer {ADDRESS.email}"}
"""The account's confirmed address stands in for its access token."""


def is_played(seed: int) -> bool:
    """Return whether somebody leaves in the schedule of this seed. It takes nothing from the schedule's own chance."""
    return Random(f"{seed} leaves").random() < LIKELY


class Leaver(Buyer):
    """A shopper with a name that nobody else has, who leaves when all orders are placed."""

    def __init__(self, shop: Shop, number: int, others: list[Buyer]) -> None:
        super().__init__(shop, number, others)
        self.address = msgspec.structs.replace(ADDRESS, name=CANARY)
        self.known = set[str]()

    def shops(self) -> None:
        super().shops()
        for _ in range(self.random.choice((1, 2))):
            self.ask(SAVE_ADDRESS, body=SaveAddress(address=self.address))
        self.world.sleep(900)  # the access tokens of other tabs have ended by then
        self.known = {sk for pk, sk in self.shop.cloud.store.tables.get("order", {}) if pk == f"shopper#{self.name}"}
        for _ in range(self.random.choice((1, 2))):
            self.ask(REQUEST_DATA_EXPORT, headers=ACCOUNT)
        for _ in range(self.random.randint(0, 20)):
            self.world.sleep(60)
            if self._has_fetched():
                break
        for _ in range(self.random.choice((1, 2))):
            status, _ = self.ask(CLOSE_ACCOUNT, headers=ACCOUNT)
            assert status == 204, f"INV-28: the account was not closed: {status}"

    def knocks(self) -> None:
        """An account that is closed sends nothing more."""

    def _has_fetched(self) -> bool:
        """Look whether the file is ready: it must hold all orders that there were when it was asked for, and nobody
        else's. The message about a checkout may have failed so often that its order is made later.
        """
        _, export = self.ask(GET_DATA_EXPORT)
        if not export["url"]:
            return False
        content = self.shop.cloud.objects.contents[export["url"].removeprefix(SIGNED)]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {name: set(_ORDER_ID.findall(archive.read(name).decode("latin-1"))) for name in archive.namelist()}
        orders = {order_id for answers in self.tried.values() for order_id in answers}
        must(
            self.known & orders <= found["orders.json"] <= orders,
            f"INV-27: of {sorted(orders)} the data tell {sorted(found['orders.json'])}",
        )
        others = set[str]().union(*found.values()) - orders
        must(not others, f"INV-27: the data of {self.name} tell of {sorted(others)}")
        return True


def check(shop: Shop, watch: Watch, leaver: Buyer) -> None:
    """Raises `Violated` where something of a closed account is left once its orders are over."""
    mine = {order_id for order_id, checkout in watch.checkouts.items() if leaver.owns(checkout)}
    rows = shop.cloud.store.tables["order"]
    orders = {order_id: decode(rows[f"shopper#{leaver.name}", order_id]) for order_id in mine}
    over = {order_id for order_id, (life, _) in orders.items() if life.state in OVER}
    for order_id in over:
        must(orders[order_id][1].address.name == ERASED, f"INV-28: {order_id} is over and tells who bought")
    if over == mine:
        must(not (left := sorted(set(_traces(shop)))), f"INV-28: a closed account is left in {left}")


def _traces(shop: Shop) -> Iterator[str]:
    """Yield where the leaver's name is found. An invoice keeps it, for the law asks for it."""
    for table, items in shop.cloud.store.tables.items():
        yield from (table for item in items.values() if table != "invoice" and CANARY in _text(item))
    yield from (key for key, content in shop.cloud.objects.contents.items() if CANARY.encode() in content)
    yield from (f"archive {key}" for key in shop.cloud.objects.contents)


def _text(item: Item) -> str:
    return " ".join(_texts(item))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value of an item; the simulation compresses nothing."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from _texts(each)
    else:
        yield value.decode(errors="replace") if isinstance(value, bytes) else str(value)


WEEKS = LAST_CHECKOUT.total_seconds() + 2 * DAY
"""Seconds until nothing of an account may be left whose orders were over when it was closed."""
