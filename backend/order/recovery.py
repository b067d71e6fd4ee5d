"""Brings a restored order table up to date from archived events: `TABLE=… python -m backend.order.recovery < events`.

Each line of the input is an event as the bus delivered it, in any order and however often. The table has no stream yet,
so nothing is published: no card is charged and no mail is sent.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Union

import msgspec
from msgspec.structs import replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.event import Event, OrderEvent, name
from backend.contracts.order.events import AccountClosed
from backend.order import domain, erasure, repository
from backend.order.item import LINKED, StoredOrder, encode, key
from backend.order.replay import CHANGES, replay
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.log import logger

_WANTED: tuple[type[Event], ...] = (BasketCheckedOut, AccountClosed, *CHANGES)
_NAMES = {name(each) for each in _WANTED}


class _Name(msgspec.Struct):
    type: str = msgspec.field(name="detail-type", default="")


class _Delivered(msgspec.Struct):
    detail: Union[_WANTED]  # type: ignore[valid-type] # noqa: UP007 - made at run time


class Recovered(msgspec.Struct, kw_only=True):
    """How many orders were placed again and changed, how many events were refused, and how many accounts were closed
    again."""

    placed: int = 0
    changed: int = 0
    refused: int = 0
    closed: int = 0


def recover(lines: Iterable[bytes]) -> Recovered:
    """Apply the events to the table. Doing it twice changes nothing."""
    recovered, by_order = Recovered(), defaultdict[tuple[str, str], list[OrderEvent]](list)
    for event in _decode(lines):
        if isinstance(event, AccountClosed):
            erasure.close(event.owner, event.email)
            recovered.closed += 1
        elif isinstance(event, OrderEvent):
            by_order[event.owner, event.order_id].append(event)
    for (owner, order_id), events in by_order.items():
        _recover(owner, order_id, list(dict.fromkeys(events)), recovered)
    return recovered


def _decode(lines: Iterable[bytes]) -> Iterator[Event]:
    for line in lines:
        if line.strip() and msgspec.json.decode(line, type=_Name).type in _NAMES:
            yield msgspec.json.decode(line, type=_Delivered).detail


def _recover(owner: str, order_id: str, events: list[OrderEvent], recovered: Recovered) -> None:
    before, refused_events = repository.load(owner, order_id), list[OrderEvent]()
    start = before or _place(events)
    if start is None:
        recovered.refused += len(events)
        logger.error("events tell of an order that was never checked out", order_id=order_id)
        return
    after = replay(start, [each for each in events if not isinstance(each, BasketCheckedOut)], refused_events)
    for event in refused_events:
        logger.error("an order refuses an event", order_id=order_id, event=type(event).__name__, at=event.at)
    recovered.refused += len(refused_events)
    if after != before:
        _write(after)
        recovered.placed += before is None
        recovered.changed += before is not None


def _place(events: Iterable[OrderEvent]) -> StoredOrder | None:
    """Return the order as its checkout placed it."""
    for event in events:
        if isinstance(event, BasketCheckedOut):
            details = domain.order_details(event)
            return replace(domain.new_order(event, details), event=None), details
    return None


def _write(stored_order: StoredOrder) -> None:
    """Write the order over what was restored of it, and the link from the account that claimed it.

    Its version is raised once more for events without one; otherwise other services would ignore its next event as old.
    """
    order, details = stored_order
    order = replace(order, version=order.version + 1)
    dynamo, table = client("dynamodb"), dynamodb.table_name()
    dynamo.put_item(TableName=table, Item=encode(order, details))
    if order.shopper:
        dynamo.put_item(TableName=table, Item=key(order.shopper, order.order_id) | {LINKED: {"S": order.owner}})


if __name__ == "__main__":
    print(recover(sys.stdin.buffer))
