"""What DynamoDB charges for the calls that the backend makes, worked out from the items themselves: emulators answer
with made-up units.

Writes to indexes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from backend.shared import aws
from tests.backend.sizes import Item, read_units, size, write_units
from tests.backend.tables import INDEXES, KEYS_ONLY


class Units:
    """Read and write units of one recording, the calls they were spent on, and the items before and after each write.

    `by_key` are the write units by table, index (empty for the table itself) and partition key.
    """

    def __init__(self) -> None:
        self.read = 0.0
        self.write = 0.0
        self.by_key: Counter[tuple[str, str, str]] = Counter()
        self.calls: list[str] = []
        self.largest = 0
        self.images: list[tuple[Item, Item]] = []
        self._old: list[Item] = []

    def __str__(self) -> str:
        return f"{self.read:g} read, {self.write:g} write, {', '.join(self.calls) or 'no call'}"

    def before(self, params: Item, model: Any, **_: Any) -> None:
        self.calls.append(model.name)
        self._old = [_stored_item(write) for write in _writes(model.name, params)]
        self._params = params

    def after(self, parsed: Item, model: Any, **_: Any) -> None:
        match model.name:
            case "GetItem":
                self.read += read_units([parsed.get("Item", {})], consistent=self._params.get("ConsistentRead", False))
            case "BatchGetItem":
                self.read += sum(read_units([item]) for items in parsed["Responses"].values() for item in items)
            case "Query":
                self.read += read_units(
                    self._whole(parsed["Items"]), consistent=self._params.get("ConsistentRead", False)
                )
            case "Scan":
                self.read += read_units(parsed["Items"])
            case _:
                self._wrote(model.name)

    def _whole(self, items: list[Item]) -> list[Item]:
        """A projection saves bytes on the way, but no units: the whole items count."""
        if "ProjectionExpression" not in self._params:
            return items
        pk = next(iter(self._params["ExpressionAttributeValues"].values()))
        return [
            _stored_item({"TableName": self._params["TableName"], "Key": {"pk": pk, "sk": item["sk"]}})
            for item in items
        ]

    def _wrote(self, operation: str) -> None:
        """The larger of the item before and after counts; a transaction counts twice, but not in the indexes."""
        writes = _writes(operation, self._params)
        for write, old in zip(writes, self._old, strict=True):
            new = _stored_item(write)
            self.images.append((old, new))
            bytes_ = max(size(old), size(new))
            self.largest = max(self.largest, bytes_)
            self._charge(
                write["TableName"],
                "",
                _key(write)["pk"]["S"],
                write_units(bytes_) * (2 if operation == "TransactWriteItems" else 1),
            )
            for index, key, spent in _index_writes(write["TableName"], old, new):
                self._charge(write["TableName"], index, key, spent)

    def _charge(self, table: str, index: str, key: str, units: int) -> None:
        self.write += units
        self.by_key[table, index, key] += units


def _index_writes(table: str, old: Item, new: Item) -> Iterator[tuple[str, str, int]]:
    """Yield index, partition key and units of each write to an index: none where nothing that it holds changed, a
    deletion and a write where its key did."""
    for name, (pk, sk, _) in INDEXES.get(table, {}).items():
        held = {"pk", "sk", pk, sk} if name in KEYS_ONLY else {*old, *new}
        entries = [
            {each: item[each] for each in item if each in held} for item in (old, new) if {pk, sk} <= item.keys()
        ]
        if len(entries) == 2 and entries[0] == entries[1]:
            continue
        if len(entries) == 2 and all(entries[0][each] == entries[1][each] for each in (pk, sk)):
            entries = [max(entries, key=size)]
        yield from ((name, entry[pk]["S"], write_units(size(entry))) for entry in entries)


def _writes(operation: str, params: Item) -> list[Item]:
    if operation == "TransactWriteItems":
        return [part for item in params["TransactItems"] for part in item.values()]
    if operation == "BatchWriteItem":
        return [
            {"TableName": table, **part}
            for table, requests in params["RequestItems"].items()
            for request in requests
            for part in request.values()
        ]
    return [params] if operation in ("PutItem", "UpdateItem", "DeleteItem") else []


def _key(write: Item) -> Item:
    return dict(write.get("Key") or {name: write["Item"][name] for name in ("pk", "sk")})


_asking = False


def asking() -> bool:
    """Whether the call that is under way is this module's own look at an item, and not the backend's."""
    return _asking


def _stored_item(write: Item) -> Item:
    """The item that a write is about, as it is kept right now."""
    global _asking
    key = _key(write)
    _asking = True
    try:
        return dict(
            aws.client("dynamodb").get_item(TableName=write["TableName"], Key=key, ConsistentRead=True).get("Item", {})
        )
    finally:
        _asking = False


@contextmanager
def meter_units() -> Iterator[Units]:
    """Adds up the units of the calls that the backend makes while the block runs."""
    units = Units()
    events = aws.client("dynamodb").meta.events

    def before(params: Item, model: Any, **more: Any) -> None:
        if not _asking:
            units.before(params, model)

    def after(parsed: Item, model: Any, **more: Any) -> None:
        if not _asking:
            units.after(parsed, model)

    events.register("provide-client-params.dynamodb", before)
    events.register("after-call.dynamodb", after)
    try:
        yield units
    finally:
        events.unregister("provide-client-params.dynamodb", before)
        events.unregister("after-call.dynamodb", after)
