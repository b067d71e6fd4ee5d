"""Items that are written under the version that was read: of two who read the same one, the later writes nothing."""

from backend.shared import dynamodb


def put_if_unchanged(item: dynamodb.Item, version: int) -> dynamodb.Put:
    """Return the put of an item in the place of the one with this `version`; 0 where there was none.

    It fails by its condition if the item has another version by then.
    """
    put: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": item,
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    if version:
        put["ConditionExpression"] = "version = :version"
        put["ExpressionAttributeValues"] = {":version": {"N": str(version)}}
    return put
