"""How often something happened for one e-mail address in this hour, counted in the service's table.

`pk=ADDRESS#<hash> sk=HOUR#<hour>`; the count is a part of the transaction that it limits.
"""

from backend.contracts.email_addresses import address_hash
from backend.shared import clock, dynamodb

_HOUR_SECONDS = 3600


def count_address(email: str, most: int) -> dynamodb.Update:
    """Return the part of a transaction that counts one more for this address; it fails after `most` in an hour."""
    hour = clock.epoch() // _HOUR_SECONDS
    return {
        "TableName": dynamodb.table_name(),
        "Key": {"pk": {"S": f"ADDRESS#{address_hash(email)}"}, "sk": {"S": f"HOUR#{hour}"}},
        "UpdateExpression": "ADD taken :one SET #expires = :later",
        "ConditionExpression": "attribute_not_exists(taken) OR taken < :most",
        "ExpressionAttributeNames": {"#expires": "expires"},
        "ExpressionAttributeValues": dynamodb.to_item({":one": 1, ":most": most, ":later": (hour + 2) * _HOUR_SECONDS}),
    }
