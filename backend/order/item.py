"""An order as a DynamoDB item, `pk=<owner> sk=<order_id>`: the details, and the order's state.

An order that is waiting is in the sparse index `by_due` (pk `open`, sk `due`); each is in `by_state` (pk `in_state`).
A guest's is in the sparse index `by_contact` (pk `contact`, sk `sk`) until an account takes it along.

Release 0.1.0 wrote `purchase`, `state` (always `placed`) and `event` alone: no steps, no version, no index keys. Such
an order can be read like any other, and keeps that form until it is changed or upgraded (`backend/order/upgrade.py`).
"""

import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from backend.contracts.event import Event
from backend.contracts.order.actions import StaffAction
from backend.contracts.order.events import VersionedOrderEvent
from backend.contracts.order.models import OrderReturn, Refund, Step, number
from backend.contracts.order.states import State
from backend.order.domain import OrderDetails
from backend.order.returns import from_legacy_steps
from backend.order.state_machine import OrderState
from backend.shared import compression, dynamodb, outbox
from backend.shared.log import logger

OPEN = "/"
LINKED = "linked"
"""The attribute of a link, an item that only names the owner of a guest's order (`backend/order/guests.py`)."""
CONTACT_INDEX = "by_contact"
_PLAIN_FIELDS = ("attempt", "token", "action_url", "tracking", "due", "until", "version", "shopper")
UNVERSIONED = 0
"""The version of an order that release 0.1.0 wrote."""

StoredOrder = tuple[OrderState, OrderDetails]
_UNREADABLE = (KeyError, ValueError, TypeError, zlib.error, msgspec.MsgspecError)


def key(owner: str, order_id: str) -> dynamodb.Item:
    """Return the order's primary key."""
    return {"pk": {"S": owner}, "sk": {"S": order_id}}


def encode(order: OrderState, details: OrderDetails) -> dynamodb.Item:
    """Return the item of an order, with the event that its write publishes."""
    values: dict[str, Any] = {
        name: value for name, value in asdict(order).items() if name in _PLAIN_FIELDS and value not in ("", None)
    }
    values |= {
        "purchase": compression.compress(details),
        "steps": compression.compress(order.steps),
        "in_state": order.state,
        "missing": order.missing or None,
        "returns": compression.compress(order.returns) if order.returns else None,
        "refunds": compression.compress(order.refunds) if order.refunds else None,
        "actions": compression.compress(order.actions) if order.actions else None,
    }
    values |= {
        "event": outbox.compress_event(_with_version(order.event, order.version), order.correlation_id)
        if order.event
        else None,
        "open": OPEN if order.due else None,
        "contact": _contact(order, details),
    }
    return key(order.owner, order.order_id) | dynamodb.to_item(values)


def _with_version(event: Event, version: int) -> Event:
    """Return the event with the version that the order has from this write on, where it tells one."""
    return replace(event, version=version) if isinstance(event, VersionedOrderEvent) else event


def contact_digest(order_number: str, email: str) -> str:
    """Return what a guest's order is found by: a digest of its number and address, so that both must be known whole."""
    return hashlib.sha256(f"{order_number} {email.casefold()}".encode()).hexdigest()


def _contact(order: OrderState, details: OrderDetails) -> str | None:
    if not details.order_key or order.shopper:
        return None
    return contact_digest(number(order.order_id), details.address.email)


def decode(item: dynamodb.Item) -> StoredOrder:
    """Return the order in an item of any release. Its event is left out: it belongs to the write before."""
    values = dynamodb.from_item(item)
    details = compression.decode(values["purchase"], OrderDetails)
    plain = {"version": UNVERSIONED} | {name: values[name] for name in _PLAIN_FIELDS if name in values}
    steps = _steps(values, details)
    order = OrderState(
        owner=values["pk"],
        order_id=values["sk"],
        amount=details.total,
        currency=details.currency,
        steps=steps,
        missing=tuple(values.get("missing", ())),
        returns=compression.decode(values["returns"], tuple[OrderReturn, ...])
        if "returns" in values
        else from_legacy_steps(steps, details),
        refunds=compression.decode(values["refunds"], tuple[Refund, ...]) if "refunds" in values else (),
        actions=compression.decode(values["actions"], tuple[StaffAction, ...]) if "actions" in values else (),
        **plain,
    )
    return order, details


def _steps(values: dict[str, Any], details: OrderDetails) -> tuple[Step, ...]:
    if "steps" in values:
        return compression.decode(values["steps"], tuple[Step, ...])  # type: ignore[no-any-return]
    return (Step(state=State(values["state"]), at=details.placed_at),)


def decode_all(items: Iterable[dynamodb.Item]) -> tuple[list[StoredOrder], tuple[str, ...]]:
    """Decode the items. Return the orders, and the ids of unreadable ones, which are logged as errors."""
    readable: list[StoredOrder] = []
    unreadable: list[str] = []
    for item in items:
        try:
            readable.append(decode(item))
        except _UNREADABLE as error:
            unreadable.append(item["sk"]["S"])
            logger.error("an order cannot be read", order_id=unreadable[-1], reason=type(error).__name__)
    return readable, tuple(unreadable)
