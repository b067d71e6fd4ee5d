"""DynamoDB's grammar: item ↔ plain values, and transactions that are tried again when another one was in the way."""

import os
import random
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.shared.aws import client

Item = dict[str, Any]

MAX_TRANSACTION_ITEMS = 100
"""Items of one transaction: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html"""

_MAX_BATCH_KEYS = 100
"""Keys of one read: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html"""

_MAX_ATTEMPTS = 6
_MAX_WAIT_SECONDS = 0.05  # seconds before the second try; it doubles with each, so all waits together stay below 1.6 s
_CONTENTION_REASONS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}

_serialize = TypeSerializer().serialize


def table_name() -> str:
    """The service's table."""
    return os.environ["TABLE"]


def to_item(values: dict[str, Any]) -> Item:
    """Plain values as a DynamoDB item; structs become maps. None is left out: an absent attribute says the same in fewer bytes."""
    return {key: _serialize(msgspec.to_builtins(value, builtin_types=(bytes,))) for key, value in values.items() if value is not None}


def from_item(item: Item) -> dict[str, Any]:
    """A DynamoDB item as plain values. Numbers are int, for no service keeps any others."""
    return {key: _plain(value) for key, value in item.items()}


def _plain(value: Item) -> Any:
    ((kind, held),) = value.items()
    return _PLAIN[kind](held)


# Not boto3's TypeDeserializer: by way of Decimal it takes three times as long, and every read of every service goes through here.
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": int,
    "B": bytes,
    "BOOL": bool,
    "NULL": lambda _: None,
    "SS": set,
    "L": lambda held: [_plain(each) for each in held],
    "M": from_item,
}


def postpone(key: Item, due: str, later: str) -> None:
    """Puts an item that is `due` behind others of its index, unless it was moved meanwhile."""
    values = to_item({":due": due, ":later": later})
    arguments = {"UpdateExpression": "SET due = :later", "ConditionExpression": "due = :due", "ExpressionAttributeValues": values}
    try:
        client("dynamodb").update_item(TableName=table_name(), Key=key, **arguments)
    except ClientError as error:
        if not condition_failed(error):
            raise


def condition_failed(error: ClientError) -> bool:
    """Whether a conditional write was refused by its condition, alone or inside a transaction."""
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException" or "ConditionalCheckFailed" in cancellation_reasons(error)


def item_on_failure(error: ClientError) -> Item | None:
    """The item that a failed condition was held against; None where there was none. Its write must ask for `ALL_OLD`."""
    response: dict[str, Any] = dict(error.response)
    return response.get("Item")


def cancellation_reasons(error: ClientError) -> list[str]:
    """Why each item of a cancelled transaction was refused, `None` where it was not; empty for other errors."""
    return [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]


def transact(items: list[Item]) -> None:
    """Writes all of the items or none.

    Tries again, with jitter, while another transaction is in the way; the token makes a try whose answer was lost count once.
    Raises the ClientError of a failed condition at once, and Refused 503 when the way never was free.
    """
    write("transact_write_items", TransactItems=items, ClientRequestToken=secrets.token_hex(16))


def write(operation: str, **arguments: Any) -> Any:
    """DynamoDB's reply to a write, which is tried again, with jitter, while a transaction is in the way; boto3 does not do that by itself.

    Raises every other ClientError at once, and Refused 503 when the way never was free.
    """
    for attempt in range(_MAX_ATTEMPTS):
        try:
            return getattr(client("dynamodb"), operation)(**arguments)
        except ClientError as error:
            if not _is_contended(error):
                raise
            time.sleep(random.uniform(0, _MAX_WAIT_SECONDS * 2**attempt))  # noqa: S311 - jitter, no secret
    raise Refused(503, "try-again", "Many are changing this at once; please try again in a moment")


def batch_get(keys: Iterable[Item], **options: Any) -> list[Item]:
    """Read the items that exist under these keys, in no order, with one call for each 100 keys.

    `options` are those of BatchGetItem for a table, such as `ConsistentRead`. What DynamoDB leaves out of a reply, as it does
    when it is throttled or the reply grows beyond 16 MB, is asked for again, with jitter.
    Raises Refused 503 if something is still missing after the last try.
    """
    wanted = list(keys)
    return [
        item for start in range(0, len(wanted), _MAX_BATCH_KEYS) for item in _batch_get(wanted[start : start + _MAX_BATCH_KEYS], options)
    ]


def _batch_get(keys: list[Item], options: dict[str, Any]) -> Iterator[Item]:
    for attempt in range(_MAX_ATTEMPTS):
        reply = client("dynamodb").batch_get_item(RequestItems={table_name(): {"Keys": keys, **options}})
        yield from reply["Responses"].get(table_name(), [])
        keys = reply.get("UnprocessedKeys", {}).get(table_name(), {}).get("Keys", [])
        if not keys:
            return
        time.sleep(random.uniform(0, _MAX_WAIT_SECONDS * 2**attempt))  # noqa: S311 - jitter, no secret
    raise Refused(503, "try-again", "Please try again in a moment")


def _is_contended(error: ClientError) -> bool:
    """A failed condition decides, whatever else was in the way: waiting would not heal it."""
    if error.response["Error"]["Code"] == "TransactionConflictException":
        return True
    refused = set(cancellation_reasons(error))
    return "ConditionalCheckFailed" not in refused and bool(refused & _CONTENTION_REASONS)
