"""Restocking: returned pieces become available again, once per return and never more than were sold."""

from collections.abc import Iterable

from backend.contracts.inventory.models import HeldLine
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import ReturnLine
from backend.inventory import holds, stock
from backend.inventory.domain import merge_lines, remaining
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.consumer import RetryLater

_TRIES = 10


def restock(order_id: str, number: int, lines: Iterable[ReturnLine]) -> None:
    """Make the pieces of a return available, once per return number.

    Raises RetryLater if it kept losing to other writes, or the hold is not known yet; ValueError for more than were
    sold.
    """
    back = merge_lines(lines)
    for _ in range(_TRIES):
        item = (
            client("dynamodb")
            .get_item(TableName=dynamodb.table_name(), Key=holds.key(order_id), ConsistentRead=True)
            .get("Item")
        )
        if item is None:
            break
        if item["state"]["S"] == HoldState.HELD:
            holds.transition(order_id, HoldState.SOLD)  # its confirmation is still on the way here
        elif item["state"]["S"] != HoldState.SOLD or _try_restock(order_id, item, number, back):
            return
    raise RetryLater(order_id)


def _try_restock(order_id: str, item: dynamodb.Item, number: int, back: tuple[HeldLine, ...]) -> bool:
    """Try to restock; return whether it is done, False if another write came first."""
    restocked_numbers = [int(each["N"]) for each in item["returned"]["L"]] if "returned" in item else []
    if number in restocked_numbers:
        return True
    hold = holds.decode(item)
    lines_left = remaining(hold.lines, all_back := merge_lines((*hold.back, *back)))
    if any(line.quantity < 0 for line in lines_left):
        raise ValueError(f"return {number} of {order_id} brings more back than was sold")
    parts = [
        _return_update(
            order_id,
            [*restocked_numbers, number],
            restocked_numbers,
            all_back,
            HoldState.SOLD if lines_left else HoldState.BACK,
        )
    ]
    parts += [stock.give_back(line.sku, line.quantity) for line in back]
    return dynamodb.transact_if(parts)


def _return_update(
    order_id: str, numbers: list[int], seen: list[int], back: tuple[HeldLine, ...], state: HoldState
) -> dynamodb.TransactionItem:
    """Return the write that marks the return as restocked."""
    unchanged = "#returned = :seen" if seen else "attribute_not_exists(#returned)"
    values = {":sold": HoldState.SOLD, ":state": state, ":back": back, ":numbers": numbers} | (
        {":seen": seen} if seen else {}
    )
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": holds.key(order_id),
            "UpdateExpression": "SET #state = :state, #back = :back, #returned = :numbers",
            "ConditionExpression": f"#state = :sold AND {unchanged}",
            "ExpressionAttributeNames": {"#state": "state", "#back": "back", "#returned": "returned"},
            "ExpressionAttributeValues": dynamodb.to_item(values),
        }
    }
