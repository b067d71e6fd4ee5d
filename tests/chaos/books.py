"""What the shop holds in the end, as plain values: orders, stock, the payment provider's books and ours, mails, dead
letters."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

from backend.inventory import holds
from backend.order.item import decode
from backend.shared import dynamodb
from tests.cloud import ShopCloud
from tests.integration.api import stored
from tests.integration.fault_injection import dead_letter_queues

KINDS = {"is confirmed": "confirmed", "We could not": "refused", "is on its way": "sent", "is cancelled": "cancelled"}
"""The words of a mail's subject, and the state that it tells of."""


@dataclass(frozen=True)
class Order:
    """`steps` are the states it went through, each with its epoch second.

    `lines` are pieces by SKU, `total` minor units.
    """

    id: str
    steps: tuple[tuple[str, float], ...]
    total: int
    lines: tuple[tuple[str, int], ...]

    @property
    def state(self) -> str:
        return self.steps[-1][0]

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(state for state, _ in self.steps)


@dataclass(frozen=True)
class Stock:
    available: int
    held: int
    sold: int


@dataclass(frozen=True)
class Charge:
    """An attempt to be paid, as the provider has it (`theirs`) or we do. Amounts are minor units."""

    order_id: str
    attempt: int
    state: str
    amount: int
    theirs: bool


@dataclass(frozen=True)
class Mail:
    order_id: str
    kind: str
    at: float


@dataclass(frozen=True)
class Books:
    """All of it. `dead` are messages by dead-letter queue."""

    orders: tuple[Order, ...]
    stock: dict[str, Stock]
    charges: tuple[Charge, ...]
    mails: tuple[Mail, ...]
    dead: dict[str, int]


def read(cloud: ShopCloud, skus: tuple[str, ...], since: float) -> Books:
    """The books of these SKUs, and of the orders born since that epoch second."""
    items = (item for item in stored(cloud, "OrderTable").values() if "purchase" in item)  # no closed account or link
    orders = tuple(_order(item) for item in items if birth_time(item["sk"]["S"]) >= since)
    charges = tuple(charge for charge in (*_theirs(cloud), *_ours(cloud)) if birth_time(charge.order_id) >= since)
    sent = tuple(mail for mail in mails(cloud) if birth_time(mail.order_id) >= since)
    return Books(orders, _stock(cloud, skus), charges, sent, _dead(cloud))


def birth_time(order_id: str) -> float:
    """The epoch second in which the id was made, as the id says."""
    return int(order_id[:12], 16) / 1000


def _order(item: dict[str, Any]) -> Order:
    life, bought = decode(item)
    steps = tuple((str(step.state), datetime.fromisoformat(step.at).timestamp()) for step in life.steps)
    return Order(life.order_id, steps, bought.total, tuple((line.sku, line.quantity) for line in bought.lines))


def _stock(cloud: ShopCloud, skus: tuple[str, ...]) -> dict[str, Stock]:
    items = stored(cloud, "InventoryTable").values()
    rows = [dynamodb.from_item(item) for item in items if item["sk"]["S"] == "STOCK"]
    held: Counter[str] = Counter()
    for item in items:
        if item["sk"]["S"] == "HOLD" and item["state"]["S"] == "held":
            held.update({line.sku: line.quantity for line in holds.decode(item).lines})
    return {
        row["sku"]: Stock(row["available"], held[row["sku"]], row["held"] + row["sold"] - held[row["sku"]])
        for row in rows
        if row["sku"] in skus
    }


def _theirs(cloud: ShopCloud) -> Iterator[Charge]:
    for item in stored(cloud, "SandboxTable").values():
        if item["sk"]["S"] == "AUTHORIZATION" and re.fullmatch(r"[0-9a-f]{28}-\d+", item["reference"]["S"]):
            order_id, _, attempt = item["reference"]["S"].rpartition("-")
            yield Charge(order_id, int(attempt), item["state"]["S"], int(item["amount"]["N"]), theirs=True)


def _ours(cloud: ShopCloud) -> Iterator[Charge]:
    for item in stored(cloud, "PaymentTable").values():
        values = dynamodb.from_item(item)
        for attempt in values.get("attempts", ()):
            yield Charge(
                values["order_id"],
                attempt["number"],
                attempt.get("state", "requested"),
                attempt["amount"],
                theirs=False,
            )


def mails(cloud: ShopCloud) -> Iterator[Mail]:
    """Every mail about an order that was sent so far."""
    kept = requests.get(cloud.outputs_file["Local"]["MailUrl"], timeout=120).json()["messages"]
    for mail in (mail for mails in kept.values() for mail in mails):
        found = re.search(r"/orders/([0-9a-f]{28})/", mail["BodyText"])
        kind = next((kind for words, kind in KINDS.items() if words in mail["Subject"]), "")
        if found and kind:
            yield Mail(found[1], kind, mail["Timestamp"])


def _dead(cloud: ShopCloud) -> dict[str, int]:
    return {queue.name: queue.size() for queue in dead_letter_queues(cloud)}
