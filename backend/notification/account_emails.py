"""The confirmed addresses of accounts that are about to change theirs: `pk=ACCOUNT#<owner> sk=EMAIL`, for some days.

Somebody who takes over an account changes its address first, so the former address is notified. Each address comes from
the user pool, by the caller's token: no request names one, so nobody can have a stranger mailed.
"""

from backend.contracts.email_addresses import is_same_address
from backend.contracts.notification.events import AccountEmailChanged
from backend.contracts.types import Language, Model, StoredEmail
from backend.shared import accounts, clock, dynamodb, outbox
from backend.shared.aws import client

DAYS = 7
"""How long an address is remembered; a code for the new one is good for a day."""


class AccountEmail(Model, frozen=True, kw_only=True):
    """An account's address as it was last looked up."""

    email: StoredEmail


def record(owner: str, access_token: str, language: Language = "en") -> None:
    """Store the account's confirmed address, and publish AccountEmailChanged if a different one is stored: its mail is
    in this language.

    An account without a confirmed address is ignored, and so is a change that came between: its own mail was sent by
    then. Raises Refused 401 if the token no longer belongs to an account.
    """
    before = read(owner)  # first: an address that is looked up later is never an older one
    if email := accounts.read_account(access_token).email:
        _write(owner, AccountEmail(email=email), before, language)


def read(owner: str) -> AccountEmail | None:
    """Return what is stored of the owner's address; None if nothing is."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(owner), ConsistentRead=True)
    return AccountEmail(email=reply["Item"]["email"]["S"]) if "Item" in reply else None


def erase(owner: str) -> None:
    """Delete the owner's stored address."""
    dynamodb.batch_delete([_key(owner)])


def _write(owner: str, now: AccountEmail, before: AccountEmail | None, language: Language) -> None:
    values: dict[str, object] = {"email": now.email, "expires": clock.epoch() + DAYS * 86_400}
    if before and not is_same_address(before.email, now.email):
        event = AccountEmailChanged(owner=owner, at=clock.now(), email=before.email, language=language)
        values["event"] = outbox.compress_event(event)
    condition = "email = :before" if before else "attribute_not_exists(pk)"
    known = {"ExpressionAttributeValues": dynamodb.to_item({":before": before.email})} if before else {}
    dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=_key(owner) | dynamodb.to_item(values),
        ConditionExpression=condition,
        **known,
    )


def _key(owner: str) -> dynamodb.Item:
    return {"pk": {"S": f"ACCOUNT#{owner}"}, "sk": {"S": "EMAIL"}}
