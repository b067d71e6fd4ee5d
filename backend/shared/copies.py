"""Copies of other services' data, built from their events."""

from collections.abc import Mapping, Sequence

from backend.shared import dynamodb


def write_newer(
    key: dynamodb.Item,
    version: int,
    values: Mapping[str, object],
    remove: Sequence[str] = (),
    *,
    version_name: str = "version",
) -> bool:
    """Set and remove attributes of an item, unless a version as new is stored. Return whether it was written.

    `version_name` is the attribute that holds the version. It orders the events of whatever the item is a copy of: late
    and doubled ones change nothing.
    """
    attributes = {version_name: version, **values}
    aliases = {name: f"a{number}" for number, name in enumerate((*attributes, *remove))}
    setting = "SET " + ", ".join(f"#{aliases[name]} = :{aliases[name]}" for name in attributes)
    removing = " REMOVE " + ", ".join(f"#{aliases[name]}" for name in remove) if remove else ""
    return dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=key,
        UpdateExpression=setting + removing,
        ConditionExpression="attribute_not_exists(#a0) OR #a0 < :a0",
        ExpressionAttributeNames={f"#{alias}": name for name, alias in aliases.items()},
        ExpressionAttributeValues=dynamodb.to_item({f":{aliases[name]}": value for name, value in attributes.items()}),
    )
