"""The parts of a transaction that take uses of promotions, check that none are left, and return them.

A promotion's item counts its uses. A promotion that each shopper may use once also has an item per person,
`pk=PROMOTION#<code> sk=PERSON#<digest>`.
"""

from backend.promotion import repository
from backend.shared import dynamodb

_NAMES = {"#uses": "uses", "#most": "max_uses"}


def take(code: str) -> dynamodb.TransactionItem:
    """Return the part that takes a use; it fails if none is left, or there is no such promotion."""
    return _count(code, 1, "attribute_not_exists(#most) OR #uses < #most", {"#most": "max_uses"})


def give_back(code: str) -> dynamodb.TransactionItem:
    """Return the part that gives a use back; it fails if none was taken."""
    return _count(code, -1, "#uses > :none", {}, {":none": {"N": "0"}})


def check_used_up(code: str) -> dynamodb.TransactionItem:
    """Return the part that fails if a use is left."""
    return {
        "ConditionCheck": {
            "TableName": dynamodb.table_name(),
            "Key": repository.key(code),
            "ConditionExpression": "attribute_not_exists(#uses) OR #uses >= #most",
            "ExpressionAttributeNames": _NAMES,
        }
    }


def mark_person(code: str, digest: str) -> dynamodb.TransactionItem:
    """Return the part that marks the promotion as used by a person; it fails if it is."""
    item = _person_key(code, digest)
    return {
        "Put": {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
    }


def check_marked(code: str, digest: str) -> dynamodb.TransactionItem:
    """Return the part that fails if the person has not used the promotion."""
    return {
        "ConditionCheck": {
            "TableName": dynamodb.table_name(),
            "Key": _person_key(code, digest),
            "ConditionExpression": "attribute_exists(pk)",
        }
    }


def unmark_person(code: str, digest: str) -> dynamodb.TransactionItem:
    """Return the part that lets a person use the promotion again."""
    return {"Delete": {"TableName": dynamodb.table_name(), "Key": _person_key(code, digest)}}


def _person_key(code: str, digest: str) -> dynamodb.Item:
    return {"pk": {"S": f"PROMOTION#{code}"}, "sk": {"S": f"PERSON#{digest}"}}


def _count(
    code: str, change: int, condition: str, names: dict[str, str], values: dynamodb.Item | None = None
) -> dynamodb.TransactionItem:
    numbers: dynamodb.Item = {":change": {"N": str(change)}, ":one": {"N": "1"}}
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": repository.key(code),
            "UpdateExpression": "SET #uses = #uses + :change, #version = #version + :one",
            "ConditionExpression": f"attribute_exists(#uses) AND ({condition})",
            "ExpressionAttributeNames": {"#uses": "uses", "#version": "version"} | names,
            "ExpressionAttributeValues": numbers | (values or {}),
        }
    }
