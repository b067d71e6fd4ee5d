"""DynamoDB helpers: item ↔ plain values, transactions with retries, batch reads and conditional writes."""

import os
import random
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

import msgspec
from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.shared.aws import client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import type_defs

    AttributeValue: TypeAlias = type_defs.AttributeValueTypeDef
    Check: TypeAlias = type_defs.ConditionCheckTypeDef
    Put: TypeAlias = type_defs.PutTypeDef
    Update: TypeAlias = type_defs.UpdateTypeDef
    TransactionItem: TypeAlias = type_defs.TransactWriteItemTypeDef
    _Keys: TypeAlias = type_defs.KeysAndAttributesTypeDef
    _WriteRequest: TypeAlias = type_defs.WriteRequestUnionTypeDef
else:  # plain dictionaries: boto3's stubs, which say what is in them, are not installed on Lambda
    AttributeValue = Check = Put = Update = TransactionItem = _Keys = _WriteRequest = dict

Item: TypeAlias = dict[str, AttributeValue]
"""An item, or some attributes of one, as DynamoDB's API writes it: `{"pk": {"S": "ORDER#1"}, "version": {"N": "2"}}`.
"""

Value: TypeAlias = "str | int | bytes | bool | set[str] | list[Value] | dict[str, Value] | None"
"""The plain value of an attribute, as `from_item` returns it."""

MAX_TRANSACTION_ITEMS = 100
"""Items of one transaction: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
"""

_MAX_BATCH_KEYS = 100
"""Keys of one read: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html"""

_MAX_BATCH_PUTS = 25
"""Items of one write: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html"""

_MAX_ATTEMPTS = 6
_MAX_WAIT_SECONDS = 0.05  # seconds before the second try; it doubles with each, so all waits together stay below 1.6 s
_CONTENTION_REASONS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}

_serialize_rest: Callable[[object], AttributeValue] = TypeSerializer().serialize


def table_name() -> str:
    """Return the name of the service's table."""
    return os.environ["TABLE"]


def to_item(values: Mapping[str, object]) -> Item:
    """Convert plain values to a DynamoDB item: structs become maps, and None is left out."""
    return {
        key: _to_attribute(msgspec.to_builtins(value, builtin_types=(bytes,)))
        for key, value in values.items()
        if value is not None
    }


def _to_attribute(value: object) -> AttributeValue:
    # Not boto3's TypeSerializer, which takes several times as long over a text, but for what is rare: sets, and what
    # DynamoDB cannot hold.
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case list():
            return {"L": [_to_attribute(each) for each in value]}
        case dict():
            return {"M": {key: _to_attribute(each) for key, each in value.items()}}
    return _serialize_rest(value)


def from_item(item: Mapping[str, AttributeValue]) -> dict[str, Value]:
    """Convert a DynamoDB item to plain values. Numbers become int: no service stores fractions."""
    return {key: _plain(value) for key, value in item.items()}


def _plain(value: AttributeValue) -> Value:
    # Not boto3's TypeDeserializer: by way of Decimal it takes three times as long, and every read comes through here.
    if "S" in value:
        return value["S"]
    if "N" in value:
        return int(value["N"])
    if "M" in value:
        return from_item(value["M"])
    if "L" in value:
        return [_plain(each) for each in value["L"]]
    if "B" in value:
        return bytes(value["B"])
    if "BOOL" in value:
        return value["BOOL"]
    return set(value["SS"]) if "NULL" not in value else None


def postpone(key: Item, due: str, later: str) -> None:
    """Set an item's `due` to a later timestamp, unless it has changed since it was read."""
    values = to_item({":due": due, ":later": later})
    arguments = {
        "UpdateExpression": "SET due = :later",
        "ConditionExpression": "due = :due",
        "ExpressionAttributeValues": values,
    }
    write_if("update_item", TableName=table_name(), Key=key, **arguments)


def condition_failed(error: ClientError) -> bool:
    """Return whether a write failed by its condition, alone or inside a transaction."""
    return error.response["Error"][
        "Code"
    ] == "ConditionalCheckFailedException" or "ConditionalCheckFailed" in cancellation_reasons(error)


def _item_on_failure(error: ClientError) -> Item | None:
    return cast("Item | None", error.response.get("Item"))


def cancellation_reasons(error: ClientError) -> list[str]:
    """Return the reason code of each part of a cancelled transaction; an empty list for other errors."""
    return [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]


def transact(items: Sequence[TransactionItem]) -> None:
    """Write all of the items or none.

    Retries, with jitter, while another transaction holds one of the items; the token makes retries idempotent. Raises
    ClientError at once if a condition fails, and `cancellation_reasons` tells which: for callers whose answer depends
    on it, while `transact_if` is for the others. Raises Refused 503 after the last try.
    """
    write("transact_write_items", TransactItems=items, ClientRequestToken=secrets.token_hex(16))


def write(operation: str, **arguments: object) -> Mapping[str, Item]:
    """Call a write operation, and retry with jitter while a transaction holds the item: boto3 does not.

    Raises every other ClientError at once, and Refused 503 after the last try.
    """
    for attempt in range(_MAX_ATTEMPTS):
        try:
            return cast("Mapping[str, Item]", getattr(client("dynamodb"), operation)(**arguments))
        except ClientError as error:
            if not _is_contended(error):
                raise
            time.sleep(random.uniform(0, _MAX_WAIT_SECONDS * 2**attempt))  # noqa: S311 - jitter, no secret
    raise Refused(503, "try-again", "Many are changing this at once; please try again in a moment")


def write_if(operation: str, **arguments: object) -> bool:
    """Call a conditional write as `write` does. Return False, and write nothing, if its condition fails."""
    try:
        write(operation, **arguments)
    except ClientError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def write_or_read(operation: str, **arguments: object) -> tuple[bool, Item | None]:
    """Call a conditional write of one item as `write` does. Return whether it was written, and an item or None.

    If the condition failed, that is the item it was tested on; else what the call returns by its `ReturnValues`.
    """
    try:
        reply = write(operation, ReturnValuesOnConditionCheckFailure="ALL_OLD", **arguments)
    except ClientError as error:
        if not condition_failed(error):
            raise
        return False, _item_on_failure(error)
    return True, reply.get("Attributes")


def transact_if(items: Sequence[TransactionItem]) -> bool:
    """Write all of the items or none, as `transact` does. Return False if a condition fails."""
    return write_if("transact_write_items", TransactItems=items, ClientRequestToken=secrets.token_hex(16))


def batch_get(keys: Iterable[Item], **options: object) -> list[Item]:
    """Read the items with these keys, in no order, in calls of at most 100 keys.

    `options` are those of BatchGetItem for a table, such as `ConsistentRead`. Keys that DynamoDB leaves unprocessed,
    when it throttles or a reply exceeds 16 MB, are asked for again with jitter. Raises Refused 503 after the last try.
    """
    open_keys = list(keys)
    return [
        item
        for start in range(0, len(open_keys), _MAX_BATCH_KEYS)
        for item in _batch_get(open_keys[start : start + _MAX_BATCH_KEYS], options)
    ]


def _batch_get(keys: Sequence[Item], options: Mapping[str, object]) -> Iterator[Item]:
    for attempt in range(_MAX_ATTEMPTS):
        request = cast("_Keys", {"Keys": keys, **options})
        reply = client("dynamodb").batch_get_item(RequestItems={table_name(): request})
        yield from reply["Responses"].get(table_name(), [])
        if not (unprocessed := reply.get("UnprocessedKeys", {}).get(table_name())):
            return
        keys = unprocessed["Keys"]
        time.sleep(random.uniform(0, _MAX_WAIT_SECONDS * 2**attempt))  # noqa: S311 - jitter, no secret
    raise Refused(503, "try-again", "Please try again in a moment")


def batch_put(items: Iterable[Item]) -> None:
    """Write the items, which replace what stands under their keys, in calls of at most 25.

    Items that DynamoDB leaves unprocessed when it throttles are written again with jitter. Raises Refused 503 after the
    last try; some may be written then.
    """
    waiting = list(items)
    for start in range(0, len(waiting), _MAX_BATCH_PUTS):
        _batch_write([{"PutRequest": {"Item": item}} for item in waiting[start : start + _MAX_BATCH_PUTS]])


def batch_delete(keys: Iterable[Item]) -> None:
    """Delete the items with these keys, as `batch_put` writes. A key without an item is no error."""
    waiting = list(keys)
    for start in range(0, len(waiting), _MAX_BATCH_PUTS):
        _batch_write([{"DeleteRequest": {"Key": key}} for key in waiting[start : start + _MAX_BATCH_PUTS]])


def _batch_write(requests: Sequence[_WriteRequest]) -> None:
    for attempt in range(_MAX_ATTEMPTS):
        reply = client("dynamodb").batch_write_item(RequestItems={table_name(): requests})
        requests = reply.get("UnprocessedItems", {}).get(table_name(), [])
        if not requests:
            return
        time.sleep(random.uniform(0, _MAX_WAIT_SECONDS * 2**attempt))  # noqa: S311 - jitter, no secret
    raise Refused(503, "try-again", "Please try again in a moment")


def _is_contended(error: ClientError) -> bool:
    """Return whether a retry may succeed: something else held an item, and no condition failed."""
    if error.response["Error"]["Code"] == "TransactionConflictException":
        return True
    codes = set(cancellation_reasons(error))
    return "ConditionalCheckFailed" not in codes and bool(codes & _CONTENTION_REASONS)
