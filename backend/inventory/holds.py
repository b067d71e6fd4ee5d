"""Holds: one item per order, `pk=ORDER#<order_id> sk=HOLD`, written in one transaction with the stock it moves.

A sale moves no stock: pieces that are held and pieces that are sold are counted in one number. While pieces are held
the item is in the sparse index `open_holds` (pk `open`, a shard, sk `at`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

from botocore.exceptions import ClientError
from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.inventory.models import HeldLine, Hold, HoldPage
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.events import OrderPlaced
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.inventory import back_orders, stock
from backend.inventory.back_orders import Terms
from backend.inventory.domain import TRANSITIONS, OpenPieces, agreed_days, merge_lines, remaining
from backend.shared import clock, compression, dynamodb, outbox
from backend.shared.aws import client
from backend.shared.consumer import RetryLater
from backend.shared.pagination import KeyText, PageKeys, query_shards, scan_table
from backend.shared.shards import shard_key, shard_keys

SK, OPEN, _OPEN_INDEX = "HOLD", "/", "open_holds"
_TRIES = 10
COUNTED_OF_SHARD = 250
"""Open holds of a shard that are counted: of all shards 2,000 orders that wait for their payment at one time."""


_OPEN_KEYS = PageKeys(varying={"at": KeyText, "pk": KeyText}, fixed={"sk": SK})


def hold(event: OrderPlaced) -> None:
    """Hold all lines of the order, or refuse it and name those that are short. An answered order keeps its answer.

    A refusal is conditional, too: it is written only if the pieces are missing at that moment. Raises RetryLater after
    the last try.
    """
    lines = merge_lines(event.lines)
    for _ in range(_TRIES):
        terms = back_orders.find_terms(agreed_days(event.lines))
        short = _try_hold(event, lines, terms)
        if short is None or _try_refuse(event, short, terms):
            return
    raise RetryLater(event.order_id)


def transition(order_id: str, state: HoldState, is_heartbeats: bool = False) -> None:
    """Move the order's pieces to this state. An unknown order gets a hold in that state, which blocks a late one.

    The heartbeat's hold expires. Raises RetryLater after the last try.
    """
    for _ in range(_TRIES):
        item = (
            client("dynamodb")
            .get_item(TableName=dynamodb.table_name(), Key=key(order_id), ConsistentRead=True)
            .get("Item")
        )
        if _try_transition(order_id, item, state, _expiry(is_heartbeats)):
            return
    raise RetryLater(order_id)


def list_open(query: PageQuery) -> HoldPage:
    """Return open holds, oldest first. Raise Refused 400 for a bad cursor."""
    items, after = query_shards(query, _OPEN_KEYS, "open", OPEN, ("at", "pk"), _OPEN_INDEX)
    return HoldPage(items=tuple(decode(item) for item in items), next=after)


def load(order_id: str) -> Hold:
    """Return the order's hold. Raise Refused 404 where its stock was never asked for."""
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key(order_id)).get("Item")
    if item is None:
        raise Refused(404, "no-hold", "No stock was asked for by this order")
    return decode(item)


def count_open() -> OpenPieces:
    """Return by SKU the pieces of open holds, of each shard the oldest: one read of each, however many there are."""
    pieces, is_whole = Counter[str](), True
    for shard in shard_keys(OPEN):
        reply = client("dynamodb").query(
            TableName=dynamodb.table_name(),
            IndexName=_OPEN_INDEX,
            KeyConditionExpression="#open = :open",
            ProjectionExpression="#lines",
            ExpressionAttributeNames={"#open": "open", "#lines": "lines"},
            ExpressionAttributeValues={":open": {"S": shard}},
            Limit=COUNTED_OF_SHARD,
        )
        for item in reply["Items"]:
            pieces.update({line.sku: line.quantity for line in _lines(item["lines"]["L"])})
        is_whole = is_whole and "LastEvaluatedKey" not in reply
    return OpenPieces(pieces, is_whole)


def list_all(query: PageQuery) -> HoldPage:
    """Return holds in every state, in no order. Raise Refused 400 for a bad cursor."""
    items, after = scan_table(SK, query)
    return HoldPage(items=tuple(decode(item) for item in items), next=after)


def _try_hold(
    event: OrderPlaced, lines: tuple[HeldLine, ...], terms: Mapping[str, Terms]
) -> tuple[HeldLine, ...] | None:
    """Try to hold the lines. Return None if the order has an answer now, else the lines that are short."""
    answer = StockHeld(order_id=event.order_id, owner=event.owner, at=clock.now())
    shard = shard_key(OPEN, event.order_id)
    put = _new(
        event.order_id, HoldState.HELD, lines=lines, at=answer.at, open=shard, event=outbox.compress_event(answer)
    )
    try:
        moves = (back_orders.hold_pieces(line.sku, line.quantity, terms.get(line.sku)) for line in lines)
        dynamodb.transact([put, *moves])
    except ClientError as error:
        is_answered, *failed_lines = _failed_conditions(error)
        if not is_answered:
            return tuple(line for line, is_short in zip(lines, failed_lines, strict=True) if is_short)
        _republish_if_missed(event)
    return None


def _try_refuse(event: OrderPlaced, short: tuple[HeldLine, ...], terms: Mapping[str, Terms]) -> bool:
    """Try to refuse the order. Return whether it has an answer now; it has none if a line is no longer short."""
    missing = tuple(line.sku for line in short)
    answer = StockRefused(order_id=event.order_id, owner=event.owner, at=clock.now(), missing=missing)
    expiry = _expiry(heartbeat.is_owner(event.owner))
    put = _new(event.order_id, HoldState.REFUSED, at=answer.at, event=outbox.compress_event(answer), **expiry)
    try:
        checks = (back_orders.insufficient_check(line.sku, line.quantity, terms.get(line.sku)) for line in short)
        dynamodb.transact([put, *checks])
    except ClientError as error:
        return _failed_conditions(error)[0]
    return True


_Published = cast("type[StockHeld | StockRefused]", StockHeld | StockRefused)


def _republish_if_missed(event: OrderPlaced) -> None:
    """Publish the answer again if the order asked for it after it was published, while pieces are held."""
    item = (
        client("dynamodb")
        .get_item(TableName=dynamodb.table_name(), Key=key(event.order_id), ConsistentRead=True)
        .get("Item", {})
    )
    if "event" not in item:
        return
    published = compression.decode(item["event"]["B"], _Published)
    if published.at >= event.at:
        return
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=key(event.order_id),
        UpdateExpression="SET #event = :again",
        ConditionExpression="#event = :told",
        ExpressionAttributeNames={"#event": "event"},
        ExpressionAttributeValues={
            ":told": item["event"],
            ":again": {"B": outbox.compress_event(replace(published, at=clock.now()))},
        },
    )


def _expiry(is_heartbeats: bool) -> dict[str, int]:
    return {"expires": clock.epoch() + heartbeat.KEPT_SECONDS} if is_heartbeats else {}


def _try_transition(order_id: str, item: dynamodb.Item | None, state: HoldState, expiry: dict[str, int]) -> bool:
    """Try to move the hold; return False if another write came first."""
    if item is None:
        return dynamodb.write_if("put_item", **_new(order_id, HoldState.BACK, at=clock.now(), **expiry)["Put"])
    before = HoldState(item["state"]["S"])
    if state not in TRANSITIONS[before]:
        return True
    update = _transition_update(order_id, item, state, expiry)
    if state is HoldState.SOLD:
        return dynamodb.write_if("update_item", **update["Update"])
    hold = decode(item)
    pieces = (stock.give_back(line.sku, line.quantity) for line in remaining(hold.lines, hold.back))
    return dynamodb.transact_if([update, *pieces])


def _failed_conditions(error: ClientError) -> list[bool]:
    """Return which parts of the transaction failed by their condition; re-raise any other error."""
    if not dynamodb.condition_failed(error):
        raise error
    return [reason == "ConditionalCheckFailed" for reason in dynamodb.cancellation_reasons(error)]


def _new(order_id: str, state: HoldState, **values: object) -> dynamodb.TransactionItem:
    """Return the write of a new hold."""
    item = key(order_id) | dynamodb.to_item({"order_id": order_id, "state": state, **values})
    return {
        "Put": {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
    }


def _transition_update(
    order_id: str, item: dynamodb.Item, after: HoldState, expiry: dict[str, int]
) -> dynamodb.TransactionItem:
    """Return the write that moves a hold to another state, unless it or the returns restocked of it have changed."""
    returned = {":returned": item["returned"]} if "returned" in item else {}
    unchanged = "returned = :returned" if returned else "attribute_not_exists(returned)"
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": key(order_id),
            "UpdateExpression": f"SET #state = :after{', expires = :expires' if expiry else ''} REMOVE #open, #event",
            "ConditionExpression": f"#state = :before AND {unchanged}",
            "ExpressionAttributeNames": {"#state": "state", "#open": "open", "#event": "event"},
            "ExpressionAttributeValues": dynamodb.to_item(
                {":after": after} | {f":{name}": value for name, value in expiry.items()}
            )
            | {":before": item["state"], **returned},
        }
    }


def key(order_id: str) -> dynamodb.Item:
    """Return the primary key of an order's hold."""
    return {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": SK}}


def decode(item: dynamodb.Item) -> Hold:
    """Return the hold in an item."""
    lines, back = (_lines(item.get(name, {"L": ()})["L"]) for name in ("lines", "back"))
    state = HoldState(item["state"]["S"])
    return Hold(order_id=item["order_id"]["S"], state=state, at=item["at"]["S"], lines=lines, back=back)


def _lines(values: Iterable[dynamodb.AttributeValue]) -> tuple[HeldLine, ...]:
    return tuple(HeldLine(sku=each["M"]["sku"]["S"], quantity=int(each["M"]["quantity"]["N"])) for each in values)
