"""Removals of second factors, which are mailed to each account's address: `pk=ADDRESS#<hash> sk=SECOND_FACTOR`, for a
day.

Somebody who got hold of a password would next have the second factor removed, in an open browser or by deceiving
support. A shopper's own address comes from the user pool, by the caller's token: their request does not name one. Staff
name the customer's.
"""

from backend.contracts.email_addresses import address_hash
from backend.contracts.notification.events import SecondFactorRemoved
from backend.contracts.notification.models import ReportRemovalFor
from backend.contracts.types import Language
from backend.shared import accounts, clock, dynamodb, outbox

SECONDS = 86_400
"""How long a removal is remembered: its event is read from the table's stream within that time."""


def report_own(access_token: str, language: Language) -> None:
    """Have the token's account notified. One without a confirmed address is ignored. Raises Refused 401."""
    if email := accounts.read_account(access_token).email:
        event = SecondFactorRemoved(at=clock.now(), email=email, language=language)
        _write(event, event.at)


def report_for(body: ReportRemovalFor) -> None:
    """Have the customer notified whose second factor staff remove; the same form notifies once."""
    _write(SecondFactorRemoved(at=clock.now(), email=body.email), body.key)


def owner_key(event: SecondFactorRemoved) -> str:
    """Return the key under which marks of the account's mails are found."""
    return f"REMOVAL#{address_hash(event.email)}#{event.at}"


def erase(email: str) -> None:
    """Delete the removal that was mailed to the account with this address."""
    dynamodb.batch_delete([_key(email)])


def _write(event: SecondFactorRemoved, form: str) -> None:
    values = {"form": form, "event": outbox.compress_event(event), "expires": clock.epoch() + SECONDS}
    dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=_key(event.email) | dynamodb.to_item(values),
        ConditionExpression="attribute_not_exists(pk) OR form <> :form",
        ExpressionAttributeValues=dynamodb.to_item({":form": form}),
    )


def _key(email: str) -> dynamodb.Item:
    return {"pk": {"S": f"ADDRESS#{address_hash(email)}"}, "sk": {"S": "SECOND_FACTOR"}}
