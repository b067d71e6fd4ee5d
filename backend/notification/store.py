"""What was told to whom: `pk=ORDER#<order_id>` with `sk=RECIPIENT`, and `sk=MAIL#<kind>` per mail.

A mail is claimed before it is sent and marked after, as sent or as refused for good. SES cannot be asked to send once, so one of two
wrongs is possible when everything stops between its yes and our mark: we choose the second mail over none, and only after `LEASE`.
"""

from botocore.exceptions import ClientError
from msgspec.structs import asdict

from backend.notification.domain import Kind, Recipient
from backend.shared import clock, table
from backend.shared.aws import client

LEASE = 60
"""Seconds that a claim keeps others from sending the same mail: longer than a function lives."""

DAYS = 90
"""How long it is kept: longer than any message can come again."""

_OPEN = "attribute_not_exists(sent_at) AND attribute_not_exists(refused)"


def remember(order_id: str, who: Recipient) -> None:
    """Keeps who ordered; writing it again is the same."""
    item = _key(order_id, "RECIPIENT") | table.item(asdict(who) | {"expires": clock.epoch() + DAYS * 86_400})
    client("dynamodb").put_item(TableName=table.name(), Item=item)


def recall(order_id: str) -> Recipient | None:
    """Who ordered; None while nobody told."""
    found = client("dynamodb").get_item(TableName=table.name(), Key=_key(order_id, "RECIPIENT"), ConsistentRead=True).get("Item")
    if not found:
        return None
    values = table.values(found)
    return Recipient(email=values["email"], total=values["total"], currency=values["currency"], pieces=values["pieces"])


def claim(order_id: str, kind: Kind) -> bool | None:
    """True when it is ours to send; None when it was sent, or refused for good; False while somebody else may be sending it."""
    try:
        client("dynamodb").update_item(
            TableName=table.name(),
            Key=_key(order_id, f"MAIL#{kind}"),
            UpdateExpression="SET claimed_until = :until, #expires = :expires",
            ConditionExpression=f"{_OPEN} AND (attribute_not_exists(claimed_until) OR claimed_until < :now)",
            ExpressionAttributeNames={"#expires": "expires"},
            ExpressionAttributeValues=table.item({
                ":until": clock.epoch() + LEASE, ":now": clock.epoch(), ":expires": clock.epoch() + DAYS * 86_400,
            }),
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )  # fmt: skip
    except ClientError as error:
        if not table.condition_failed(error):
            raise
        return None if {"sent_at", "refused"} & (table.met(error) or {}).keys() else False
    return True


def sent(order_id: str, kind: Kind) -> None:
    """Marks the mail as sent, for good."""
    _update(order_id, kind, "SET sent_at = :now", {":now": {"S": clock.now()}})


def refused(order_id: str, kind: Kind, why: str) -> None:
    """Notes that SES will never take the mail; `why` is its code."""
    _update(order_id, kind, "SET refused = :why", {":why": {"S": why}})


def give_up(order_id: str, kind: Kind) -> None:
    """Gives a claim back after SES refused the mail, so that its message may try at once."""
    _update(order_id, kind, "REMOVE claimed_until", {})


def _update(order_id: str, kind: Kind, expression: str, values: table.Item) -> None:
    client("dynamodb").update_item(
        TableName=table.name(),
        Key=_key(order_id, f"MAIL#{kind}"),
        UpdateExpression=expression,
        **({"ExpressionAttributeValues": values} if values else {}),
    )


def _key(order_id: str, sk: str) -> table.Item:
    return {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": sk}}
