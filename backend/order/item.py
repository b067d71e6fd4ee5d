"""An order as a DynamoDB item, `pk=<owner> sk=<order_id>`: the details, and the order's state.

Indexes:

- `waiting`, sparse (pk `open`, a shard, sk `due`): orders that wait for something
- `by_id` (pk `sk`, sk `pk`): all orders
- `by_state` (pk `in_state`, `<state>#<shard>`): all but those in `PASSING_STATES` and those that are settled
- `by_contact`, sparse (pk `contact`, sk `sk`): guests' orders, until an account claims them
- `by_return`, sparse (pk `in_return`, `<state>#<shard>`): orders with an open return beside their state

Earlier releases wrote `open` and `in_state` without a shard. Release 0.1.0 wrote only `purchase`, `state` (always
`placed`) and `event`: no steps, no version, no index keys. Such an order can be read like any other, and keeps that
form until it is changed or upgraded (`backend/order/upgrade.py`).
"""

import hashlib
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, cast

import msgspec
from msgspec.structs import asdict, replace

from backend.contracts import heartbeat
from backend.contracts.arrivals import LISTED
from backend.contracts.event import Event, VersionedOrderEvent
from backend.contracts.order.actions import StaffAction
from backend.contracts.order.models import OrderReturn, Refund, Step, number
from backend.contracts.order.parcel import Parcel
from backend.contracts.order.states import State
from backend.order import early_returns
from backend.order.domain import OrderDetails
from backend.order.returns import from_legacy_steps
from backend.order.state_machine import OrderState
from backend.shared import compression, dynamodb, outbox
from backend.shared.log import logger
from backend.shared.shards import shard_key
from backend.shared.sweeper import open_key

PASSING_STATES = (State.HELD, State.PAID)
"""States that every order leaves within seconds: the index `by_state` omits them, and `waiting` has them."""
LINKED = "linked"
"""The attribute of a link: an item that only names the owner of a guest's order (`backend/order/guests.py`)."""
NO_ORDER = (LINKED, "closed_at", "export_id")
"""Attributes that occur only in items which are not orders."""
CONTACT_INDEX, RETURN_INDEX = "by_contact", "by_return"
CLOSED_PREFIX, EXPORT_PREFIX = "CLOSED#", "EXPORT#"
"""The beginnings of the partition keys of items which are not orders: closed accounts, and data exports."""


class _PlainFields(TypedDict, total=False):
    attempt: int
    token: str
    action_url: str
    tracking: str
    due: str
    until: str
    version: int
    shopper: str
    holding: str


_PLAIN_FIELDS = tuple(_PlainFields.__annotations__)
"""The fields of an order's state that are attributes of their own, under the same names."""
UNVERSIONED = 0
"""The version of an order that release 0.1.0 wrote."""

StoredOrder = tuple[OrderState, OrderDetails]
_UNREADABLE = (KeyError, ValueError, TypeError, zlib.error, msgspec.MsgspecError)


def key(owner: str, order_id: str) -> dynamodb.Item:
    """Return the order's primary key."""
    return {"pk": {"S": owner}, "sk": {"S": order_id}}


def encode(order: OrderState, details: OrderDetails) -> dynamodb.Item:
    """Return the item of an order, with the event that its write publishes."""
    values: dict[str, object] = {
        name: value for name, value in asdict(order).items() if name in _PLAIN_FIELDS and value not in ("", None)
    }
    values |= {
        "purchase": compression.compress(details),
        "steps": compression.compress(order.steps),
        "in_state": None if _is_unlisted(order) else shard_key(order.state, order.order_id),
        "in_return": _in_return(order),
        "missing": order.missing or None,
        "returns": compression.compress(order.returns) if order.returns else None,
        "refunds": compression.compress(order.refunds) if order.refunds else None,
        "parcels": compression.compress(order.parcels) if order.parcels else None,
        "actions": compression.compress(order.actions) if order.actions else None,
    }
    values |= {
        "event": outbox.compress_event(_with_version(order.event, order.version), order.correlation_id)
        if order.event
        else None,
        "open": open_key(order.order_id) if order.due else None,
        "contact": _contact(order, details),
        "expires": _expires(order),
    }
    return key(order.owner, order.order_id) | dynamodb.to_item(values)


def _is_unlisted(order: OrderState) -> bool:
    """Return whether the order is in no list by state: it is in a passing state, nothing is left to do for it, or it is
    the heartbeat's."""
    return order.state in PASSING_STATES or order.is_settled or heartbeat.is_owner(order.owner)


def _in_return(order: OrderState) -> str | None:
    waiting = early_returns.open_beside(order)
    return shard_key(LISTED[waiting.state], order.order_id) if waiting else None


def _expires(order: OrderState) -> int | None:
    """Return when a finished order of the heartbeat is deleted, in epoch seconds; no other order ever is."""
    if not heartbeat.is_owner(order.owner) or order.state not in (State.CANCELLED, State.REFUSED):
        return None
    return int(datetime.fromisoformat(order.steps[-1].at).timestamp()) + heartbeat.KEPT_SECONDS


def _with_version(event: Event, version: int) -> Event:
    """Return the event with the version that this write gives the order, if the event carries one."""
    return replace(event, version=version) if isinstance(event, VersionedOrderEvent) else event


def is_order(item: dynamodb.Item) -> bool:
    """Return whether an item, or its key, belongs to an order or to a link to one."""
    return not item["pk"]["S"].startswith((CLOSED_PREFIX, EXPORT_PREFIX))


def contact_digest(order_number: str, email: str) -> str:
    """Return the value by which a guest's order is found: a digest of its number and address, so that both must be
    known in full."""
    return hashlib.sha256(f"{order_number} {email.casefold()}".encode()).hexdigest()


def _contact(order: OrderState, details: OrderDetails) -> str | None:
    if not details.order_key or order.shopper or heartbeat.is_owner(order.owner):
        return None
    return contact_digest(number(order.order_id), details.address.email)


def decode(item: dynamodb.Item) -> StoredOrder:
    """Return the order in an item written by any release, without its event, which belongs to the write before."""
    details = compression.decode(item["purchase"]["B"], OrderDetails)
    steps = _steps(item, details)
    order = OrderState(
        owner=item["pk"]["S"],
        order_id=item["sk"]["S"],
        amount=details.card_amount,
        currency=details.currency,
        steps=steps,
        codes=details.limited_codes(),
        vouchers=details.vouchers,
        of_vouchers=details.is_of_vouchers,
        missing=tuple(each["S"] for each in item["missing"]["L"]) if "missing" in item else (),
        returns=compression.decode(item["returns"]["B"], tuple[OrderReturn, ...])
        if "returns" in item
        else from_legacy_steps(steps, details),
        refunds=compression.decode(item["refunds"]["B"], tuple[Refund, ...]) if "refunds" in item else (),
        parcels=compression.decode(item["parcels"]["B"], tuple[Parcel, ...]) if "parcels" in item else (),
        actions=compression.decode(item["actions"]["B"], tuple[StaffAction, ...]) if "actions" in item else (),
        **_plain_fields(item),
    )
    return order, details


def _plain_fields(item: dynamodb.Item) -> "_PlainFields":
    stored = dynamodb.from_item({name: item[name] for name in _PLAIN_FIELDS if name in item})
    return cast("_PlainFields", {"version": UNVERSIONED} | stored)


def _steps(item: dynamodb.Item, details: OrderDetails) -> tuple[Step, ...]:
    if "steps" in item:
        return compression.decode(item["steps"]["B"], tuple[Step, ...])
    return (Step(state=State(item["state"]["S"]), at=details.placed_at),)


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
