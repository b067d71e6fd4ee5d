"""The desk's table.

| pk          | sk         | else                                                                         |
| ORDER#<id>  | ORDER      | facts, address (packed), in_state, tracking; of each part …_at and …_version |
| ORDER#<id>  | NOTE#<key> | at, text, by, who                                                            |
| WORD#<word> | <id>       | nothing: the order may be found by the word                                  |
| ALL         | <id>       | nothing: every order                                                         |

The index `by_state` (pk `in_state`, sk `pk`) holds the rows. Order ids sort by time, so each list is one Query, newest
first. A word that an order is no longer found by (another address) is left behind; every row is compared with the
query again, so it leads to nothing.

Events may come twice, late and in any order: each part of a row has the version of the order that it is from, and an
older one changes nothing. A row that only states are known of is not listed until its checkout is heard of.
"""

from collections.abc import Iterable
from typing import Any

from backend.contracts.desk.models import DeskAddress, DeskOrder
from backend.contracts.order.states import State
from backend.desk import domain
from backend.desk.domain import Facts
from backend.shared import compression, dynamodb
from backend.shared.aws import client

LISTED = "ALL"
_ROW = "ORDER"


def add(order: DeskOrder) -> None:
    """Store the order and its words. What is known of a later version stays."""
    put_words(order.id, domain.words(order), LISTED)
    values = {
        ":facts": compression.compress(domain.facts(order)),
        ":address": compression.compress(order.address),
        ":state": order.state,
        ":at": order.state_at,
        ":none": 0,
    }
    _update(
        order.id,
        "SET facts = if_not_exists(facts, :facts), address = if_not_exists(address, :address), "
        "in_state = if_not_exists(in_state, :state), in_state_at = if_not_exists(in_state_at, :at), "
        "in_state_version = if_not_exists(in_state_version, :none)",
        values,
    )


def set_state(order_id: str, state: State, at: str, version: int) -> None:
    """Store the order's state, unless a later one is known."""
    _set(order_id, "in_state", state, at, version)


def set_tracking(order_id: str, tracking: str, at: str, version: int) -> None:
    """Store the tracking number and make the order found by it, unless a later one is known."""
    put_words(order_id, domain.tracking_words(tracking))
    _set(order_id, "tracking", tracking, at, version)


def set_address(order_id: str, address: DeskAddress, at: str, version: int) -> None:
    """Store another address and make the order found by it, unless a later one is known."""
    put_words(order_id, domain.address_words(address))
    _set(order_id, "address", compression.compress(address), at, version)


def _set(order_id: str, part: str, value: object, at: str, version: int) -> None:
    """Store a part of a row, unless one of a later version is stored. Without a version (0) the time decides."""
    older = f"{part}_version < :version" if version else f"({part}_version = :version AND {part}_at < :at)"
    _update(
        order_id,
        f"SET {part} = :value, {part}_at = :at, {part}_version = :version",
        {":value": value, ":at": at, ":version": version},
        f"attribute_not_exists({part}_version) OR {older}",
    )


def put_words(order_id: str, words: Iterable[str], *lists: str) -> None:
    """Make the order found by these words, and stand in these lists. Before its row, so that none stays unfound."""
    keys = [*lists, *(f"WORD#{word}" for word in sorted(words))]
    dynamodb.batch_put(dynamodb.to_item({"pk": key, "sk": order_id}) for key in keys)


def decode(item: dynamodb.Item) -> DeskOrder | None:
    """Return the order in a row; None where its checkout was not heard of yet."""
    values = dynamodb.from_item(item)
    if "facts" not in values:
        return None
    facts = compression.decode(values["facts"], Facts)
    return DeskOrder(
        id=values["pk"].removeprefix("ORDER#"),
        state=State(values["in_state"]),
        state_at=values["in_state_at"],
        version=values["in_state_version"],
        tracking=values.get("tracking", ""),
        address=compression.decode(values["address"], DeskAddress),
        **{name: getattr(facts, name) for name in Facts.__struct_fields__},
    )


def rows(order_ids: Iterable[str]) -> list[DeskOrder]:
    """Return the rows of these orders, newest first. Raise Refused 503 if the table is busy."""
    found = (decode(item) for item in dynamodb.batch_get(row_key(each) for each in order_ids))
    return sorted((each for each in found if each), key=lambda order: order.id, reverse=True)


def row_key(order_id: str) -> dynamodb.Item:
    """Return the key of an order's row."""
    return dynamodb.to_item({"pk": f"ORDER#{order_id}", "sk": _ROW})


def query(**arguments: Any) -> list[dynamodb.Item]:
    """Return the items that a Query of the table finds."""
    found: list[dynamodb.Item] = client("dynamodb").query(TableName=dynamodb.table_name(), **arguments)["Items"]
    return found


def _update(order_id: str, change: str, values: dict[str, object], condition: str = "") -> None:
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=row_key(order_id),
        UpdateExpression=change,
        ExpressionAttributeValues=dynamodb.to_item(values),
        **({"ConditionExpression": condition} if condition else {}),
    )
