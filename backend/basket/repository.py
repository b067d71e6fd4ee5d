"""The basket table. Lines are written one at a time; whole contents only if the basket still has the version that was
read."""

import msgspec

from backend.basket import refusals
from backend.basket.domain import Line
from backend.basket.item import LINE, SINCE, Contents, decode, encode, expires, key, line_values
from backend.contracts.basket.models import MAX_LINES
from backend.contracts.event import Event
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from backend.shared.versions import put_if_unchanged

_TRIES = 6

_ALIVE = "(attribute_not_exists(#expires) OR #expires > :now)"
_ROOM = "(attribute_not_exists(#skus) OR contains(#skus, :sku) OR size(#skus) < :most)"
# SET comes last in both, so that `_REFRESH` can be appended to it for guests.
_PUT = (
    "ADD #skus :skus REMOVE #event "
    "SET #version = if_not_exists(#version, :zero) + :one, #line = :line, #since = if_not_exists(#since, :since)"
)
_REMOVE = "DELETE #skus :skus REMOVE #event, #line, #since SET #version = #version + :one"
_REFRESH = ", #expires = :until"

Rewriting = tuple[str, Contents, Contents]
"""An owner, the contents of the basket when it was read, and its new contents."""


def read(owner: str) -> Contents:
    """Return the owner's basket by a consistent read."""
    return decode(
        client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key(owner), ConsistentRead=True).get("Item")
    )


def put(owner: str, line: Line) -> Contents:
    """Set a line and return the contents, creating the basket if needed. Raise Refused 422 if it is full.

    A known line keeps its `since`, so that a new quantity does not move it.
    """
    values: dynamodb.Item = {
        ":line": dynamodb.to_item({"line": line_values(line)})["line"],
        ":since": _number(line.since),
        ":sku": {"S": line.sku},
        ":most": _number(MAX_LINES),
        ":zero": _number(0),
    }
    for _ in range(_TRIES):
        is_written, item = _update(owner, line.sku, _PUT, _ROOM, values)
        before = decode(item)
        if is_written:
            return before
        if before.lines:
            raise refusals.full()
        after = msgspec.structs.replace(before, lines=(line,))
        if replace(owner, before, after):
            return after
    raise refusals.busy()


def remove(owner: str, sku: str) -> Contents:
    """Remove a line if it is there, and return the contents."""
    _, item = _update(owner, sku, _REMOVE, "attribute_exists(#line)", {})
    return decode(item)


def open_for_heartbeat(owner: str) -> None:
    """Create an empty basket whose orders do not count. Only the heartbeat calls this, for its own basket."""
    contents = Contents(version=1, is_heartbeats=True)
    dynamodb.write(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=encode(owner, contents),
        ConditionExpression="attribute_not_exists(pk)",
    )


def delete(owner: str) -> None:
    """Delete the owner's basket, if there is one."""
    dynamodb.write("delete_item", TableName=dynamodb.table_name(), Key=key(owner))


def replace(owner: str, before: Contents, after: Contents, event: Event | None = None) -> bool:
    """Write new contents and their event. Return False, without writing, if the basket has changed since `before`."""
    return dynamodb.write_if("put_item", **_replacement((owner, before, after), event))


def replace_two(one: Rewriting, other: Rewriting) -> bool:
    """Write both baskets or none. Return False, without writing, if either has changed."""
    return dynamodb.transact_if([{"Put": _replacement(one)}, {"Put": _replacement(other)}])


def _replacement(rewriting: Rewriting, event: Event | None = None) -> dynamodb.Put:
    owner, before, after = rewriting
    item = encode(owner, msgspec.structs.replace(after, version=before.version + 1), event)
    return put_if_unchanged(item, before.version)


def _update(
    owner: str, sku: str, expression: str, condition: str, values: dynamodb.Item
) -> tuple[bool, dynamodb.Item | None]:
    """Change one line of a basket that has not expired. Return whether it was changed, and the item as it is then."""
    names = {"#line": LINE + sku, "#since": SINCE + sku} | {
        f"#{name}": name for name in ("skus", "event", "version", "expires")
    }
    values = values | {":one": _number(1), ":skus": {"SS": [sku]}, ":now": _number(clock.epoch())}
    if until := expires(owner):
        values[":until"] = _number(until)
        expression += _REFRESH
    return dynamodb.write_or_read(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=key(owner),
        UpdateExpression=expression,
        ConditionExpression=f"{_ALIVE} AND {condition}",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=values,
        ReturnValues="ALL_NEW",
    )


def _number(value: int) -> dynamodb.AttributeValue:
    return {"N": str(value)}
