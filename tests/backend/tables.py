"""The services' tables with the keys, indexes and streams that the infrastructure gives them, for moto."""

from typing import Any

INDEXES = {"product": {"by_rank": ("rank", "N"), "by_newest": ("created_at", "S"), "by_price": ("price", "N")}}


def definition(service: str) -> dict[str, Any]:
    """What CreateTable is told about a service's table."""
    indexes = INDEXES.get(service, {})
    attributes = {"pk": "S", "sk": "S", **({"list": "S"} if indexes else {}), **dict(indexes.values())}
    wanted: dict[str, Any] = {
        "TableName": service,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys("pk", "sk"),
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in attributes.items()],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }
    if indexes:
        wanted["GlobalSecondaryIndexes"] = [
            {"IndexName": name, "KeySchema": _keys("list", by), "Projection": {"ProjectionType": "ALL"}}
            for name, (by, _) in indexes.items()
        ]
    return wanted


def _keys(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
