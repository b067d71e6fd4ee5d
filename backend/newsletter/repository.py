"""The newsletter service's table.

| pk                    | sk                | else                                                              |
| SUBSCRIPTION#<shard>  | <hash of address> | secret, state, email, language, asked_at, confirmed_at, consent,  |
|                       |                   | by_account, owner, issued_at; event, expires (none while active)  |
| PROOF#<hash>          | <secret>          | what is left of a confirmed subscription that was stopped; expires |
| shopper#<sub>         | CLOSED            | the mark of a closed account; expires                             |

An address has one subscription. Its key is the hash and the secret; whoever asks again gets another secret, and the
links of old mails end with theirs. Anybody may ask again: so the proof of what was stopped stands beside it.
"""

import hmac
import secrets

import msgspec

from backend.contracts.email_addresses import address_hash
from backend.contracts.event import Event
from backend.contracts.newsletter.models import REQUESTS_PER_ADDRESS, SubscriptionState
from backend.contracts.types import Language, PageQuery
from backend.newsletter.domain import KEEP_DAYS, StoredSubscription
from backend.newsletter.issue_progress import Position
from backend.shared import clock, dynamodb, outbox
from backend.shared.accounts import CLOSED_SECONDS
from backend.shared.aws import client
from backend.shared.hourly_count import count_address
from backend.shared.pagination import query_all, scan_page
from backend.shared.shards import shard_key, shard_keys

COUNTED = 1000
"""Subscriptions of a shard that are read to count them: one read of DynamoDB, and as long as a page may take."""

_HASH_DIGITS = 32
_HOUR_SECONDS, _DAY_SECONDS = 3600, 86_400
_PARTITION = "SUBSCRIPTION"

SHARDS = shard_keys(_PARTITION)
"""The keys that subscriptions stand under."""


def new_subscription(
    email: str, language: Language, consent: int, state: SubscriptionState, owner: str = ""
) -> StoredSubscription:
    """Return a subscription that is asked for now; one that is active at once is an account's."""
    is_active, now = state is SubscriptionState.ACTIVE, clock.now()
    return StoredSubscription(
        address=address_hash(email),
        secret=secrets.token_hex(16),
        state=state,
        email=email,
        asked_at=now,
        language=language,
        confirmed_at=now if is_active else "",
        consent=consent,
        by_account=is_active,
        owner=owner,
        expires=_expires(state),
    )


def read(address: str) -> StoredSubscription | None:
    """Return the subscription of an address's hash by a consistent read; None once it has expired."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(address), ConsistentRead=True)
    subscription = _decode(reply["Item"]) if "Item" in reply else None
    has_expired = subscription and subscription.expires is not None and subscription.expires <= clock.epoch()
    return None if has_expired else subscription


def read_by_key(key: str) -> StoredSubscription | None:
    """Return the subscription that this key opens."""
    subscription = read(key[:_HASH_DIGITS])
    return subscription if subscription and hmac.compare_digest(subscription.key, key) else None


def put_unconfirmed(subscription: StoredSubscription, event: Event) -> bool:
    """Store a new subscription with the event that has its address asked.

    Return False if the address has the newsletter, or was asked within the hour, or too often.
    """
    condition = "attribute_not_exists(pk) OR (#state <> :active AND (#state <> :new OR #expires < :hour_ago))"
    put = _put(subscription, event, condition) | {
        "ExpressionAttributeNames": {"#state": "state", "#expires": "expires"},
        "ExpressionAttributeValues": dynamodb.to_item({
            ":active": SubscriptionState.ACTIVE, ":new": subscription.state,
            ":hour_ago": (subscription.expires or 0) - _HOUR_SECONDS,
        }),
    }  # fmt: skip
    count = count_address(subscription.email, REQUESTS_PER_ADDRESS)
    return dynamodb.transact_if([{"Put": put}, {"Update": count}])


def put_for_shopper(subscription: StoredSubscription, event: Event) -> bool:
    """Store an active subscription with its event.

    Return False if the address has the newsletter already, or its owner's account was closed.
    """
    put = _put(subscription, event, "attribute_not_exists(pk) OR #state <> :active") | {
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": dynamodb.to_item({":active": SubscriptionState.ACTIVE}),
    }
    open_check: dynamodb.Check = {
        "TableName": dynamodb.table_name(),
        "Key": _closed_mark(subscription.owner),
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    return dynamodb.transact_if([{"Put": put}, {"ConditionCheck": open_check}])


def change(subscription: StoredSubscription, event: Event, *more: dynamodb.TransactionItem, **values: object) -> bool:
    """Change a subscription's state and publish its event; `more` is written with it.

    Return False if it has changed since it was read.
    """
    new = msgspec.structs.replace(subscription, **values)
    new = msgspec.structs.replace(new, expires=_expires(new.state))
    put = _put(new, event, "secret = :secret AND #state = :state") | {
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": dynamodb.to_item({":secret": subscription.secret, ":state": subscription.state}),
    }
    is_proof = new.state is SubscriptionState.STOPPED and new.confirmed_at
    return dynamodb.transact_if([{"Put": put}, *([_put_proof(new)] if is_proof else []), *more])


def list_proofs(address: str) -> list[StoredSubscription]:
    """Return what is left of the confirmed subscriptions of an address that were stopped, by its hash."""
    items = query_all(
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=dynamodb.to_item({":pk": f"PROOF#{address}"}),
        ConsistentRead=True,
    )
    return [_decode(item | dynamodb.to_item({"sk": address})) for item in items]


def list_active(query: PageQuery) -> tuple[list[StoredSubscription], str | None]:
    """Return a page of the active subscriptions, and the next cursor; a page may be empty and not the last."""
    items, after = scan_page(
        query,
        ConsistentRead=True,
        FilterExpression="#state = :active",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues=dynamodb.to_item({":active": SubscriptionState.ACTIVE}),
    )
    return [_decode(item) for item in items], after


def list_from(position: Position, limit: int) -> list[StoredSubscription]:
    """Return the subscriptions of a shard that follow this position, in whatever state, by a consistent read."""
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk AND sk > :after",
        ExpressionAttributeValues=dynamodb.to_item({":pk": SHARDS[position.shard], ":after": position.after or " "}),
        ConsistentRead=True,
        Limit=limit,
    )
    return [_decode(item) for item in reply["Items"]]


def mark_issued(subscription: StoredSubscription, started_at: str, event: Event) -> bool:
    """Note that an issue which was begun then is sent to a subscription, and publish its event.

    Return False if that was done before, or the subscription was stopped.
    """
    return dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(subscription.address),
        UpdateExpression="SET issued_at = :started, #event = :event",
        ConditionExpression="secret = :secret AND #state = :active"
        " AND (attribute_not_exists(issued_at) OR issued_at < :started)",
        ExpressionAttributeNames={"#state": "state", "#event": "event"},
        ExpressionAttributeValues=dynamodb.to_item({
            ":started": started_at, ":event": outbox.compress_event(event), ":secret": subscription.secret,
            ":active": SubscriptionState.ACTIVE,
        }),
    )  # fmt: skip


def list_first(shard: str) -> tuple[list[StoredSubscription], float]:
    """Return the first subscriptions of a shard, and which part of all these are: 1 where there are no more.

    Else it is estimated by how far they reach, for hashes are spread evenly. Of those that have expired, some may be
    left.
    """
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=dynamodb.to_item({":pk": shard}),
        ConsistentRead=True,
        Limit=COUNTED,
    )
    first = [_decode(item) for item in reply["Items"]]
    of_all = (int(first[-1].address, 16) + 1) / 16**_HASH_DIGITS if "LastEvaluatedKey" in reply else 1.0
    return first, of_all


def close(owner: str) -> None:
    """Mark that the owner's account was closed, so that a token that is still good subscribes nobody any more."""
    mark = _closed_mark(owner) | dynamodb.to_item({"expires": clock.epoch() + CLOSED_SECONDS})
    dynamodb.batch_put([mark])


def _put(subscription: StoredSubscription, event: Event, condition: str) -> dynamodb.Put:
    item = _key(subscription.address) | dynamodb.to_item(
        _values(subscription) | {"event": outbox.compress_event(event)}
    )
    return {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": condition}


def _put_proof(subscription: StoredSubscription) -> dynamodb.TransactionItem:
    key = {"pk": f"PROOF#{subscription.address}", "sk": subscription.secret}
    return {"Put": {"TableName": dynamodb.table_name(), "Item": dynamodb.to_item(key | _values(subscription))}}


def _values(subscription: StoredSubscription) -> dict[str, object]:
    """Return what is stored beside the key; what is empty is left out."""
    fields = (name for name in StoredSubscription.__struct_fields__ if name != "address")
    return {name: getattr(subscription, name) for name in fields if getattr(subscription, name) not in ("", False)}


def _decode(item: dynamodb.Item) -> StoredSubscription:
    values = dynamodb.from_item({name: value for name, value in item.items() if name != "event"})
    return msgspec.convert({"email": "", **values, "address": values["sk"]}, StoredSubscription)


def _key(address: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": shard_key(_PARTITION, address), "sk": address})


def _closed_mark(owner: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": owner, "sk": "CLOSED"})


def _expires(state: SubscriptionState) -> int | None:
    days = KEEP_DAYS.get(state)
    return None if days is None else clock.epoch() + days * _DAY_SECONDS
