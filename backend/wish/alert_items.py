"""Alerts as items of the table.

| pk                       | sk                   | else                                                        |
| ALERT#<kind>#<sku>       | <hash of address>    | secret, state, product, price, email, owner; event, expires |
| shopper#<sub>, or        | ALERT#<kind>#<sku>   | address: the hash that leads to the alert; expires          |
| ADDRESS#<hash>           |                      |                                                             |

The sort key is a hash, so DynamoDB can split the key of a SKU that many wait for. An alert's key is the hash and the
secret; whoever asks again after it has ended gets another secret, and the links of old mails end with theirs.
"""

import hmac
import secrets
from collections.abc import Iterator, Mapping

import msgspec

from backend.contracts.email_addresses import address_hash
from backend.contracts.event import Event
from backend.contracts.shop import CURRENCY
from backend.contracts.types import Language, Model
from backend.contracts.wish.alerts import ALERTS_PER_ADDRESS, AlertKind, AlertState
from backend.contracts.wish.events import AlertsDue
from backend.shared import clock, dynamodb, outbox
from backend.shared.aws import client
from backend.shared.hourly_count import count_address
from backend.shared.pagination import query_all
from backend.wish.repository import still_open

_HASH_DIGITS = 32
_HOUR_SECONDS, _DAY_SECONDS = 3600, 86_400
_ACTIVE = AlertState.ACTIVE
_BEFORE_ALL = "/"
"""Sorts before every hash: DynamoDB takes no empty key."""

KEEP_DAYS = {AlertState.UNCONFIRMED: 7, AlertState.ACTIVE: 400, AlertState.SENT: 90, AlertState.STOPPED: 90}
"""How long an alert is kept from when it came to its state. Nobody waits longer; a link in an old mail still says what
became of it."""

_POINTER_DAYS = KEEP_DAYS[AlertState.UNCONFIRMED] + KEEP_DAYS[AlertState.ACTIVE]


class StoredAlert(Model, frozen=True, kw_only=True):
    """An alert as it is stored. `owner` is the shopper whose it is, or None."""

    kind: AlertKind
    sku: str
    address: str
    secret: str
    state: AlertState
    product: str
    price: int
    email: str = ""
    owner: str | None = None
    expires: int = 0
    currency: str = CURRENCY
    language: Language = "en"

    @property
    def key(self) -> str:
        return self.address + self.secret


def new_alert(
    kind: AlertKind, sku: str, product: str, email: str, price: int, state: AlertState, currency: str = CURRENCY
) -> StoredAlert:
    """Return a new alert without an owner."""
    return StoredAlert(
        kind=kind,
        sku=sku,
        address=address_hash(email),
        secret=secrets.token_hex(16),
        state=state,
        product=product,
        price=price,
        currency=currency,
        email=email,
        expires=_expires(state),
    )


def read(kind: AlertKind, sku: str, address: str) -> StoredAlert | None:
    """Return the alert of an address by a consistent read, whatever its state."""
    key = _key(kind, sku, address)
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key, ConsistentRead=True).get("Item")
    return _decode(item) if item else None


def read_by_key(kind: AlertKind, sku: str, alert_key: str) -> StoredAlert | None:
    """Return the alert that this key opens."""
    alert = read(kind, sku, alert_key[:_HASH_DIGITS])
    return alert if alert and hmac.compare_digest(alert.key, alert_key) else None


def put_unconfirmed(alert: StoredAlert, event: Event) -> bool:
    """Store a new alert without an owner, with the event that has its address asked.

    Return False if the address has the alert, or was asked within the hour: about this one, or about too many.
    """
    condition = "attribute_not_exists(pk) OR (#state <> :active AND (#state <> :new OR #expires < :hour_ago))"
    values = {":active": _ACTIVE, ":new": alert.state, ":hour_ago": alert.expires - _HOUR_SECONDS}
    put = _put(alert, event, condition, {"#state": "state", "#expires": "expires"}, values)
    count = count_address(alert.email, ALERTS_PER_ADDRESS)
    return dynamodb.transact_if([{"Put": put}, {"Put": _pointer(alert)}, {"Update": count}])


def put_for_shopper(alert: StoredAlert, owner: str) -> bool:
    """Store an alert as this shopper's. Return False if it is one's already, or the shopper's account was closed."""
    owned = msgspec.structs.replace(alert, owner=owner)
    condition = "attribute_not_exists(pk) OR #state <> :active OR attribute_not_exists(#owner)"
    put = _put(owned, None, condition, {"#state": "state", "#owner": "owner"}, {":active": _ACTIVE})
    return dynamodb.transact_if([{"Put": put}, {"Put": _pointer(owned)}, {"ConditionCheck": still_open(owner)}])


def change(alert: StoredAlert, event: Event | None = None, **values: object) -> bool:
    """Change an alert and publish an event in the same write. Return False if it has changed since it was read."""
    new = msgspec.structs.replace(alert, **values)
    if new.state is not alert.state:
        new = msgspec.structs.replace(new, expires=_expires(new.state))
    return dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=_encode(new, event),
        ConditionExpression="secret = :secret AND #state = :state AND price = :price",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues=dynamodb.to_item(
            {":secret": alert.secret, ":state": alert.state, ":price": alert.price}
        ),
    )


def waiting(kind: AlertKind, sku: str, after: str, limit: int) -> tuple[list[StoredAlert], str]:
    """Return alerts on a SKU behind a hash, and the hash where they end; empty at the end of all."""
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk AND sk > :after",
        ExpressionAttributeValues={":pk": _key(kind, sku, "")["pk"], ":after": {"S": after or _BEFORE_ALL}},
        ConsistentRead=True,
        Limit=limit,
    )
    last: Mapping[str, dynamodb.AttributeValue] = reply.get("LastEvaluatedKey", {})
    return [_decode(item) for item in reply["Items"]], last["sk"]["S"] if last else ""


def of_address(email: str) -> Iterator[StoredAlert]:
    """Yield the alerts that were asked for to this address without an account."""
    return of_owner(_address_key(address_hash(email)))


def of_owner(owner: str) -> Iterator[StoredAlert]:
    """Yield the shopper's alerts."""
    pointers = query_all(
        KeyConditionExpression="pk = :owner AND begins_with(sk, :alert)",
        ExpressionAttributeValues=dynamodb.to_item({":owner": owner, ":alert": "ALERT#"}),
        ConsistentRead=True,
    )
    keys = [{"pk": item["sk"], "sk": item["address"]} for item in pointers]
    yield from map(_decode, dynamodb.batch_get(keys, ConsistentRead=True))


def put_rest(event: AlertsDue) -> None:
    """Publish that the rest of some alerts is to be looked at."""
    item = {"pk": f"DUE#{event.kind}#{event.skus[0]}", "sk": "DUE", "event": outbox.compress_event(event)}
    dynamodb.batch_put([dynamodb.to_item(item | {"expires": clock.epoch() + _DAY_SECONDS})])


def _put(
    alert: StoredAlert, event: Event | None, condition: str, names: dict[str, str], values: dict[str, object]
) -> dynamodb.Put:
    return {
        "TableName": dynamodb.table_name(),
        "Item": _encode(alert, event),
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": dynamodb.to_item(values),
    }


def _encode(alert: StoredAlert, event: Event | None) -> dynamodb.Item:
    values = {
        name: getattr(alert, name)
        for name in ("secret", "state", "product", "price", "owner", "expires", "currency", "language")
    }
    values |= {
        "email": alert.email or None,
        "event": outbox.compress_event(event) if event else None,
    }
    return _key(alert.kind, alert.sku, alert.address) | dynamodb.to_item(values)


def _decode(item: dynamodb.Item) -> StoredAlert:
    _, kind, sku = item["pk"]["S"].split("#")
    values = dynamodb.from_item({name: value for name, value in item.items() if name != "event"})
    return msgspec.convert({**values, "kind": kind, "sku": sku, "address": values["sk"]}, StoredAlert)


def _key(kind: AlertKind, sku: str, address: str) -> dynamodb.Item:
    return {"pk": {"S": f"ALERT#{kind}#{sku}"}, "sk": {"S": address}}


def _pointer(alert: StoredAlert) -> dynamodb.Put:
    """Return the write of the way to an alert: from its shopper, or else from its address."""
    values = {
        "pk": alert.owner or _address_key(alert.address),
        "sk": f"ALERT#{alert.kind}#{alert.sku}",
        "address": alert.address,
        "expires": clock.epoch() + _POINTER_DAYS * _DAY_SECONDS,
    }
    return {"TableName": dynamodb.table_name(), "Item": dynamodb.to_item(values)}


def _address_key(address: str) -> str:
    return f"ADDRESS#{address}"


def _expires(state: AlertState) -> int:
    return clock.epoch() + KEEP_DAYS[state] * _DAY_SECONDS
