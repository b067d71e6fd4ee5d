"""Stock: an item per SKU, `pk=SKU#<sku> sk=STOCK`, with the pieces that are available and those that orders have.

The latter are `held` and `sold` together. Earlier releases moved a piece from one to the other when its order was
confirmed; now the order's hold alone changes then, and `sold` is what open holds do not have of the sum.

The index `skus` (pk `list`, sk `sku`) lists them for staff: keys alone, so that no move of pieces is written there.
"""

import re
from collections.abc import Iterable
from typing import Annotated, TypedDict

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from backend.contracts import working_days
from backend.contracts.inventory.models import (
    BackOrder,
    SetStock,
    Stock,
    StockLevel,
    StockLevels,
    StockPage,
    StockPageQuery,
)
from backend.contracts.problem import Refused
from backend.contracts.product.events import ProductChanged
from backend.inventory import domain
from backend.inventory.domain import OpenPieces
from backend.shared import clock, dynamodb, staff_changes
from backend.shared.pagination import KeyText, PageKeys, query_page

SK, LIST = "STOCK", "/"
_NOTHING = OpenPieces({})


def levels(skus: Iterable[str]) -> StockLevels:
    """Return levels in words, in the order of `skus`, without unknown ones. Raise Refused 503 if the table is busy."""
    requested = list(dict.fromkeys(skus))
    names = "sku, available, back_on, back_pieces"
    items = dynamodb.batch_get([key(sku) for sku in requested], ProjectionExpression=names)
    known_levels = {item["sku"]["S"]: level(item) for item in items}
    return StockLevels(items=tuple(known_levels[sku] for sku in requested if sku in known_levels))


def level(item: dynamodb.Item) -> StockLevel:
    """Return the level in words of a stock item, as of today."""
    return undated_level(item).as_of(working_days.day_of(clock.now()).isoformat())


def undated_level(item: dynamodb.Item) -> StockLevel:
    """Return the level in words of a stock item, as it was before the day of its back order came."""
    return domain.stock_level(item["sku"]["S"], int(item["available"]["N"]), back_order(item))


def back_order(item: dynamodb.Item) -> BackOrder | None:
    """Return the back order in a stock item."""
    return BackOrder(on=item["back_on"]["S"], pieces=int(item["back_pieces"]["N"])) if "back_on" in item else None


def list_stock(query: StockPageQuery, held: OpenPieces) -> StockPage:
    """Return stock in numbers, by SKU, optionally from a prefix on. Raise Refused 400 for a bad cursor.

    `held` may lag behind the stock.
    """
    within = Annotated[
        KeyText, Meta(pattern=f"^{re.escape(query.prefix)}")
    ]  # DynamoDB refuses a start outside the list
    keys = PageKeys(
        varying={"pk": KeyText, "sku": within}, fixed={"sk": SK, "list": LIST}, scope=("stock", query.prefix)
    )
    items, after = query_page(query, keys, IndexName="skus", **_key_condition(query.prefix))
    stocks = [_stock(item, held) for item in dynamodb.batch_get(key(item["sku"]["S"]) for item in items)]
    return StockPage(items=tuple(sorted(stocks, key=lambda stock: stock.sku)), next=after)


class _KeyCondition(TypedDict):
    KeyConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dynamodb.Item


def _key_condition(prefix: str) -> _KeyCondition:
    """Return the key condition. An empty prefix is left out, since DynamoDB refuses empty key values."""
    condition: _KeyCondition = {
        "KeyConditionExpression": "#list = :list",
        "ExpressionAttributeNames": {"#list": "list"},
        "ExpressionAttributeValues": {":list": {"S": LIST}},
    }
    if prefix:
        condition["KeyConditionExpression"] += " AND begins_with(#sku, :prefix)"
        condition["ExpressionAttributeNames"]["#sku"] = "sku"
        condition["ExpressionAttributeValues"][":prefix"] = {"S": prefix}
    return condition


def set_available(sku: str, body: SetStock) -> Stock:
    """Set what is available. Return the stock, with held pieces counted as sold: open holds are not read for it.

    Raises Refused: 409 with the present version if `body.version` is another, 422 for more pieces owed than may be
    ordered.
    """
    domain.check(body)
    condition = "#version = :seen" if body.version else "attribute_not_exists(pk)"
    back_update, back_values = _back_order_update(body.back_order)
    names = {f"#{name}": name for name in ("available", "held", "sold", "version", "list", "sku")}
    values = {":available": body.available, ":zero": 0, ":next": body.version + 1, ":list": LIST, ":sku": sku}
    is_written, item = dynamodb.write_or_read(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=key(sku),
        ConditionExpression=condition,
        UpdateExpression="SET #available = :available, #version = :next, #list = :list, #sku = :sku, "
        f"#held = if_not_exists(#held, :zero), #sold = if_not_exists(#sold, :zero){back_update}",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=dynamodb.to_item(
            values | back_values | ({":seen": body.version} if body.version else {})
        ),
        ReturnValues="ALL_OLD",
    )
    if not is_written:
        return _resolve_conflict(sku, body, item)
    before = _stock(item) if item else Stock(sku=sku, available=0, held=0, sold=0, version=0)
    after = replace(before, available=body.available, version=body.version + 1)
    if body.back_order is not UNSET:
        after = replace(after, back_order=body.back_order)
    backs = ("back order", _describe(before.back_order), _describe(after.back_order))
    staff_changes.describe(
        ("available", before.available, after.available), *([backs] if before.back_order != after.back_order else [])
    )
    return after


def _describe(back: BackOrder | None) -> str:
    return f"{back.pieces} from {back.on}" if back else "none"


def _back_order_update(back: BackOrder | UnsetType | None) -> tuple[str, dict[str, object]]:
    """Return the part of an update's expression about the back order, and its values."""
    if back is UNSET:
        return "", {}
    if not back:
        return " REMOVE back_on, back_pieces", {}
    return ", back_on = :back_on, back_pieces = :back_pieces", {":back_on": back.on, ":back_pieces": back.pieces}


def _resolve_conflict(sku: str, body: SetStock, item: dynamodb.Item | None) -> Stock:
    """Return the stock if the conflicting write was our own, whose answer was lost; else raise Refused 409."""
    present = _stock(item) if item else Stock(sku=sku, available=0, held=0, sold=0, version=1)
    is_ours = body.back_order in (UNSET, present.back_order)
    if item and is_ours and (present.version, present.available) == (body.version + 1, body.available):
        return present
    version = present.version if item else None
    raise Refused(
        409, "stale-version", "The stock has changed since you saw it", "Please look at it once more.", version=version
    )


def create_missing(event: ProductChanged) -> None:
    """Create stock of 0 for each unknown SKU of the product, so that staff see it."""
    for variant in event.product.variants:
        new = {"list": LIST, "sku": variant.sku, "available": 0, "held": 0, "sold": 0, "version": 1}
        dynamodb.write_if(
            "put_item",
            TableName=dynamodb.table_name(),
            Item=key(variant.sku) | dynamodb.to_item(new),
            ConditionExpression="attribute_not_exists(pk)",
        )


def key(sku: str) -> dynamodb.Item:
    """Return the primary key of a SKU's stock."""
    return {"pk": {"S": f"SKU#{sku}"}, "sk": {"S": SK}}


def take(sku: str, pieces: int) -> dynamodb.TransactionItem:
    """Return the part of a transaction that gives an order available pieces; it fails if there are too few."""
    return _move(sku, pieces, "available >= :pieces")


def give_back(sku: str, pieces: int) -> dynamodb.TransactionItem:
    """Return the part of a transaction that makes an order's pieces available again.

    `held` falls below 0 if an earlier release counted them as `sold`; the sum is right.
    """
    return _move(sku, -pieces, "attribute_exists(pk)")


def _move(sku: str, pieces: int, condition: str) -> dynamodb.TransactionItem:
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": key(sku),
            "UpdateExpression": "SET available = available - :pieces, held = held + :pieces, version = version + :one",
            "ConditionExpression": condition,
            "ExpressionAttributeValues": {":pieces": {"N": str(pieces)}, ":one": {"N": "1"}},
        }
    }


def insufficient_check(sku: str, pieces: int) -> dynamodb.TransactionItem:
    """Return the part of a transaction that fails if this many pieces are available."""
    return {
        "ConditionCheck": {
            "TableName": dynamodb.table_name(),
            "Key": key(sku),
            "ConditionExpression": "attribute_not_exists(pk) OR available < :pieces",
            "ExpressionAttributeValues": {":pieces": {"N": str(pieces)}},
        }
    }


def _stock(item: dynamodb.Item, held: OpenPieces = _NOTHING) -> Stock:
    sku, ordered = item["sku"]["S"], int(item["held"]["N"]) + int(item["sold"]["N"])
    unpaid = min(held.by_sku.get(sku, 0), ordered)
    return Stock(
        sku=sku,
        available=int(item["available"]["N"]),
        held=unpaid,
        sold=ordered - unpaid,
        version=int(item["version"]["N"]),
        back_order=back_order(item),
        held_at_least=not held.is_whole and unpaid < ordered,
    )
