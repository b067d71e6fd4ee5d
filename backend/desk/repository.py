"""The desk's table.

| pk          | sk         | else                                                                         |
| ORDER#<id>  | ORDER      | facts, address (packed), in_state, tracking; of each part …_at and …_version |
| ORDER#<id>  | NOTE#<key> | at, text, by, who                                                            |
| CUSTOMER#<hash> | NOTE#<key> | the same, about whoever ordered with an e-mail address (`notes`)          |
| WORD#<word> | <id>       | nothing: the order may be found by the word                                  |
| ALL#<shard> | <id>       | nothing: every order                                                         |

The index `by_state` (pk `in_state`, `<state>#<shard>`, sk `pk`) holds the rows. Order ids sort by time, so each list is
one Query of each shard, newest first. Earlier releases wrote `ALL` and states without a shard. A word that an order is
no longer found by (another address) is deleted.

Events may come twice, late and in any order: each part of a row has the version of the order that it is from, and an
older one changes nothing. A row that only states are known of is not listed until its checkout is heard of. Of an order
in several parcels `tracking_<n>` is the tracking number of parcel n, a part as the others.
"""

from collections.abc import Iterable
from typing import Unpack

from backend.contracts.desk.models import DeskAddress, DeskOrder
from backend.contracts.order.states import State
from backend.contracts.types import MAX_SAFE_INTEGER
from backend.desk import domain
from backend.desk.domain import Facts
from backend.shared import compression, dynamodb
from backend.shared.aws import client
from backend.shared.pagination import Query
from backend.shared.shards import base_key, shard_key

LISTED = "ALL"
_ROW = "ORDER"
_PARCEL = "tracking_"


def add(order: DeskOrder) -> None:
    """Store the order and its words. What is known of a later version stays."""
    put_words(order.id, words := domain.indexed_words(order), shard_key(LISTED, order.id))
    values = {
        ":facts": compression.compress(domain.facts(order)),
        ":address": compression.compress(order.address),
        ":state": shard_key(order.state, order.id),
        ":at": order.state_at,
        ":none": 0,
    }
    row = _update(
        order.id,
        "SET facts = if_not_exists(facts, :facts), address = if_not_exists(address, :address), "
        "in_state = if_not_exists(in_state, :state), in_state_at = if_not_exists(in_state_at, :at), "
        "in_state_version = if_not_exists(in_state_version, :none)",
        values,
    )
    _drop_stale_words(order.id, words, row)


def set_state(order_id: str, state: State, at: str, version: int) -> None:
    """Store the order's state, unless a later one is known."""
    _set(order_id, "in_state", shard_key(state, order_id), at, version)


def set_tracking(order_id: str, tracking: str, at: str, version: int, parcel: int = 0) -> None:
    """Store the first tracking number, of one parcel of several or of the whole order, and make the order found by it,
    unless a later one is known or its person was erased."""
    put_words(order_id, words := domain.tracking_words(tracking))
    part = f"{_PARCEL}{parcel}" if parcel else "tracking"
    _drop_stale_words(order_id, words, _set(order_id, part, tracking, at, version, is_personal=True))


def correct_tracking(order_id: str, tracking: str, at: str, version: int, parcel: int = 0) -> None:
    """Store another tracking number, as `set_tracking` does; the order is no longer found by the earlier one."""
    before = _words_now(order_id)
    set_tracking(order_id, tracking, at, version, parcel)
    _drop_stale_words(order_id, before, _read_row(order_id))


def set_address(order_id: str, address: DeskAddress, at: str, version: int) -> None:
    """Store another address and make the order found by it, and no longer by the earlier one, unless a later one is
    known."""
    before, words = _words_now(order_id), domain.indexed_address_words(address)
    put_words(order_id, words)
    row = _set(order_id, "address", compression.compress(address), at, version)
    _drop_stale_words(order_id, before | words, row)


def _words_now(order_id: str) -> frozenset[str]:
    order = decode(_read_row(order_id))
    return domain.known_words(order) if order else frozenset()


def _set(order_id: str, part: str, value: object, at: str, version: int, is_personal: bool = False) -> dynamodb.Item:
    """Store a part of a row, unless one of a later version is stored. Without a version (0) the time decides.
    What `is_personal` is not stored once the person is erased.

    Returns the row as it is now.
    """
    older = f"{part}_version < :version" if version else f"({part}_version = :version AND {part}_at < :at)"
    condition = f"(attribute_not_exists({part}_version) OR {older})"
    erased = {":erased": MAX_SAFE_INTEGER} if is_personal else {}
    if is_personal:
        condition += " AND (attribute_not_exists(address_version) OR address_version < :erased)"
    return _update(
        order_id,
        f"SET {part} = :value, {part}_at = :at, {part}_version = :version",
        {":value": value, ":at": at, ":version": version, **erased},
        condition,
    )


def erase(order_id: str, at: str) -> None:
    """Take the person out of the order's row, words and notes. No later event brings one back: the version that is
    stored of address and tracking number is above all others."""
    key = row_key(order_id)
    items = query(KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": key["pk"]})
    row = next((item for item in items if item["sk"] == key["sk"]), None)
    order = decode(row) if row else None
    if order:
        _drop_words(order_id, domain.known_words(order) - domain.indexed_words(domain.without_person(order)))
    dynamodb.batch_delete({"pk": key["pk"], "sk": item["sk"]} for item in items if item is not row)
    address = compression.compress(domain.erased_address(order))
    row = _set(order_id, "address", address, at, MAX_SAFE_INTEGER)  # first: from now on no parcel is put in
    _drop_words(order_id, _numbers(row))
    for part in ("tracking", *_parcel_parts(row)):
        _set(order_id, part, "", at, MAX_SAFE_INTEGER)


def _numbers(row: dynamodb.Item) -> frozenset[str]:
    """Return the words of the tracking numbers in a row."""
    parts = [part for part in ("tracking", *_parcel_parts(row)) if part in row]
    return frozenset(word for part in parts for word in domain.tracking_words(row[part]["S"]))


def _drop_words(order_id: str, words: Iterable[str]) -> None:
    dynamodb.batch_delete(dynamodb.to_item({"pk": f"WORD#{word}", "sk": order_id}) for word in sorted(words))


def _drop_stale_words(order_id: str, put: frozenset[str], row: dynamodb.Item) -> None:
    """Delete those of the words put that the row, as it is now, does not answer to: an old event brought them."""
    if order := decode(row):
        _drop_words(order_id, put - domain.indexed_words(order))


def put_words(order_id: str, words: Iterable[str], *lists: str) -> None:
    """Make the order found by these words, and stand in these lists. Before its row, so that none stays unfound."""
    keys = [*lists, *(f"WORD#{word}" for word in sorted(words))]
    dynamodb.batch_put(dynamodb.to_item({"pk": key, "sk": order_id}) for key in keys)


def decode(item: dynamodb.Item) -> DeskOrder | None:
    """Return the order in a row; None where its checkout was not heard of yet."""
    if "facts" not in item:
        return None
    facts = compression.decode(item["facts"]["B"], Facts)
    return DeskOrder(
        id=item["pk"]["S"].removeprefix("ORDER#"),
        state=State(base_key(item["in_state"]["S"])),
        state_at=item["in_state_at"]["S"],
        version=int(item["in_state_version"]["N"]),
        tracking=item.get("tracking", {}).get("S", ""),
        parcels=tuple(item[part]["S"] for part in _parcel_parts(item)),
        address=compression.decode(item["address"]["B"], DeskAddress),
        **{name: getattr(facts, name) for name in Facts.__struct_fields__},
    )


def _parcel_parts(item: dynamodb.Item) -> list[str]:
    """Return the attributes of a row that hold a parcel's tracking number, by the parcels' numbers."""
    numbers = (name.removeprefix(_PARCEL) for name in item if name.startswith(_PARCEL))
    return [f"{_PARCEL}{number}" for number in sorted(int(each) for each in numbers if each.isdecimal())]


def rows(order_ids: Iterable[str]) -> list[DeskOrder]:
    """Return the rows of these orders, newest first. Raise Refused 503 if the table is busy."""
    orders = (decode(item) for item in dynamodb.batch_get(row_key(each) for each in order_ids))
    return sorted((each for each in orders if each), key=lambda order: order.id, reverse=True)


def row_key(order_id: str) -> dynamodb.Item:
    """Return the key of an order's row."""
    return dynamodb.to_item({"pk": f"ORDER#{order_id}", "sk": _ROW})


class Page(Query, total=False):
    """Arguments of a Query of the table, with the largest number of items."""

    Limit: int


def query(**arguments: Unpack[Page]) -> list[dynamodb.Item]:
    """Return the items that a Query of the table finds."""
    return client("dynamodb").query(TableName=dynamodb.table_name(), **arguments)["Items"]


def _read_row(order_id: str) -> dynamodb.Item:
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=row_key(order_id), ConsistentRead=True)
    row: dynamodb.Item = reply.get("Item", {})
    return row


def _update(order_id: str, change: str, values: dict[str, object], condition: str = "") -> dynamodb.Item:
    """Change the row if the condition holds. Return it as it is now."""
    _, row = dynamodb.write_or_read(
        "update_item",
        ReturnValues="ALL_NEW",
        TableName=dynamodb.table_name(),
        Key=row_key(order_id),
        UpdateExpression=change,
        ExpressionAttributeValues=dynamodb.to_item(values),
        **({"ConditionExpression": condition} if condition else {}),
    )
    return row or {}
