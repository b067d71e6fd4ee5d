"""moto's items without the detours that dominated tests which store many of them; the answers are the same.

- An item is measured once when it is created, not again for each of its attributes.
- A transaction copies the items that it may change, not the table with everything that its stream ever contained.
- When items are sorted, keys are compared by their values, and all are sorted for each query.
- Texts, numbers and booleans are not copied, measured or compared as if they were containers.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict, bytesize
from moto.dynamodb.models.table import StreamShard, Table

MAX_ITEM_BYTES = 405_000
"""As moto has it, between the two sizes of which DynamoDB takes the one and refuses the other."""
_PLAIN = frozenset({"S", "B", "BOOL"})
_cast: Any = DynamoType.cast_value
_size, _to_json = DynamoType.size, DynamoType.to_regular_json


def install() -> None:
    """Speed up moto's items in this process."""
    DynamoType.__deepcopy__ = lambda value, _: _copy_value(value)
    DynamoType.__eq__, DynamoType.__ne__, DynamoType.__lt__ = _equals, _differs, _is_less
    DynamoType.cast_value = property(_cast_value)
    DynamoType.size, DynamoType.to_regular_json = _measure, _to_plain_json
    Table.all_items, Table.sorted_items = _sort_all, _sort_by_keys
    Item.__init__ = _init_item
    Item.__deepcopy__ = lambda item, _: _copy_item(item)


def _cast_value(value: Any) -> Any:
    return value.value if value.type in _PLAIN else _cast.fget(value)


def _equals(value: Any, other: Any) -> bool:
    return value.type == other.type and bool(value.cast_value == other.cast_value)


def _differs(value: Any, other: Any) -> bool:
    return not _equals(value, other)


def _is_less(value: Any, other: Any) -> bool:
    return bool(value.cast_value < other.cast_value)


def _measure(value: Any) -> int:
    return bytesize(value.value) if value.type == "S" else _size(value)


def _to_plain_json(value: Any) -> dict[str, Any]:
    return {value.type: value.value} if value.type in ("S", "N", "BOOL") else _to_json(value)


def _init_item(item: Any, hash_key: Any, range_key: Any, attrs: dict[str, Any]) -> None:
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(item.attrs, name, DynamoType(value))
    if item.size() > MAX_ITEM_BYTES:
        raise ItemSizeTooLarge


def _sort_all(table: Any) -> list[Any]:
    ranges = table.items.values()
    items = [item for each in ranges for item in each.values()] if table.range_key_attr else list(ranges)
    return sorted(items, key=_primary_key)


def _primary_key(item: Any) -> Any:
    first = item.hash_key.cast_value
    return (first, item.range_key.cast_value) if item.range_key else first


def _sort_by_keys(table: Any, hash_keys: list[str], range_keys: list[str | None], items: list[Any]) -> list[Any]:
    names = table._generate_attr_to_sort_by(hash_keys, range_keys)
    items.sort(key=lambda item: tuple(item.attrs[name].cast_value for name in names))
    return items


def _copy_value(value: Any) -> Any:
    if type(value) is not DynamoType:
        return deepcopy(value)
    copied = DynamoType.__new__(DynamoType)
    copied.type, content = value.type, value.value
    if isinstance(content, list):
        content = [_copy_value(each) for each in content]
    elif isinstance(content, dict):
        content = {name: _copy_value(each) for name, each in content.items()}
    copied.value = content
    return copied


def _copy_item(item: Any) -> Any:
    copied: Any = object.__new__(Item)
    copied.hash_key, copied.range_key, copied.attrs = item.hash_key, item.range_key, LimitedSizeDict()
    for name, value in item.attrs.items():
        dict.__setitem__(copied.attrs, name, _copy_value(value))
    return copied


def copy_table(table: Any, partitions: Iterable[object]) -> Any:
    """Return a table that a transaction does not change, if it changes items of these partitions only."""
    copied: Any = object.__new__(Table)
    copied.__dict__.update(table.__dict__)
    copied.items = defaultdict(dict, table.items)
    for partition in partitions:
        if (key := DynamoType(partition)) in table.items:  # type: ignore[arg-type]
            copied.items[key] = _copy_partition(table.items[key])
    if table.stream_shard:
        copied.stream_shard = object.__new__(StreamShard)
        copied.stream_shard.__dict__.update(table.stream_shard.__dict__)
        copied.stream_shard.table, copied.stream_shard.items = copied, list(table.stream_shard.items)
    return copied


def _copy_partition(items: Any) -> Any:
    """Of a table without a sort key it is one item."""
    if isinstance(items, Item):
        return _copy_item(items)
    return {key: _copy_item(item) for key, item in items.items()}
