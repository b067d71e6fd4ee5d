"""The sandbox's table: tokens (`pk=TOKEN#<token>`) and authorizations (`pk=AUTHORIZATION#<reference>`).

No item holds a card number.
"""

import hmac
from typing import TypeVar

import msgspec
from msgspec.structs import asdict

from backend.sandbox.domain import Authorization, Token, reference_of
from backend.shared import clock, dynamodb
from backend.shared.aws import client

Stored = TypeVar("Stored", Token, Authorization)


class Taken(Exception):
    """Another request wrote the authorization first; nothing was written."""


def put_token(token: str, card: Token) -> None:
    """Store a new token until it expires."""
    client("dynamodb").put_item(
        TableName=dynamodb.table_name(), Item=_key("TOKEN", token) | dynamodb.to_item(asdict(card))
    )


def get_token(token: str) -> Token | None:
    """Return the card of a token, or None if it is unknown or expired: DynamoDB deletes expired items late."""
    card = _get("TOKEN", token, Token)
    return card if card and card.expires > clock.epoch() else None


def use_token(token: str, card: Token, reference: str) -> bool:
    """Bind the token to this reference, again too. Return False if it was used for another one."""
    item = _key("TOKEN", token) | dynamodb.to_item(asdict(card) | {"used_for": reference})
    unused = {"ConditionExpression": "attribute_not_exists(used_for) OR used_for = :reference"}
    values = dynamodb.to_item({":reference": reference})
    return dynamodb.write_if(
        "put_item", TableName=dynamodb.table_name(), Item=item, ExpressionAttributeValues=values, **unused
    )


def get(id: str) -> Authorization | None:
    """Return the authorization with this whole id, or None: to know the reference in it is not enough."""
    authorization = find(reference_of(id) or "")
    return authorization if authorization and hmac.compare_digest(authorization.id, id) else None


def find(reference: str) -> Authorization | None:
    """Return the authorization of a reference, or None."""
    return _get("AUTHORIZATION", reference, Authorization)


def create(new: Authorization) -> None:
    """Create an authorization. Raise `Taken` if its reference exists."""
    _put(new, ConditionExpression="attribute_not_exists(pk)")


def change(after: Authorization) -> None:
    """Write a changed authorization. Raise `Taken` unless the stored one is the version before."""
    before = dynamodb.to_item({":before": after.version - 1})
    _put(after, ConditionExpression="version = :before", ExpressionAttributeValues=before)


def _put(authorization: Authorization, **condition: object) -> None:
    item = _key("AUTHORIZATION", authorization.reference) | dynamodb.to_item(asdict(authorization))
    if not dynamodb.write_if("put_item", TableName=dynamodb.table_name(), Item=item, **condition):
        raise Taken(authorization.id)


def _get(kind: str, name: str, shape: type[Stored]) -> Stored | None:
    item = (
        client("dynamodb")
        .get_item(TableName=dynamodb.table_name(), Key=_key(kind, name), ConsistentRead=True)
        .get("Item")
    )
    return msgspec.convert(dynamodb.from_item(item), shape) if item else None


def _key(kind: str, name: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"{kind}#{name}", "sk": kind})
