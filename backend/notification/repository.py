"""What was told to whom: `pk=ORDER#<order_id>` with `sk=RECIPIENT`, and `sk=MAIL#<kind>` per mail.

Mails about a message (`messages`) have their marks beside it: whose a mark is, is an order's id or a message's whole
key.

A mail is claimed before it is sent and marked after, as sent or as refused for good. SES cannot be asked to send once,
so one of two wrongs is possible when everything stops between its yes and our mark: we choose the second mail over
none.

A claim is its message's: a queue gives a message again once the function that had it is dead, and that run takes the
claim up. Other messages of the same news, such as the bus's doubles, stay away for longer than clocks differ. What is
left to clocks is one message given to two functions at once, which SQS does not rule out: where these are more than
`LEASE` apart, the mail goes out twice.
"""

from typing import Any

from msgspec.structs import replace

from backend.contracts.basket.models import Address
from backend.notification.domain import OrderDetails, Recipient
from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client

LEASE_SECONDS = 30
"""Seconds that a claim keeps its own message from sending again: longer than a function lives, shorter than the queue
hides the message."""

ABANDONED_SECONDS = 270
"""Seconds that it keeps other messages from sending: longer than a function lives by clocks that are four minutes
apart, and shorter than its dead letter is tried for when it is sent on, under a new id."""

MARK_DAYS = 90
"""How long a mail's mark is kept: longer than any message can come again."""

RECIPIENT_DAYS = 400
"""How long it is known who ordered what: something may be sent back, and a refund told, months after it was delivered.
"""

_OPEN = "attribute_not_exists(sent_at) AND attribute_not_exists(refused)"


def remember(order_id: str, who: Recipient, first: bool = False) -> None:
    """Store who ordered, and what; with `first` only if nothing is stored yet. A changed address stays."""
    values = {"email": who.email, "total": who.total, "currency": who.currency, "pieces": who.pieces}
    values |= {
        "bought": compression.compress(who.bought) if who.bought else None,
        "order_key": who.order_key,
        "expires": clock.epoch() + RECIPIENT_DAYS * 86_400,
    }
    known = {name: value for name, value in values.items() if value is not None}
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(order_id, "RECIPIENT"),
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in known),
        ExpressionAttributeNames={f"#{name}": name for name in known},
        ExpressionAttributeValues=dynamodb.to_item({f":{name}": value for name, value in known.items()}),
        **({"ConditionExpression": "attribute_not_exists(#email)"} if first else {}),
    )


def change_address(order_id: str, address: Address, version: int) -> None:
    """Store where the order goes and who is told from now on, unless a later version is stored."""
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(order_id, "RECIPIENT"),
        UpdateExpression="SET address = :address, address_version = :version",
        ConditionExpression="attribute_not_exists(address_version) OR address_version < :version",
        ExpressionAttributeValues=dynamodb.to_item({":address": compression.compress(address), ":version": version}),
    )


def recall(order_id: str) -> Recipient | None:
    """Return who ordered, or None while it is unknown. An address that was changed since is the one that counts."""
    reply = client("dynamodb").get_item(
        TableName=dynamodb.table_name(), Key=_key(order_id, "RECIPIENT"), ConsistentRead=True
    )
    values = dynamodb.from_item(reply.get("Item", {}))
    if "email" not in values:
        return None
    known = {name: values[name] for name in ("email", "total", "currency", "pieces", "order_key") if name in values}
    bought = compression.decode(values["bought"], OrderDetails) if "bought" in values else None
    return _redirect(Recipient(**known, bought=bought), values.get("address"))


def _redirect(who: Recipient, address: bytes | None) -> Recipient:
    if address is None:
        return who
    changed: Address = compression.decode(address, Address)
    bought = replace(who.bought, address=changed) if who.bought else None
    return replace(who, email=changed.email, bought=bought)


def claim(owner_key: str, kind: str, by: str) -> bool | None:
    """Claim the mail for this message. Return True if claimed, None if it is done, False while another run has it."""
    now = clock.epoch()
    claimed, item = dynamodb.write_or_read(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(owner_key, f"MAIL#{kind}"),
        UpdateExpression="SET claimed_by = :me, claimed_at = :now, #expires = :expires",
        ConditionExpression=f"{_OPEN} AND (attribute_not_exists(claimed_by) OR "
        "(claimed_by = :me AND claimed_at < :run_out) OR claimed_at < :abandoned)",
        ExpressionAttributeNames={"#expires": "expires"},
        ExpressionAttributeValues=dynamodb.to_item({
            ":me": by, ":now": now, ":run_out": now - LEASE_SECONDS, ":abandoned": now - ABANDONED_SECONDS,
            ":expires": now + MARK_DAYS * 86_400,
        }),
    )  # fmt: skip
    if claimed:
        return True
    return None if {"sent_at", "refused"} & (item or {}).keys() else False


def mark_sent(owner_key: str, kind: str) -> None:
    """Mark the mail as sent."""
    _update(
        owner_key, kind, UpdateExpression="SET sent_at = :now", ExpressionAttributeValues={":now": {"S": clock.now()}}
    )


def mark_refused(owner_key: str, kind: str, why: str) -> None:
    """Mark the mail as permanently refused; `why` is SES's code."""
    _update(owner_key, kind, UpdateExpression="SET refused = :why", ExpressionAttributeValues={":why": {"S": why}})


def release_claim(owner_key: str, kind: str, by: str) -> None:
    """Release the message's claim after a refusal, so that a retry can start at once; leave another's claim."""
    _update(
        owner_key, kind, UpdateExpression="REMOVE claimed_by, claimed_at",
        ConditionExpression="claimed_by = :me", ExpressionAttributeValues={":me": {"S": by}},
    )  # fmt: skip


def _update(owner_key: str, kind: str, **update: Any) -> None:
    """Update the mail's item, unless the update has a condition that does not hold."""
    key = _key(owner_key, f"MAIL#{kind}")
    dynamodb.write_if("update_item", TableName=dynamodb.table_name(), Key=key, **update)


def _key(owner_key: str, sk: str) -> dynamodb.Item:
    return {"pk": {"S": owner_key if "#" in owner_key else f"ORDER#{owner_key}"}, "sk": {"S": sk}}
