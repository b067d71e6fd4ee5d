"""Lists of everybody's orders, for staff and for the sweeper, from the table's indexes."""

from backend.contracts.order import StaffOrderPage, StateQuery
from backend.contracts.words import OrderId, Shape
from backend.order import domain
from backend.order.item import OPEN, decode, key
from backend.shared import cursor, table
from backend.shared.aws import client


class End(Shape, frozen=True):
    """Where a page ended; staff may know the owner, for the page shows it."""

    owner: str
    id: OrderId


def in_state(query: StateQuery) -> StaffOrderPage:
    """Orders in one state, oldest first. Raises Refused 400 for a cursor that is none of ours."""
    end = cursor.decode(query.cursor, End) if query.cursor else None
    start = {"ExclusiveStartKey": key(end.owner, end.id) | table.item({"in_state": query.state})} if end else {}
    reply = client("dynamodb").query(
        TableName=table.name(),
        IndexName="by_state",
        KeyConditionExpression="in_state = :state",
        ExpressionAttributeValues=table.item({":state": query.state}),
        Limit=query.limit + 1,
        **start,
    )
    items = tuple(domain.staff_order(*decode(item)) for item in reply["Items"][: query.limit])
    more = len(reply["Items"]) > query.limit
    return StaffOrderPage(items=items, next=cursor.encode(End(owner=items[-1].owner, id=items[-1].id)) if more else None)


def due(now: str, limit: int) -> list[tuple[str, str, str]]:
    """Owner, id and since when of the orders that are due, longest overdue first. The index may lag: what it says is only where to look."""
    reply = client("dynamodb").query(
        TableName=table.name(),
        IndexName="by_due",
        KeyConditionExpression="#open = :open AND due <= :now",
        ExpressionAttributeNames={"#open": "open"},
        ExpressionAttributeValues=table.item({":open": OPEN, ":now": now}),
        Limit=limit,
    )
    return [(item["pk"]["S"], item["sk"]["S"], item["due"]["S"]) for item in reply["Items"]]
