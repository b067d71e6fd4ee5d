"""An order as one DynamoDB item, `pk=<owner> sk=<order_id>`: what was bought, packed and never changed, and the order's life.

While somebody has to move it on, it is in the sparse index `by_due` (pk `open`, sk `due`); always in `by_state` (pk `in_state`, sk `sk`).

Release 0.1.0 wrote `purchase`, `state` (always `placed`) and `event` alone: no steps, no version, and nothing that an index goes by.
Such an order is read like any other and keeps that form until its next change, or until it is upgraded (`backend/order/upgrade.py`).
"""

import zlib
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import asdict

from backend.contracts.order import OrderReturn, Refund, State, Step
from backend.order.domain import Purchase
from backend.order.life import Life
from backend.order.returns import of_old
from backend.shared import outbox, packing, table
from backend.shared.log import logger

OPEN = "/"
_KEPT = ("attempt", "token", "action_url", "tracking", "due", "until", "version")
UNVERSIONED = 0
"""The version of an order that release 0.1.0 wrote."""

Readable = tuple[Life, Purchase]
_UNREADABLE = (KeyError, ValueError, TypeError, zlib.error, msgspec.MsgspecError)


def key(owner: str, order_id: str) -> table.Item:
    return {"pk": {"S": owner}, "sk": {"S": order_id}}


def encode(life: Life, bought: Purchase) -> table.Item:
    """The item that holds this order, and the event that its writing causes."""
    values: dict[str, Any] = {name: value for name, value in asdict(life).items() if name in _KEPT and value not in ("", None)}
    values |= {
        "purchase": packing.packed(bought),
        "steps": packing.packed(life.steps),
        "in_state": life.state,
        "missing": life.missing or None,
        "returns": packing.packed(life.returns) if life.returns else None,
        "refunds": packing.packed(life.refunds) if life.refunds else None,
    }
    values |= {"event": outbox.packed(life.event, life.correlation_id) if life.event else None, "open": OPEN if life.due else None}
    return key(life.owner, life.order_id) | table.item(values)


def decode(item: table.Item) -> Readable:
    """The order in the item, whichever release wrote it. Its event is gone: it was of the write before."""
    values = table.values(item)
    bought = packing.unpacked(values["purchase"], Purchase)
    kept = {"version": UNVERSIONED} | {name: values[name] for name in _KEPT if name in values}
    steps = _steps(values, bought)
    life = Life(
        owner=values["pk"],
        order_id=values["sk"],
        amount=bought.total,
        currency=bought.currency,
        steps=steps,
        missing=tuple(values.get("missing", ())),
        returns=packing.unpacked(values["returns"], tuple[OrderReturn, ...]) if "returns" in values else of_old(steps, bought),
        refunds=packing.unpacked(values["refunds"], tuple[Refund, ...]) if "refunds" in values else (),
        **kept,
    )
    return life, bought


def _steps(values: dict[str, Any], bought: Purchase) -> tuple[Step, ...]:
    if "steps" in values:
        return packing.unpacked(values["steps"], tuple[Step, ...])  # type: ignore[no-any-return]
    return (Step(state=State(values["state"]), at=bought.placed_at),)


def read_all(items: Iterable[table.Item]) -> tuple[list[Readable], tuple[str, ...]]:
    """The orders that can be read, and the ids of those that cannot, which are logged as errors: one bad item hides no other."""
    readable: list[Readable] = []
    unreadable: list[str] = []
    for item in items:
        try:
            readable.append(decode(item))
        except _UNREADABLE as error:
            unreadable.append(item["sk"]["S"])
            logger.error("an order cannot be read", order_id=unreadable[-1], reason=type(error).__name__)
    return readable, tuple(unreadable)
