"""The sandbox's table: tokens (`pk=TOKEN#<token>`) and authorizations (`pk=AUTHORIZATION#<reference>`).

No item holds a card number.
"""

import hmac
from typing import Any

import msgspec
from msgspec.structs import asdict

from backend.sandbox.domain import Authorization, Token, reference_of
from backend.shared import clock, dynamodb
from backend.shared.aws import client


class Taken(Exception):
    """Another request wrote it first; nothing was written."""


def put_token(token: str, card: Token) -> None:
    """Keeps a new token until it expires."""
    client("dynamodb").put_item(
        TableName=dynamodb.table_name(), Item=_key("TOKEN", token) | dynamodb.to_item(asdict(card))
    )


def get_token(token: str) -> Token | None:
    """What the token stands for, or None once it has expired: the table deletes it late."""
    found: Token | None = _get("TOKEN", token, Token)
    return found if found and found.expires > clock.epoch() else None


def use_token(token: str, card: Token, reference: str) -> bool:
    """Bind the token to this reference, unless it was used for another one; whether it is this one's now.

    Asking again is the same.
    """
    item = _key("TOKEN", token) | dynamodb.to_item(asdict(card) | {"used_for": reference})
    unused = {"ConditionExpression": "attribute_not_exists(used_for) OR used_for = :reference"}
    values = dynamodb.to_item({":reference": reference})
    return dynamodb.write_if(
        "put_item", TableName=dynamodb.table_name(), Item=item, ExpressionAttributeValues=values, **unused
    )


def get(id: str) -> Authorization | None:
    """The authorization as last written; who knows only the reference in the id does not get it."""
    found = find(reference_of(id) or "")
    return found if found and hmac.compare_digest(found.id, id) else None


def find(reference: str) -> Authorization | None:
    """The authorization of this reference as last written."""
    found: Authorization | None = _get("AUTHORIZATION", reference, Authorization)
    return found


def create(new: Authorization) -> None:
    """Keeps a new authorization. Raises `Taken` when its reference is known."""
    _put(new, ConditionExpression="attribute_not_exists(pk)")


def change(after: Authorization) -> None:
    """Keeps the change. Raises `Taken` unless the authorization is still the version before."""
    before = dynamodb.to_item({":before": after.version - 1})
    _put(after, ConditionExpression="version = :before", ExpressionAttributeValues=before)


def _put(written: Authorization, **condition: Any) -> None:
    item = _key("AUTHORIZATION", written.reference) | dynamodb.to_item(asdict(written))
    if not dynamodb.write_if("put_item", TableName=dynamodb.table_name(), Item=item, **condition):
        raise Taken(written.id)


def _get(kind: str, name: str, shape: Any) -> Any:
    found = (
        client("dynamodb")
        .get_item(TableName=dynamodb.table_name(), Key=_key(kind, name), ConsistentRead=True)
        .get("Item")
    )
    return msgspec.convert(dynamodb.from_item(found), shape) if found else None


def _key(kind: str, name: str) -> dict[str, Any]:
    return dynamodb.to_item({"pk": f"{kind}#{name}", "sk": kind})
