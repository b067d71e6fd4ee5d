"""An order as one DynamoDB item, `pk=<owner> sk=<order_id>`: what was bought, packed and never changed, and the order's life.

While somebody has to move it on, it is in the sparse index `by_due` (pk `open`, sk `due`); always in `by_state` (pk `in_state`, sk `sk`).
"""

from typing import Any

from msgspec.structs import asdict

from backend.contracts.order import Step
from backend.order.domain import Purchase
from backend.order.life import Life
from backend.shared import packing, table

OPEN = "/"
_KEPT = ("attempt", "token", "action_url", "tracking", "due", "until", "version")


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
    }
    values |= {"event": packing.packed(life.event) if life.event else None, "open": OPEN if life.due else None}
    return key(life.owner, life.order_id) | table.item(values)


def decode(item: table.Item) -> tuple[Life, Purchase]:
    """The order in the item. Its event is gone: it was of the write before."""
    values = table.values(item)
    bought = packing.unpacked(values["purchase"], Purchase)
    kept = {name: values[name] for name in _KEPT if name in values}
    life = Life(
        owner=values["pk"],
        order_id=values["sk"],
        amount=bought.total,
        currency=bought.currency,
        steps=packing.unpacked(values["steps"], tuple[Step, ...]),
        missing=tuple(values.get("missing", ())),
        **kept,
    )
    return life, bought
