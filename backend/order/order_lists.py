"""Lists of all orders, for staff and for the sweeper, from the table's indexes."""

from backend.contracts.order.models import StaffOrder, StaffOrderPage, StateQuery
from backend.contracts.order.states import State
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.order import domain
from backend.order.item import LINKED, OPEN, decode_all
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.pagination import KeyText, PageKeys, query_page, scan_page


def list_by_state(query: StateQuery) -> StaffOrderPage:
    """Return orders in one state, oldest first, and unreadable ids. Raise Refused 400 for a bad cursor."""
    keys = PageKeys(
        varying={"pk": KeyText, "sk": KeyText}, fixed={"in_state": query.state}, scope=("state", query.state)
    )
    page, after = query_page(
        query,
        keys,
        IndexName="by_state",
        KeyConditionExpression="in_state = :state",
        ExpressionAttributeValues=dynamodb.to_item({":state": query.state}),
    )
    return _staff_page(page, after)


def find(order_id: str) -> StaffOrder:
    """Find an order whose owner is unknown, by looking among the orders of each state.

    Raises Refused 404 if there is none that can be read.
    """
    for state in State:
        items = client("dynamodb").query(
            TableName=dynamodb.table_name(),
            IndexName="by_state",
            KeyConditionExpression="in_state = :state AND sk = :id",
            ExpressionAttributeValues=dynamodb.to_item({":state": state, ":id": order_id}),
        )["Items"]
        readable, _ = decode_all(items)
        if readable:
            return domain.staff_order(*readable[0])
    raise Refused(404, "not-found", "There is no such order")


def list_all(query: PageQuery) -> StaffOrderPage:
    """Return orders in every state, in no order, and unreadable ids. Raise Refused 400 for a bad cursor."""
    return _staff_page(*scan_page(query, FilterExpression=f"attribute_not_exists({LINKED})"))


def _staff_page(page: list[dynamodb.Item], after: str | None) -> StaffOrderPage:
    readable, unreadable = decode_all(page)
    return StaffOrderPage(
        items=tuple(domain.staff_order(*order) for order in readable), next=after, unreadable=unreadable
    )


def due(now: str, limit: int) -> list[tuple[str, str, str]]:
    """Return owner, id and `due` of the orders that are due, longest overdue first.

    The index may lag behind the table.
    """
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        IndexName="by_due",
        KeyConditionExpression="#open = :open AND due <= :now",
        ExpressionAttributeNames={"#open": "open"},
        ExpressionAttributeValues=dynamodb.to_item({":open": OPEN, ":now": now}),
        Limit=limit,
    )
    return [(item["pk"]["S"], item["sk"]["S"], item["due"]["S"]) for item in reply["Items"]]
