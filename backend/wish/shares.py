"""Links by which shoppers show their wish lists.

| pk            | sk    | else      |
| shopper#<sub> | SHARE | share_key |
| SHARED#<key>  | SHARE | owner     |
"""

import secrets

from backend.contracts.problem import Refused
from backend.contracts.wish.sharing import Share
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.wish import repository

_SK = "SHARE"


def share(owner: str) -> Share:
    """Return the link's key; make one if there is none. Raise Refused 401 if the account was closed."""
    key = find_key(owner) or secrets.token_hex(16)
    own: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": _key(owner) | {"share_key": {"S": key}},
        "ConditionExpression": "attribute_not_exists(pk) OR share_key = :key",
        "ExpressionAttributeValues": {":key": {"S": key}},
    }
    link: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": _key(_link_pk(key)) | {"owner": {"S": owner}},
    }
    made = dynamodb.transact_if([{"Put": own}, {"Put": link}, {"ConditionCheck": repository.still_open(owner)}])
    current = key if made else find_key(owner)
    if current is None:
        raise Refused(401, "not-signed-in", "Please sign in")
    return Share(share_key=current)


def stop(owner: str) -> None:
    """End the owner's link, if there is one. The way from the link goes first: it must not outlive the other."""
    if key := find_key(owner):
        dynamodb.batch_delete([_key(_link_pk(key))])
        dynamodb.batch_delete([_key(owner)])


def find_key(owner: str) -> str | None:
    """Return the key of the owner's link, by a consistent read."""
    return _read(owner, "share_key")


def find_owner(share_key: str) -> str | None:
    """Return whose list the link shows; None once it has ended."""
    return _read(_link_pk(share_key), "owner")


def _read(pk: str, attribute: str) -> str | None:
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(pk), ConsistentRead=True)
    return reply["Item"][attribute]["S"] if "Item" in reply else None


def _link_pk(share_key: str) -> str:
    return f"SHARED#{share_key}"


def _key(pk: str) -> dynamodb.Item:
    return {"pk": {"S": pk}, "sk": {"S": _SK}}
