"""The services' tables with the keys, indexes and streams that the infrastructure gives them, for moto."""

from typing import Any

# service → index → (partition key, sort key, the sort key's type)
INDEXES = {
    "product": {
        "by_rank": ("list", "rank", "N"),
        "by_newest": ("list", "created_at", "S"),
        "by_price": ("list", "price", "N"),
    },
    "inventory": {"skus": ("list", "sku", "S"), "open_holds": ("open", "at", "S")},
    "order": {
        "by_state": ("in_state", "sk", "S"),
        "waiting": ("open", "due", "S"),
        "by_id": ("sk", "pk", "S"),
        "by_contact": ("contact", "sk", "S"),
        "by_return": ("in_return", "sk", "S"),
    },
    "payment": {"waiting": ("open", "due", "S")},
    "desk": {"by_state": ("in_state", "pk", "S")},
    "promotion": {"by_time": ("list", "created_at", "S")},
    "review": {
        "by_state": ("in_state", "at", "S"),
        "by_time": ("listed", "at", "S"),
        "by_rank": ("listed", "rank", "N"),
        "stars_by_time": ("listed_stars", "at", "S"),
        "stars_by_rank": ("listed_stars", "rank", "N"),
    },
    "voucher": {"by_time": ("list", "issued_at", "S")},
    "notification": {"by_time": ("listed", "at", "S")},
    "wish": {"wishers": ("wished", "pk", "S")},
}

KEYS_ONLY = {"skus", "waiting", "by_id", "wishers"}
"""Indexes that hold the keys of items; the others hold whole items."""


def definition(service: str) -> dict[str, Any]:
    """What CreateTable is told about a service's table."""
    indexes = INDEXES.get(service, {})
    attributes = (
        {"pk": "S", "sk": "S"}
        | {pk: "S" for pk, _, _ in indexes.values()}
        | {sk: kind for _, sk, kind in indexes.values()}
    )
    wanted: dict[str, Any] = {
        "TableName": service,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys("pk", "sk"),
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in attributes.items()],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }
    if indexes:
        wanted["GlobalSecondaryIndexes"] = [
            {"IndexName": name, "KeySchema": _keys(pk, sk), "Projection": _projection(name)}
            for name, (pk, sk, _) in indexes.items()
        ]
    return wanted


def _projection(index: str) -> dict[str, str]:
    return {"ProjectionType": "KEYS_ONLY" if index in KEYS_ONLY else "ALL"}


def _keys(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
