# ruff: noqa: N803 - arguments are named as boto3 names them
"""DynamoDB in memory: strict, and fast enough for thousands of schedules. Held against moto in `test_store`.

Items are kept as the wire has them and never changed in place. It knows nothing of faults: a call has its whole effect
or none.
"""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from tests.backend.tables import INDEXES, KEYS_ONLY
from tests.simulation import expressions

Item = dict[str, Any]
Key = tuple[str, str]
Write = tuple[str, Key, Item | None, Item | None]
"""A table, a key, and the item before and after."""

_MAY = {
    "put_item": {"Item", "ConditionExpression"},
    "update_item": {"Key", "UpdateExpression", "ConditionExpression", "ReturnValues"},
    "delete_item": {"Key", "ConditionExpression"},
    "get_item": {"Key", "ConsistentRead", "ProjectionExpression"},
    "query": {
        "IndexName",
        "KeyConditionExpression",
        "Limit",
        "ScanIndexForward",
        "ExclusiveStartKey",
        "ConsistentRead",
        "ProjectionExpression",
    },
    "check": {"Key", "ConditionExpression"},
}
_ALWAYS = {"TableName", "ExpressionAttributeNames", "ExpressionAttributeValues", "ReturnValuesOnConditionCheckFailure"}
_EXPRESSIONS = ("ConditionExpression", "UpdateExpression", "KeyConditionExpression", "ProjectionExpression")
_PARTS = {"Put": "put_item", "Update": "update_item", "Delete": "delete_item", "ConditionCheck": "check"}
READS = frozenset({"get_item", "batch_get_item", "query"})
_found_right: set[tuple[str | None, ...]] = set()
"""The shapes of calls that were looked through: operation, arguments, expressions, names and values. Thousands of calls
share one."""


class Store:
    """All tables. `written` hears of every write, at the moment it is done, all writes of a transaction together."""

    def __init__(self, written: Callable[[list[Write]], None], stale: Callable[[], bool] = lambda: False) -> None:
        self.tables: dict[str, dict[Key, Item]] = {}
        self.before: dict[tuple[str, Key], Item | None] = {}
        self.tokens: set[str] = set()
        self._written = written
        self._stale = stale

    def call(self, operation: str, arguments: Item) -> Item:
        """The reply. Raises ClientError where a condition fails, and `Unknown` for what is not modelled."""
        if operation in ("batch_get_item", "batch_write_item", "transact_write_items"):
            return getattr(self, operation)(**arguments)  # type: ignore[no-any-return]
        _check_known(operation, arguments)
        return getattr(self, "_" + operation)(arguments)  # type: ignore[no-any-return]

    def _table(self, arguments: Item) -> dict[Key, Item]:
        return self.tables.setdefault(arguments["TableName"], {})

    def _read_as_seen(self, table: str, key: Key, consistent: bool) -> Item | None:
        present = self.tables.setdefault(table, {}).get(key)
        return self.before.get((table, key), present) if not consistent and self._stale() else present

    def _put_item(self, arguments: Item) -> Item:
        self._apply([self._write("put_item", arguments)])
        return {}

    def _delete_item(self, arguments: Item) -> Item:
        self._apply([self._write("delete_item", arguments)])
        return {}

    def _update_item(self, arguments: Item) -> Item:
        write = self._write("update_item", arguments)
        self._apply([write])
        returned = {"ALL_NEW": write[3], "ALL_OLD": write[2]}.get(arguments.get("ReturnValues", ""))
        return {"Attributes": returned} if returned else {}

    def _get_item(self, arguments: Item) -> Item:
        item = self._read_as_seen(
            arguments["TableName"], _key(arguments["Key"]), arguments.get("ConsistentRead", False)
        )
        return {"Item": dict(item)} if item else {}

    def batch_get_item(self, RequestItems: Item) -> Item:
        found: dict[str, list[Item]] = {}
        for table, asked in RequestItems.items():
            if asked.keys() - {"Keys", "ProjectionExpression", "ConsistentRead"} or not 0 < len(asked["Keys"]) <= 100:
                raise expressions.Unknown(str(asked))
            items = [self._read_as_seen(table, _key(key), asked.get("ConsistentRead", False)) for key in asked["Keys"]]
            found[table] = [dict(item) for item in items if item]
        return {"Responses": found, "UnprocessedKeys": {}}

    def batch_write_item(self, RequestItems: Item) -> Item:
        for table, requests in RequestItems.items():
            puts = [request["PutRequest"]["Item"] for request in requests if request.keys() == {"PutRequest"}]
            deletes = [request["DeleteRequest"]["Key"] for request in requests if request.keys() == {"DeleteRequest"}]
            keys = [_key(item) for item in (*puts, *deletes)]
            if not 0 < len(keys) == len(set(keys)) == len(requests) <= 25:
                raise expressions.Unknown(str(requests))
            for item in puts:
                self._put_item({"TableName": table, "Item": item})
            for key in deletes:
                self._delete_item({"TableName": table, "Key": key})
        return {"UnprocessedItems": {}}

    def _query(self, arguments: Item) -> Item:
        name, table = arguments.get("IndexName"), arguments["TableName"]
        by = ("pk", "sk") if not name else INDEXES[table][name][:2]
        where = expressions.condition(arguments["KeyConditionExpression"])
        names, values = arguments.get("ExpressionAttributeNames", {}), arguments.get("ExpressionAttributeValues", {})
        items = [
            self._read_as_seen(table, key, False) if name else item for key, item in self._table(arguments).items()
        ]
        found = [item for item in items if item and by[0] in item and by[1] in item and where(item, names, values)]
        found.sort(key=lambda item: _place(item, by), reverse=not arguments.get("ScanIndexForward", True))
        if start := arguments.get("ExclusiveStartKey"):
            ahead = arguments.get("ScanIndexForward", True)
            found = [
                item
                for item in found
                if (_place(item, by) > _place(start, by)) is ahead and _place(item, by) != _place(start, by)
            ]
        held = {"pk", "sk", *by} if name in KEYS_ONLY else None
        chosen = _projection(arguments)
        rows = found[: arguments.get("Limit", 10**6)]
        return {
            "Items": [
                {each: row[each] for each in row if each in (held or row) and each in (chosen or row)} for row in rows
            ]
        }

    def transact_write_items(self, TransactItems: list[Item], ClientRequestToken: str = "") -> Item:
        if ClientRequestToken and ClientRequestToken in self.tokens:
            return {}
        writes, reasons = [], []
        for part in TransactItems:
            ((kind, arguments),) = part.items()
            _check_known(_PARTS[kind], arguments)
            try:
                writes.append(self._write(_PARTS[kind], arguments))
                reasons.append({"Code": "None"})
            except ClientError:
                reasons.append({"Code": "ConditionalCheckFailed"})
        if len({write[:2] for write in writes}) < len(writes) or not 0 < len(TransactItems) <= 100:
            raise expressions.Unknown("two parts of a transaction on one item, or too many")
        if any(reason["Code"] != "None" for reason in reasons):
            raise cancellation(reasons)
        self.tokens.add(ClientRequestToken)
        self._apply(writes)
        return {}

    def _write(self, operation: str, arguments: Item) -> Write:
        """What the call would write. Raises the ClientError of a failed condition."""
        table, names, values = (
            self._table(arguments),
            arguments.get("ExpressionAttributeNames", {}),
            arguments.get("ExpressionAttributeValues", {}),
        )
        key = _key(arguments["Item"] if operation == "put_item" else arguments["Key"])
        old = table.get(key)
        text = arguments.get("ConditionExpression")
        if text and not expressions.condition(text)(old or {}, names, values):
            met = (
                {"Item": dict(old)} if old and arguments.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" else {}
            )
            raise refusal("ConditionalCheckFailedException", **met)
        new: Item | None = old
        if operation == "put_item":
            new = dict(arguments["Item"])
        elif operation == "update_item":
            new = dict(old or arguments["Key"])
            expressions.update(arguments["UpdateExpression"])(new, old or {}, names, values)
        elif operation == "delete_item":
            new = None
        return arguments["TableName"], key, old, new

    def _apply(self, writes: list[Write]) -> None:
        writes = [write for write in writes if write[2] is not write[3]]  # a condition check writes nothing
        for name, key, old, new in writes:
            self.before[name, key] = old
            if new is None:
                self.tables[name].pop(key, None)
            else:
                self.tables[name][key] = new
        self._written(writes)


def refusal(code: str, status: int = 400, **more: Any) -> ClientError:
    """DynamoDB's refusal."""
    return ClientError(
        {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}, "Write"
    )  # type: ignore[arg-type, typeddict-item]


def cancellation(reasons: list[Item]) -> ClientError:
    """A transaction's refusal: why, part by part."""
    return refusal("TransactionCanceledException", CancellationReasons=reasons)


def _key(item: Item) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


def _place(item: Item, by: tuple[str, ...]) -> tuple[Any, ...]:
    ((kind, value),) = item[by[1]].items()
    return (int(value) if kind == "N" else value, *_key(item))


def _projection(arguments: Item) -> set[str]:
    """The attributes that are asked for; empty for all."""
    names, paths = arguments.get("ExpressionAttributeNames", {}), arguments.get("ProjectionExpression", "").split(",")
    return {names.get(path.strip(), path.strip()) for path in paths if path}


def _check_known(operation: str, arguments: Item) -> None:
    """Refuses what this model would pass over, and names and values that no expression uses, as DynamoDB does."""
    shape = (
        operation,
        *arguments,
        *(arguments.get(name) for name in _EXPRESSIONS),
        *arguments.get("ExpressionAttributeNames", ()),
        *arguments.get("ExpressionAttributeValues", ()),
    )
    if shape in _found_right:
        return
    if more := arguments.keys() - _MAY[operation] - _ALWAYS:
        raise expressions.Unknown(f"{operation}: {more}")
    text = " ".join(arguments[name] for name in _EXPRESSIONS if name in arguments)
    given = {*arguments.get("ExpressionAttributeNames", ()), *arguments.get("ExpressionAttributeValues", ())}
    if given != expressions.placeholders(text):
        raise expressions.Unknown(f"{operation}: {text!r} with {sorted(given)}")
    _found_right.add(shape)
