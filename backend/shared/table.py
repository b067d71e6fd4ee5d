"""Item ↔ struct, and the two errors of a conditional write that a store decides by."""

import os
from typing import Any

import msgspec
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize

Item = dict[str, Any]


def name() -> str:
    """The service's table."""
    return os.environ["TABLE"]


def item(values: dict[str, Any]) -> Item:
    """Plain values as a DynamoDB item; structs become maps. None is left out: an absent attribute says the same in fewer bytes."""
    return {key: _serialize(msgspec.to_builtins(value)) for key, value in values.items() if value is not None}


def values(item: Item) -> dict[str, Any]:
    """A DynamoDB item as plain values; whole numbers become int."""
    return {key: _plain(_deserialize(value)) for key, value in item.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return int(value) if hasattr(value, "as_tuple") else value


def condition_failed(error: ClientError) -> bool:
    """Whether a conditional write was refused by its condition, alone or inside a transaction."""
    return error.response["Error"]["Code"] == "ConditionalCheckFailedException" or "ConditionalCheckFailed" in reasons(error)


def reasons(error: ClientError) -> list[str]:
    """Why each item of a cancelled transaction was refused, `None` where it was not; empty for other errors."""
    return [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
