"""Items that are written only if they still have the version that was read: of two who read the same one, the later
writes nothing."""

from backend.shared import dynamodb


def put_if_unchanged(item: dynamodb.Item, version: int) -> dynamodb.Put:
    """Return the put that replaces the item with this `version`; 0 if there was none.

    Its condition fails if the item has another version by then.
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
