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

from backend.contracts.order.models import OrderReturn, Refund, Step
from backend.contracts.order.states import State
from backend.order.domain import Purchase
from backend.order.returns import of_old
from backend.order.state_machine import Life
from backend.shared import compression, dynamodb, outbox
from backend.shared.log import logger

OPEN = "/"
_KEPT = ("attempt", "token", "action_url", "tracking", "due", "until", "version")
UNVERSIONED = 0
"""The version of an order that release 0.1.0 wrote."""

Readable = tuple[Life, Purchase]
_UNREADABLE = (KeyError, ValueError, TypeError, zlib.error, msgspec.MsgspecError)


def key(owner: str, order_id: str) -> dynamodb.Item:
    return {"pk": {"S": owner}, "sk": {"S": order_id}}


def encode(life: Life, bought: Purchase) -> dynamodb.Item:
    """The item that holds this order, and the event that its writing causes."""
    values: dict[str, Any] = {name: value for name, value in asdict(life).items() if name in _KEPT and value not in ("", None)}
    values |= {
        "purchase": compression.compress(bought),
        "steps": compression.compress(life.steps),
        "in_state": life.state,
        "missing": life.missing or None,
        "returns": compression.compress(life.returns) if life.returns else None,
        "refunds": compression.compress(life.refunds) if life.refunds else None,
    }
    values |= {"event": outbox.compress_event(life.event, life.correlation_id) if life.event else None, "open": OPEN if life.due else None}
    return key(life.owner, life.order_id) | dynamodb.to_item(values)


def decode(item: dynamodb.Item) -> Readable:
    """The order in the item, whichever release wrote it. Its event is gone: it was of the write before."""
    values = dynamodb.from_item(item)
    bought = compression.decode(values["purchase"], Purchase)
    kept = {"version": UNVERSIONED} | {name: values[name] for name in _KEPT if name in values}
    steps = _steps(values, bought)
    life = Life(
        owner=values["pk"],
        order_id=values["sk"],
        amount=bought.total,
        currency=bought.currency,
        steps=steps,
        missing=tuple(values.get("missing", ())),
        returns=compression.decode(values["returns"], tuple[OrderReturn, ...]) if "returns" in values else of_old(steps, bought),
        refunds=compression.decode(values["refunds"], tuple[Refund, ...]) if "refunds" in values else (),
        **kept,
    )
    return life, bought


def _steps(values: dict[str, Any], bought: Purchase) -> tuple[Step, ...]:
    if "steps" in values:
        return compression.decode(values["steps"], tuple[Step, ...])  # type: ignore[no-any-return]
    return (Step(state=State(values["state"]), at=bought.placed_at),)


def read_all(items: Iterable[dynamodb.Item]) -> tuple[list[Readable], tuple[str, ...]]:
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
