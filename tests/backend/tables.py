"""The services' tables with the keys, indexes and streams that the infrastructure gives them, for moto."""

from typing import Any

# service → index → (partition key, sort key, the sort key's type)
INDEXES = {
    "product": {
        "by_rank": ("list", "rank", "N"),
        "by_newest": ("list", "created_at", "S"),
        "by_price": ("list", "price", "N"),
    },
    "inventory": {"by_sku": ("list", "sku", "S"), "open_holds": ("open", "at", "S")},
    "order": {
        "by_state": ("in_state", "sk", "S"),
        "by_due": ("open", "due", "S"),
        "by_contact": ("contact", "sk", "S"),
    },
    "payment": {"by_due": ("open", "due", "S")},
    "desk": {"by_state": ("in_state", "pk", "S")},
    "notification": {"by_time": ("listed", "at", "S")},
}


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
            {"IndexName": name, "KeySchema": _keys(pk, sk), "Projection": {"ProjectionType": "ALL"}}
            for name, (pk, sk, _) in indexes.items()
        ]
    return wanted


def _keys(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
