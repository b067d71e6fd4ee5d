"""The order table: one item per order, under its owner, by an id that sorts by time.

Every change is one conditional write (optimistic locking by `version`) that carries the event it causes.
"""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Owner
from backend.contracts.order.actions import ActionKind
from backend.contracts.order.models import Order, OrderPage, OrdersQuery
from backend.contracts.problem import Refused
from backend.order import domain, measurements
from backend.order.domain import OrderDetails
from backend.order.item import LINKED, UNVERSIONED, decode, decode_all, encode, key
from backend.order.state_machine import OrderState
from backend.shared import dynamodb, outbox
from backend.shared.aws import client
from backend.shared.log import logger
from backend.shared.pagination import KeyText, PageKeys, query_all, query_page

_TRIES = 10
Transition = Callable[[OrderState], OrderState | None]
Reader = Callable[[str, str], tuple[OrderState, OrderDetails] | None]
Amendment = Callable[[OrderState, OrderDetails], tuple[OrderState, OrderDetails] | None]


def place(event: BasketCheckedOut) -> None:
    """Create the order and publish OrderPlaced, in one write; do nothing if the order exists.

    A different checkout under a known id is logged as an error and dropped: retrying would not help.
    """
    details = domain.order_details(event)
    is_new, item = dynamodb.write_or_read(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=encode(domain.new_order(event, details), details),
        ConditionExpression="attribute_not_exists(pk)",
    )
    if is_new:
        measurements.report_placed(event.owner)
    elif not _is_same(details, *decode(item or {})):
        logger.error("another checkout under a known order id was not applied", order_id=event.order_id)


def _is_same(checkout: OrderDetails, order: OrderState, details: OrderDetails) -> bool:
    """Return whether the order was placed by this checkout. The address is ignored if staff have changed it."""
    has_other_address = any(action.kind is ActionKind.CHANGE_ADDRESS for action in order.actions)
    return checkout == (replace(details, address=checkout.address) if has_other_address else details)


def load(owner: str, order_id: str) -> tuple[OrderState, OrderDetails] | None:
    """Return the owner's order by a consistent read, or None. Raise Refused 503 if it cannot be decoded.

    A link is followed: a claimed order is stored under the owner that placed it.
    """
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key(owner, order_id), ConsistentRead=True)
    if "Item" not in reply:
        return None
    if LINKED in reply["Item"]:
        return load(reply["Item"][LINKED]["S"], order_id)
    readable, _ = decode_all([reply["Item"]])
    if not readable:
        raise Refused(
            503, "unreadable", "This order cannot be shown at the moment", "It is safe, and we have been told."
        )
    order, details = readable[0]
    return replace(order, correlation_id=outbox.read_correlation_id(reply["Item"])), details


def load_for_owner(owner: str, order_id: str) -> tuple[OrderState, OrderDetails] | None:
    """Return the order if this owner may see it, or None: a guest no longer sees a claimed order.

    The heartbeat calls as a guest does, with the key of its order.
    """
    order = load(owner, order_id) or (load(heartbeat.owner(owner), order_id) if _is_guests(owner) else None)
    return None if order and order[0].shopper and order[0].owner == owner else order


def _is_guests(owner: str) -> bool:
    return owner.startswith(f"{Owner.GUEST}#")


def get(owner: str, order_id: str) -> Order:
    """Return the owner's order. Raise Refused 404, also for another owner's order."""
    return domain.order(*require(load_for_owner(owner, order_id)))


def get_details(owner: str, order_id: str) -> OrderDetails:
    """Return the order's details, of which only the address may change, by staff. Raise Refused 404, also for another
    owner's order."""
    return require(load_for_owner(owner, order_id))[1]


def change(
    owner: str, order_id: str, transition: Transition, read: Reader = load
) -> tuple[OrderState, OrderDetails, bool]:
    """Apply a transition and write the result, as `amend` does."""

    def amendment(order: OrderState, details: OrderDetails) -> tuple[OrderState, OrderDetails] | None:
        after = transition(order)
        return (after, details) if after else None

    return amend(owner, order_id, amendment, read)


def amend(
    owner: str, order_id: str, amendment: Amendment, read: Reader = load
) -> tuple[OrderState, OrderDetails, bool]:
    """Change the order and write the result, unless `amendment` returns None; retry if it changed meanwhile.

    `read` is `load_for_owner` for requests of the owner. Returns the order, its details, and whether it was changed.
    Raises Refused 404, and 409 after the last try.
    """
    for _ in range(_TRIES):
        order, details = require(read(owner, order_id))
        order_after = amendment(order, details)
        if order_after is None:
            return order, details, False
        after, details = order_after
        after = domain.add_purchase(after, details)
        if replace_order(after, details):
            measurements.report(order, after)
            return after, details, True
    raise busy()


def postpone(owner: str, order_id: str, due: str, later: str) -> None:
    """Have the sweeper look at the order later, unless it was changed since it became due."""
    dynamodb.postpone(key(owner, order_id), due, later)


def list_newest(owner: str, query: OrdersQuery) -> OrderPage:
    """Return a page of the owner's orders, newest first, without unreadable ones.

    Raise Refused 400 for a bad cursor.
    """
    page, after = query_page(
        query,
        PageKeys(varying={"sk": KeyText}, fixed={"pk": owner}),
        KeyConditionExpression="pk = :owner",
        ExpressionAttributeValues={":owner": {"S": owner}},
        ScanIndexForward=False,
    )
    return OrderPage(items=tuple(domain.summary(*order) for order in decode_all(_follow(page))[0]), next=after)


def order_ids(owner: str) -> Iterator[str]:
    """Yield the ids of all the owner's orders, including those claimed from a guest."""
    items = query_all(
        KeyConditionExpression="pk = :owner",
        ExpressionAttributeValues=dynamodb.to_item({":owner": owner}),
        ConsistentRead=True,
    )
    yield from (item["sk"]["S"] for item in items)


def _follow(items: list[dynamodb.Item]) -> list[dynamodb.Item]:
    """Return the items, with each link replaced by the order it leads to."""
    linked_keys = [key(item[LINKED]["S"], item["sk"]["S"]) for item in items if LINKED in item]
    if not linked_keys:
        return items
    item_by_id = {item["sk"]["S"]: item for item in dynamodb.batch_get(linked_keys, ConsistentRead=True)}
    return [item_by_id[item["sk"]["S"]] if LINKED in item else item for item in items]


def require(order: tuple[OrderState, OrderDetails] | None) -> tuple[OrderState, OrderDetails]:
    """Return the order, or raise Refused 404 if it is None."""
    if order is None:
        raise not_found()
    return order


def not_found() -> Refused:
    """Return the 404 reply about an order that does not exist, or belongs to somebody else."""
    return Refused(404, "no-order", "There is no such order", "It may not have been placed yet.")


def busy() -> Refused:
    """Return the 409 reply to a change that kept losing to concurrent writes."""
    return Refused(409, "busy", "The order is being changed elsewhere", "Please try again in a moment.")


def replace_order(after: OrderState, details: OrderDetails) -> bool:
    """Write the order if it is still the version that was read. Return whether it was written."""
    return dynamodb.write_if("put_item", **replacement(after, details))


def replacement(after: OrderState, details: OrderDetails) -> dynamodb.Put:
    """Return the write of an order that is still the version that was read."""
    put: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": encode(replace(after, version=after.version + 1), details),
        "ConditionExpression": "attribute_exists(pk) AND attribute_not_exists(version)",
    }
    if after.version != UNVERSIONED:
        put["ConditionExpression"] = "version = :version"
        put["ExpressionAttributeValues"] = {":version": {"N": str(after.version)}}
    return put
