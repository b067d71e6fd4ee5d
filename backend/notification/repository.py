"""What was told to whom: `pk=ORDER#<order_id>` with `sk=RECIPIENT`, and `sk=MAIL#<kind>` per mail (see `archive`).

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

from collections.abc import Mapping

import msgspec
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


RECIPIENT_DAYS = 400
"""How long it is known who ordered what, and which mails were sent: something may be sent back, and a refund told,
months after it was delivered."""

Details = Mapping[str, str | bytes]
"""What is stored of a mail beside its mark (`archive.details`)."""

_STOPPED = "STOPPED"
_NOT_ERASED = "attribute_not_exists(erased)"
_KNOWN = ("email", "total", "currency", "pieces", "order_key", "language")
_OPEN = "attribute_not_exists(sent_at) AND attribute_not_exists(refused)"


def remember(order_id: str, recipient: Recipient, first: bool = False) -> None:
    """Store the buyer and the purchase; with `first` only if nothing is stored yet. A changed address is kept."""
    values = {
        "email": recipient.email,
        "total": recipient.total,
        "currency": recipient.currency,
        "pieces": recipient.pieces,
    }
    values |= {
        "bought": compression.compress(recipient.bought) if recipient.bought else None,
        "order_key": recipient.order_key,
        "language": recipient.language,
        "expires": clock.epoch() + RECIPIENT_DAYS * 86_400,
    }
    known_values = {name: value for name, value in values.items() if value is not None}
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(order_id, "RECIPIENT"),
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in known_values),
        ExpressionAttributeNames={f"#{name}": name for name in known_values},
        ExpressionAttributeValues=dynamodb.to_item({f":{name}": value for name, value in known_values.items()}),
        ConditionExpression=f"{_NOT_ERASED} AND attribute_not_exists(#email)" if first else _NOT_ERASED,
    )


def change_address(order_id: str, address: Address, version: int) -> None:
    """Store where the order goes and who is notified from now on, unless a later version is stored."""
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(order_id, "RECIPIENT"),
        UpdateExpression="SET address = :address, address_version = :version",
        ConditionExpression=f"{_NOT_ERASED} AND (attribute_not_exists(address_version) OR address_version < :version)",
        ExpressionAttributeValues=dynamodb.to_item({":address": compression.compress(address), ":version": version}),
    )


def recall(order_id: str) -> Recipient | None:
    """Return the buyer, or None while unknown. If the address was changed since, the new one counts."""
    reply = client("dynamodb").get_item(
        TableName=dynamodb.table_name(), Key=_key(order_id, "RECIPIENT"), ConsistentRead=True
    )
    return decode_recipient(reply.get("Item", {}))


def decode_recipient(item: dynamodb.Item) -> Recipient | None:
    """Return the recipient in an item; None if nothing says who ordered."""
    if "email" not in item:
        return None
    recipient = msgspec.convert(dynamodb.from_item({name: item[name] for name in _KNOWN if name in item}), Recipient)
    order = compression.decode(item["bought"]["B"], OrderDetails) if "bought" in item else None
    return _redirect(replace(recipient, bought=order), item.get("address", {}).get("B"))


def _redirect(recipient: Recipient, address: bytes | None) -> Recipient:
    if address is None:
        return recipient
    new_address = compression.decode(address, Address)
    order = replace(recipient.bought, address=new_address) if recipient.bought else None
    return replace(recipient, email=new_address.email, bought=order)


def read_order(order_id: str) -> dict[str, dynamodb.Item]:
    """Return all that is stored of an order, by sort key: the recipient, marks of mails, and requests to send again."""
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": _key(order_id, "")["pk"]},
    )
    return {item["sk"]["S"]: item for item in reply["Items"]}


def erase(order_id: str) -> None:
    """Delete everything that is stored of an order, and leave a mark: events that arrive later store and mail
    nothing."""
    mark = {"erased": True, "expires": clock.epoch() + RECIPIENT_DAYS * 86_400}
    item = _key(order_id, "RECIPIENT") | dynamodb.to_item(mark)
    dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item)
    dynamodb.batch_delete(_key(order_id, sk) for sk in read_order(order_id) if sk != "RECIPIENT")


def known_emails(order_id: str) -> frozenset[str]:
    """Return the e-mail addresses that mails about the order go to, or went to before staff changed the address."""
    item = read_order(order_id).get("RECIPIENT", {})
    first, now = item.get("email", {}).get("S"), decode_recipient(item)
    return frozenset(email for email in (first, now.email if now else None) if email)


def is_erased(order_id: str) -> bool:
    """Return whether the order belonged to a closed account."""
    return "erased" in read_order(order_id).get("RECIPIENT", {})


def read_mark(order_id: str, kind: str) -> dynamodb.Item:
    """Return the mark of an order's mail; empty where there is none."""
    reply = client("dynamodb").get_item(
        TableName=dynamodb.table_name(), Key=_key(order_id, f"MAIL#{kind}"), ConsistentRead=True
    )
    item: dynamodb.Item = reply.get("Item", {})
    return item


def mark_stopped(owner_key: str) -> None:
    """Mark that these mails are no longer wanted."""
    values = {"expires": clock.epoch() + RECIPIENT_DAYS * 86_400}
    item = _key(owner_key, _STOPPED) | dynamodb.to_item(values)
    dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item)


def is_stopped(owner_key: str) -> bool:
    """Return whether no more of these mails are wanted, by a consistent read."""
    key = _key(owner_key, _STOPPED)
    return "Item" in client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key, ConsistentRead=True)


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
            ":expires": now + RECIPIENT_DAYS * 86_400,
        }),
    )  # fmt: skip
    if claimed:
        return True
    return None if {"sent_at", "refused"} & (item or {}).keys() else False


def mark_sent(owner_key: str, kind: str, details: Details) -> None:
    """Mark the mail as sent, and store its details beside the mark."""
    _mark(owner_key, kind, {"sent_at": clock.now(), **details})


def mark_refused(owner_key: str, kind: str, why: str, details: Details) -> None:
    """Mark the mail as permanently refused; `why` is SES's code."""
    _mark(owner_key, kind, {"refused": why, **details})


def _mark(owner_key: str, kind: str, values: Details) -> None:
    _update(
        owner_key,
        kind,
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
        ExpressionAttributeNames={f"#{name}": name for name in values},
        ExpressionAttributeValues=dynamodb.to_item({f":{name}": value for name, value in values.items()}),
    )


def release_claim(owner_key: str, kind: str, by: str) -> None:
    """Release the message's claim after a refusal, so that a retry can start at once; leave another's claim."""
    _update(
        owner_key, kind, UpdateExpression="REMOVE claimed_by, claimed_at",
        ConditionExpression="claimed_by = :me", ExpressionAttributeValues={":me": {"S": by}},
    )  # fmt: skip


def _update(owner_key: str, kind: str, **update: object) -> None:
    """Update the mail's item, unless the update has a condition that does not hold."""
    key = _key(owner_key, f"MAIL#{kind}")
    dynamodb.write_if("update_item", TableName=dynamodb.table_name(), Key=key, **update)


def _key(owner_key: str, sk: str) -> dynamodb.Item:
    return {"pk": {"S": owner_key if "#" in owner_key else f"ORDER#{owner_key}"}, "sk": {"S": sk}}
