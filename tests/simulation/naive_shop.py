"""The positive control: the shop as public samples write it.

Published and then deleted, a fresh id per message, stock read and written.

A harness that finds nothing wrong with this finds nothing.
"""

import os
from typing import Any

import msgspec
from msgspec.structs import replace

from backend.basket import checkout, repository, service
from backend.basket import promotions as basket_promotions
from backend.basket.checkout import Closing
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import CheckOut
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.events import OrderPlaced
from backend.contracts.promotion.events import PromotionHeld
from backend.contracts.voucher.events import VoucherHeld
from backend.contracts.voucher.models import HoldState as VoucherState
from backend.inventory import holds, stock
from backend.inventory.domain import merge_lines
from backend.order import domain, item
from backend.order import repository as orders
from backend.promotion import repository as promotions
from backend.promotion import uses
from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client
from backend.voucher import holds as vouchers
from backend.voucher import ledger
from backend.voucher.domain import Hold
from backend.voucher.holds import _write


def check_out(owner: str, body: CheckOut) -> CheckedOut:
    """Publishes the checkout, then empties the basket: stopped in between, it is checked out twice."""
    contents = repository.read(owner)
    closing = Closing(owner=owner, order_id=clock.new_id(), at=clock.now(), currency=os.environ["CURRENCY"])
    known, given = basket_promotions.find_with_offers((line.sku for line in contents.lines), contents.codes)
    event = checkout.close(contents.lines, known, body, closing, given)
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


def hold_use(event: OrderPlaced) -> None:
    """Reads how often a code was used, and writes one more."""
    for code in event.codes or ():
        row = dynamodb.from_item(
            client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=promotions.key(code))["Item"]
        )
        if row["uses"] < row.get("max_uses", row["uses"] + 1):
            row |= {"uses": row["uses"] + 1, "version": row["version"] + 1}
            client("dynamodb").put_item(TableName=dynamodb.table_name(), Item=dynamodb.to_item(row))
    news = PromotionHeld(order_id=event.order_id, owner=event.owner, at=clock.now())
    values = {
        "state": "held",
        "at": news.at,
        "codes": event.codes or (),
        "people": (),
        "event": compression.compress(news),
    }
    client("dynamodb").put_item(
        TableName=dynamodb.table_name(), Item={**uses.key(event.order_id), **dynamodb.to_item(values)}
    )


def pay_by_voucher(event: OrderPlaced) -> None:
    """Reads what is on each voucher, and writes what is left."""
    for each in event.vouchers or ():
        row = dynamodb.from_item(
            client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=ledger.key(each.id))["Item"]
        )
        row |= {"balance": row["balance"] - min(each.amount, row["balance"]), "version": row["version"] + 1}
        client("dynamodb").put_item(TableName=dynamodb.table_name(), Item=dynamodb.to_item(row))
    news = VoucherHeld(order_id=event.order_id, owner=event.owner, at=clock.now())
    hold = Hold(
        order_id=event.order_id,
        owner=event.owner,
        state=VoucherState.HELD,
        at=news.at,
        currency=event.currency,
        payments=event.vouchers or (),
    )
    client("dynamodb").put_item(TableName=dynamodb.table_name(), Item=_write(hold, news)["Put"]["Item"])


PARTS = {"counts a code's uses by reading": (uses.hold, hold_use),
         "counts what is on a voucher by reading": (vouchers.hold, pay_by_voucher),
         "publishes, then empties": (service.check_out, check_out), "gives each message an id": (orders.place, place),
         "reads stock, then writes": (holds.hold, hold)}  # fmt: skip
