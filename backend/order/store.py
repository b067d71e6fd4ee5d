"""Orders in the table: one item each under its owner, by an id that sorts by time. Another owner's order is out of reach by key."""

from botocore.exceptions import ClientError

from backend.contracts.basket import BasketCheckedOut
from backend.contracts.order import Order, OrderPage, OrdersQuery, State
from backend.contracts.problem import Refused
from backend.contracts.words import OrderId, Shape
from backend.order import domain
from backend.order.domain import Purchase
from backend.shared import cursor, table
from backend.shared.aws import client
from backend.shared.log import logger


class End(Shape, frozen=True):
    """Where a page ended. It says nothing of whose list it is, for the list is the caller's own in any case."""

    id: OrderId


def place(event: BasketCheckedOut) -> None:
    """Places the order if its id is new, in one write that carries OrderPlaced; a checkout that comes again changes nothing.

    One that says something else under a known id is not applied, and is logged for people to look at: trying again would not mend it.
    """
    bought = domain.purchase(event)
    kept = {"purchase": table.packed(bought), "state": State.PLACED, "event": table.packed(domain.placed(event))}
    try:
        client("dynamodb").put_item(
            TableName=table.name(),
            Item=_key(event.owner, event.order_id) | table.item(kept),
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if not table.condition_failed(error):
            raise
        if _read(table.met(error) or {})[2] != bought:
            logger.error("another checkout under a known order id was not applied", order_id=event.order_id)


def get(owner: str, order_id: str) -> Order:
    """The owner's order, as of the last acknowledged write. Raises Refused 404, for another's order too."""
    reply = client("dynamodb").get_item(TableName=table.name(), Key=_key(owner, order_id), ConsistentRead=True)
    if "Item" not in reply:
        raise Refused(404, "no-order", "There is no such order", "It may not have been placed yet.")
    return domain.order(*_read(reply["Item"]))


def newest(owner: str, query: OrdersQuery) -> OrderPage:
    """A page of the owner's orders, newest first. Raises Refused 400 for a cursor that is none of ours."""
    start = {"ExclusiveStartKey": _key(owner, cursor.decode(query.cursor, End).id)} if query.cursor else {}
    reply = client("dynamodb").query(
        TableName=table.name(),
        KeyConditionExpression="pk = :owner",
        ExpressionAttributeValues={":owner": {"S": owner}},
        ProjectionExpression="sk, #state, purchase",
        ExpressionAttributeNames={"#state": "state"},
        ScanIndexForward=False,
        Limit=query.limit + 1,  # one more than shown tells whether there is a next page
        **start,
    )
    items = tuple(domain.summary(*_read(item)) for item in reply["Items"][: query.limit])
    more = len(reply["Items"]) > query.limit
    return OrderPage(items=items, next=cursor.encode(End(id=items[-1].id)) if more else None)


def _key(owner: str, order_id: str) -> table.Item:
    return {"pk": {"S": owner}, "sk": {"S": order_id}}


def _read(item: table.Item) -> tuple[str, State, Purchase]:
    values = table.values(item)
    return values["sk"], State(values["state"]), table.unpacked(values["purchase"], Purchase)
