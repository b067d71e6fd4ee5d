"""The positive control: the shop as public samples write it.

Published and then deleted, a fresh id per message, stock read and written.

A harness that finds nothing wrong with this finds nothing.
"""

import os
from typing import Any

import msgspec
from msgspec.structs import replace

from backend.basket import checkout, offers, repository, service
from backend.basket.checkout import Closing
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import CheckedOut, CheckOut
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.events import OrderPlaced
from backend.inventory import holds, stock
from backend.inventory.domain import merge_lines
from backend.order import domain, item
from backend.order import repository as orders
from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client


def check_out(owner: str, body: CheckOut) -> CheckedOut:
    """Publishes the checkout, then empties the basket: stopped in between, it is checked out twice."""
    contents = repository.read(owner)
    closing = Closing(owner=owner, order_id=clock.new_id(), at=clock.now(), currency=os.environ["CURRENCY"])
    event = checkout.close(contents.lines, offers.find(line.sku for line in contents.lines), body, closing)
    entry = {
        "EventBusName": "shop",
        "Source": "shop.basket",
        "DetailType": "BasketCheckedOut.v1",
        "Detail": msgspec.json.encode(event).decode(),
    }
    client("events").put_events(Entries=[entry])
    client("dynamodb").delete_item(TableName=dynamodb.table_name(), Key=repository.key(owner))
    return CheckedOut(order_id=event.order_id, total=event.total, currency=event.currency)


def place(event: BasketCheckedOut) -> None:
    """An order per message, under an id of its own."""
    fresh = replace(event, order_id=clock.new_id())
    bought = domain.order_details(fresh)
    client("dynamodb").put_item(
        TableName=dynamodb.table_name(), Item=item.encode(domain.new_order(fresh, bought), bought)
    )


def hold(event: OrderPlaced) -> None:
    """Reads what is there, and writes what is left."""
    wanted = merge_lines(event.lines)
    rows = {
        line.sku: client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=stock.key(line.sku))["Item"]
        for line in wanted
    }
    missing = tuple(line.sku for line in wanted if int(rows[line.sku]["available"]["N"]) < line.quantity)
    writes = []
    for line in () if missing else wanted:
        row = dynamodb.from_item(rows[line.sku])
        row |= {
            "available": row["available"] - line.quantity,
            "held": row["held"] + line.quantity,
            "version": row["version"] + 1,
        }
        writes.append({"Put": {"TableName": dynamodb.table_name(), "Item": dynamodb.to_item(row)}})
    named: dict[str, Any] = {"order_id": event.order_id, "owner": event.owner, "at": clock.now()}
    news = StockRefused(**named, missing=missing) if missing else StockHeld(**named)
    state = HoldState.REFUSED if missing else HoldState.HELD
    values = {
        "order_id": event.order_id,
        "state": state,
        "at": clock.now(),
        "lines": None if missing else wanted,
        "event": compression.compress(news),
    }
    writes.append(
        {"Put": {"TableName": dynamodb.table_name(), "Item": {**holds.key(event.order_id), **dynamodb.to_item(values)}}}
    )
    dynamodb.transact(writes)


PARTS = {"publishes, then empties": (service.check_out, check_out), "gives each message an id": (orders.place, place),
         "reads stock, then writes": (holds.hold, hold)}  # fmt: skip
