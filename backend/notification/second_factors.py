"""Removals of second factors, of which each account's address is told: `pk=ADDRESS#<hash> sk=SECOND_FACTOR`, for a day.

Whoever got at a password next has the second factor removed, by an open browser or by support's good faith. A shopper's
own address is the user pool's, by the caller's token: no request of theirs names one. Staff name the customer's.
"""

from backend.contracts.email_addresses import address_hash
from backend.contracts.notification.events import SecondFactorRemoved
from backend.contracts.notification.models import ReportRemovalFor
from backend.contracts.types import Language
from backend.shared import accounts, clock, dynamodb, outbox

SECONDS = 86_400
"""How long a removal is remembered: its event is read from the table's stream within that time."""


def report_own(access_token: str, language: Language) -> None:
    """Have the token's account told. One without a confirmed address is passed over. Raises Refused 401."""
    if email := accounts.read_account(access_token).email:
        event = SecondFactorRemoved(at=clock.now(), email=email, language=language)
        _write(event, event.at)


def report_for(body: ReportRemovalFor) -> None:
    """Have the customer told whose second factor staff remove; the same form tells once."""
    _write(SecondFactorRemoved(at=clock.now(), email=body.email), body.key)


def owner_key(event: SecondFactorRemoved) -> str:
    """Return whose mail it is, as marks of mails are found."""
    return f"REMOVAL#{address_hash(event.email)}#{event.at}"


def erase(email: str) -> None:
    """Forget a removal that the account with this address was told of."""
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
