"""The stack's session table: calls for one item each, and one that reads many.

The key is a hash, so reading the table opens no session.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias, TypedDict, Unpack, cast

from botocore.exceptions import BotoCoreError, ClientError

from storefront.clients import aws
from storefront.clients.api import Unavailable
from storefront.clients.outputs import outputs

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef as AttributeValue
else:  # a plain dictionary; boto3's stubs, which say what it holds, are not installed where the shop runs
    AttributeValue = dict


Value: TypeAlias = AttributeValue
Item: TypeAlias = dict[str, Value]
"""An item, or a part of one, as DynamoDB's API writes it: `{"name": {"S": "text"}}`."""

_BATCH = 100  # keys of one read: the most that DynamoDB takes
_BATCH_ATTEMPTS = 5  # of one read, of which DynamoDB may leave a part for the next
_BATCH_WAIT = 0.02  # seconds before the second attempt; twice that before the third, and so on


class Changed(Exception):
    """The session's item is not as a conditional write expects; `item` is its present state, None if it is gone."""

    def __init__(self, item: Item | None) -> None:
        super().__init__()
        self.item = item


class Arguments(TypedDict, total=False):
    """Arguments of DynamoDB's calls for one item, but for its table and key."""

    Item: Item
    ConsistentRead: bool
    UpdateExpression: str
    ConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: Item
    ReturnValues: str
    ReturnValuesOnConditionCheckFailure: str


def call(operation: str, session_key: str, **arguments: Unpack[Arguments]) -> Mapping[str, Item]:
    """Make one call for a session's item. Raises `Changed` if its condition does not hold, `Unavailable` if the table
    does not answer."""
    return call_item(operation, item_key(session_key), **arguments)


def item_key(session_key: str) -> str:
    """Return the key of a session's item: a hash, from which the session's own key cannot be found."""
    return "SESSION#" + sha256(session_key.encode("utf-8", "surrogatepass")).hexdigest()


def call_item(operation: str, pk: str, **arguments: Unpack[Arguments]) -> Mapping[str, Item]:
    """Make one call for any item of the session table. Raises as `call` does."""
    client = aws.client("dynamodb")
    key = {"pk": {"S": pk}}
    where = {"Item": key | arguments.pop("Item")} if operation == "put_item" else {"Key": key}
    if "ConditionExpression" in arguments:
        arguments["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    try:
        send: Callable[..., Mapping[str, Item]] = getattr(client, operation)
        return send(TableName=outputs().shop.session_table, **where, **arguments)
    except client.exceptions.ConditionalCheckFailedException as error:
        raise Changed(cast("Item | None", error.response.get("Item"))) from None
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("sessions") from error


def read_items(keys: Iterable[str]) -> dict[str, Item]:
    """Return the items of the session table with these keys, by key, in one call for each hundred of them.

    Raises `Unavailable` where the table does not answer, or gives a part only however often it is asked.
    """
    distinct = list(dict.fromkeys(keys))
    return {
        str(item["pk"]["S"]): item
        for start in range(0, len(distinct), _BATCH)
        for item in _read_batch(distinct[start : start + _BATCH])
    }


def _read_batch(keys: Sequence[str]) -> Iterator[Item]:
    client, table = aws.client("dynamodb"), outputs().shop.session_table
    waiting: Sequence[Item] = [{"pk": {"S": key}} for key in keys]
    for attempt in range(_BATCH_ATTEMPTS):
        time.sleep(_BATCH_WAIT * attempt)
        try:
            reply = client.batch_get_item(RequestItems={table: {"Keys": waiting, "ConsistentRead": True}})
        except (ClientError, BotoCoreError) as error:
            raise Unavailable("sessions") from error
        yield from reply["Responses"].get(table, [])
        if table not in reply.get("UnprocessedKeys", {}):
            return
        waiting = reply["UnprocessedKeys"][table]["Keys"]
    raise Unavailable("sessions")


def read(session_key: str) -> Item | None:
    """Return a session's item, or None where there is none or it has expired: DynamoDB deletes late."""
    item = call("get_item", session_key, ConsistentRead=True).get("Item")
    return item if item and int(item["expires"]["N"]) > time.time() else None
