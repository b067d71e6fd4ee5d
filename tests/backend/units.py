"""What DynamoDB charges for calls, worked out from the items themselves: emulators answer with made-up units.

The rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html (sizes of items) and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html (request units).
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from backend.shared import aws

Item = dict[str, Any]


def size(item: Item) -> int:
    """Bytes of an item: names and values in UTF-8."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    kind, held = next(iter(value.items()))
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            digits = Decimal(held).normalize().as_tuple().digits
            return 1 + math.ceil(len(digits) / 2)
        case "B":
            return len(held)
        case "SS":
            return sum(len(each.encode()) for each in held)
        case "L":
            return 3 + sum(1 + _value(each) for each in held)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value(each) for name, each in held.items())
        case _:
            return 1  # BOOL and NULL


class Units:
    """Read and write units of one recording, and the calls they were spent on."""

    def __init__(self) -> None:
        self.read = 0.0
        self.write = 0.0
        self.calls: list[str] = []
        self.largest = 0
        self._old: list[Item] = []

    def __str__(self) -> str:
        return f"{self.read:g} read, {self.write:g} write, {', '.join(self.calls) or 'no call'}"

    def before(self, params: Item, model: Any, **_: Any) -> None:
        self.calls.append(model.name)
        self._old = [_stored(write) for write in _writes(model.name, params)]
        self._params = params

    def after(self, parsed: Item, model: Any, **_: Any) -> None:
        match model.name:
            case "GetItem":
                self._reads([parsed.get("Item", {})], self._params.get("ConsistentRead", False))
            case "BatchGetItem":
                for items in parsed["Responses"].values():
                    for item in items:
                        self._reads([item], False)
            case "Query":
                keys = [{"pk": self._params["ExpressionAttributeValues"][":owner"], "sk": item["sk"]} for item in parsed["Items"]]
                self._reads([_stored({"TableName": self._params["TableName"], "Key": key}) for key in keys], False)
            case _:
                self._wrote(model.name)

    def _reads(self, items: list[Item], consistent: bool) -> None:
        """A query's items are added up before they are rounded; each item of a batch is rounded by itself."""
        self.read += max(1, math.ceil(sum(map(size, items)) / 4096)) * (1 if consistent else 0.5)

    def _wrote(self, operation: str) -> None:
        """The larger of the item before and after counts; a transaction counts twice."""
        news = [_stored(write) for write in _writes(operation, self._params)]
        for old, new in zip(self._old, news, strict=True):
            bytes_ = max(size(old), size(new))
            self.largest = max(self.largest, bytes_)
            self.write += max(1, math.ceil(bytes_ / 1024)) * (2 if operation == "TransactWriteItems" else 1)


def _writes(operation: str, params: Item) -> list[Item]:
    if operation == "TransactWriteItems":
        return [part for item in params["TransactItems"] for part in item.values()]
    return [params] if operation in ("PutItem", "UpdateItem", "DeleteItem") else []


_asking = False


def _stored(write: Item) -> Item:
    """The item that a write is about, as it is kept right now."""
    global _asking
    key = write.get("Key") or {name: write["Item"][name] for name in ("pk", "sk")}
    _asking = True
    try:
        return dict(aws.client("dynamodb").get_item(TableName=write["TableName"], Key=key, ConsistentRead=True).get("Item", {}))
    finally:
        _asking = False


@contextmanager
def metered() -> Iterator[Units]:
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
