"""Wish lists: an item per wish.

| pk                                    | sk                    | else                                         |
| shopper#<sub> or guest#<id>           | WISH#<product>#<sku>  | price, since, wished; removed, expires       |
| shopper#<sub>                         | WISH-CLOSED           | expires: the account was closed              |

A wish that was removed stays for `UNDO_SECONDS`, marked: added again, it is as it was. `wished` is the product while it
is wished for, and the index `wishers` counts by it. The sort key of that index is the owner's, which no two share:
however many wish for the same product, DynamoDB can split its key.

The tokens of a closed account are good for some minutes more. The mark of it is among the wishes, so that each read of
a list finds it, and it is written before the list is erased: a change reads the list before and after, so one of the
two sees the other.
"""

from collections.abc import Iterable

from backend.contracts.basket.models import Owner
from backend.contracts.problem import Refused
from backend.contracts.shop import CURRENCY
from backend.contracts.wish.models import GUEST_DAYS, UNDO_SECONDS
from backend.shared import clock, dynamodb
from backend.shared.accounts import CLOSED_SECONDS
from backend.shared.pagination import partition_keys, query_all
from backend.wish.domain import StoredWish

_WISH, _CLOSED = "WISH#", "WISH-CLOSED"
_LISTED = "WISH"
"""What the sort keys of wishes and of the mark of a closed account begin with."""


def read(owner: str) -> tuple[StoredWish, ...]:
    """Return the owner's list by a consistent read, newest first. Raises Refused 401 if the account was closed."""
    items = tuple(
        query_all(
            KeyConditionExpression="pk = :owner AND begins_with(sk, :listed)",
            ExpressionAttributeValues=dynamodb.to_item({":owner": owner, ":listed": _LISTED}),
            ConsistentRead=True,
        )
    )
    if any(item["sk"]["S"] == _CLOSED for item in items):
        raise Refused(401, "not-signed-in", "Please sign in")
    wishes = (_decode(item) for item in items if "removed" not in item)
    return tuple(sorted(wishes, key=lambda wish: wish.since, reverse=True))


def add(owner: str, product_id: str, sku: str, price: int, currency: str) -> None:
    """Add a variant at that price in the currency.

    One that is there, or was removed a moment ago, keeps its own price and place.
    """
    _update(
        owner,
        product_id,
        sku,
        "SET price = if_not_exists(price, :price), since = if_not_exists(since, :now), wished = :product, "
        "currency = if_not_exists(currency, :currency)"
        + (", expires = :expires REMOVE removed" if _expires(owner) else " REMOVE removed, expires"),
        {
            ":price": price,
            ":now": clock.millis(),
            ":product": product_id,
            ":expires": _expires(owner),
            ":currency": currency,
        },
    )


def remove(owner: str, wish: StoredWish) -> None:
    """Mark a wish as removed."""
    _update(
        owner,
        wish.product_id,
        wish.sku,
        "SET removed = :removed, expires = :expires REMOVE wished",
        {":removed": True, ":expires": clock.epoch() + UNDO_SECONDS},
        ConditionExpression="attribute_exists(pk)",
    )


def move(wishes: Iterable[StoredWish], source: str, target: str) -> None:
    """Move wishes from one owner to another who has not got them. If it stops half-way, none is lost."""
    moving = tuple(wishes)
    dynamodb.batch_put(_encode(target, wish) for wish in moving)
    delete(source, moving)


def delete(owner: str, wishes: Iterable[StoredWish]) -> None:
    """Delete wishes for good."""
    dynamodb.batch_delete(_key(owner, wish.product_id, wish.sku) for wish in wishes)


def close(owner: str) -> None:
    """Mark that the owner's account was closed, so that nothing is written for it any more."""
    mark = closed_mark(owner) | dynamodb.to_item({"expires": clock.epoch() + CLOSED_SECONDS})
    dynamodb.batch_put([mark])


def closed_mark(owner: str) -> dynamodb.Item:
    """Return the key of the mark of a closed account."""
    return {"pk": {"S": owner}, "sk": {"S": _CLOSED}}


def still_open(owner: str) -> dynamodb.Check:
    """Return the part of a transaction that fails if the owner's account was closed."""
    return {
        "TableName": dynamodb.table_name(),
        "Key": closed_mark(owner),
        "ConditionExpression": "attribute_not_exists(pk)",
    }


def erase(owner: str) -> None:
    """Delete all that is stored of an owner, but for the mark of a closed account."""
    dynamodb.batch_delete(key for key in partition_keys(owner) if key != closed_mark(owner))


def _update(owner: str, product_id: str, sku: str, expression: str, values: dict[str, object], **more: str) -> bool:
    return dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(owner, product_id, sku),
        UpdateExpression=expression,
        ExpressionAttributeValues=dynamodb.to_item(values),
        **more,
    )


def _encode(owner: str, wish: StoredWish) -> dynamodb.Item:
    values = {
        "price": wish.price,
        "since": wish.since,
        "wished": wish.product_id,
        "expires": _expires(owner),
        "currency": wish.currency,
    }
    return _key(owner, wish.product_id, wish.sku) | dynamodb.to_item(values)


def _decode(item: dynamodb.Item) -> StoredWish:
    _, product_id, sku = item["sk"]["S"].split("#")
    currency = item.get("currency", {}).get("S", CURRENCY)
    return StoredWish(
        product_id=product_id,
        sku=sku,
        price=int(item["price"]["N"]),
        since=int(item["since"]["N"]),
        currency=currency,
    )


def _key(owner: str, product_id: str, sku: str) -> dynamodb.Item:
    return {"pk": {"S": owner}, "sk": {"S": f"{_WISH}{product_id}#{sku}"}}


def _expires(owner: str) -> int | None:
    """Return when a guest's wish ends, in epoch seconds; None for a shopper's."""
    return clock.epoch() + GUEST_DAYS * 86_400 if owner.startswith(f"{Owner.GUEST}#") else None
