"""Pages of DynamoDB lists: a query or a scan, and the cursor at which the next page begins."""

from collections.abc import Iterator
from functools import partial
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Protocol, TypedDict, Unpack, cast

from msgspec import Meta, Struct

from backend.contracts.types import MAX_SAFE_INTEGER, PageQuery
from backend.shared import cursor, dynamodb
from backend.shared.aws import client
from backend.shared.shards import shard_keys

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import QueryOutputTypeDef

KeyText = Annotated[str, Meta(min_length=1, max_length=256)]
"""Text of a key: DynamoDB refuses an empty one, and more than 1,024 bytes.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys
"""

KeyNumber = Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)]

FILTERED_STEP = 500
"""Items that one call looks at where a filter may leave few of them."""


class Selection(TypedDict, total=False):
    """Arguments that a Query and a Scan of DynamoDB share: which of a table's items, or of an index's."""

    IndexName: str
    FilterExpression: str
    ProjectionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dynamodb.Item
    ConsistentRead: bool


class Query(Selection, total=False):
    """Arguments of a Query of DynamoDB, but for its table and where it begins."""

    KeyConditionExpression: str
    ScanIndexForward: bool


class PagedQuery(Protocol):
    """A query of an operation that returns a list by pages."""

    @property
    def cursor(self) -> str | None: ...
    @property
    def limit(self) -> int: ...


class PageKeys(Struct, frozen=True):
    """The key attributes of a list's items: those of the table, and of the index if the list is in one.

    `fixed` are equal in all items. A cursor holds the values of `varying`, whose types keep out what DynamoDB would
    refuse. It is valid for the same `scope` only: what else the list depends on, such as its filter.
    """

    varying: dict[str, object]
    fixed: dict[str, object]
    scope: tuple[str, ...] = ()

    def encode(self, item: dynamodb.Item) -> str:
        """Return the cursor of the page after this item."""
        values = dynamodb.from_item({name: item[name] for name in self.varying})
        return cursor.encode(tuple(values.values()), *self.scope)

    def decode(self, text: str) -> dynamodb.Item:
        """Return the ExclusiveStartKey of a cursor. Raise Refused 400 for a bad one."""
        shape = cast("type[tuple[object, ...]]", GenericAlias(tuple, tuple(self.varying.values())))
        values = cursor.decode(text, shape, *self.scope)
        return dynamodb.to_item(self.fixed | dict(zip(self.varying, values, strict=True)))


SCAN_KEYS = PageKeys(varying={"pk": KeyText, "sk": KeyText}, fixed={})


def query_page(query: PagedQuery, keys: PageKeys, **arguments: Unpack[Query]) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of the table's items, and the next cursor. `arguments` are those of DynamoDB's Query.

    Raises Refused 400 for a bad cursor. A reply ends at 1 MB, so a page takes as many reads as fill it. One item more
    than the limit tells whether there is a next page.
    """
    start = keys.decode(query.cursor) if query.cursor else None
    read = partial(client("dynamodb").query, TableName=dynamodb.table_name(), **arguments)
    step = FILTERED_STEP if "FilterExpression" in arguments else 0
    return _cut(query, keys, _read(read, query.limit + 1, start, step))


def query_shards(
    query: PagedQuery, keys: PageKeys, partition: str, key: str, order: tuple[str, ...], index: str
) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of an index's items under all shards of a key, oldest first, and the next cursor.

    `partition` is the attribute that holds the shard, `order` are the attributes that the list is sorted by, all of
    which vary. The cursor is a position in the whole list. Raises Refused 400 for a bad one.
    """
    after = keys.decode(query.cursor) if query.cursor else None
    items = []
    for shard in shard_keys(key):
        at: dynamodb.Item = {partition: {"S": shard}}
        read = partial(
            client("dynamodb").query,
            TableName=dynamodb.table_name(),
            IndexName=index,
            KeyConditionExpression="#partition = :partition",
            ExpressionAttributeNames={"#partition": partition},
            ExpressionAttributeValues={":partition": at[partition]},
        )
        items += _read(read, query.limit + 1, after and after | at)
    return _cut(query, keys, sorted(items, key=lambda item: [item[name]["S"] for name in order]))


def _read(
    read: "partial[QueryOutputTypeDef]", limit: int, start: dynamodb.Item | None, step: int = 0
) -> list[dynamodb.Item]:
    """Return at least `limit` items, or all there are. Each call examines `step` items, or as many as are wanted."""
    items: list[dynamodb.Item] = []
    while len(items) < limit:
        reply = read(Limit=max(step, limit - len(items)), **_start(start))
        items += reply["Items"]
        if not (start := reply.get("LastEvaluatedKey")):
            break
    return items


def query_all(**query: Unpack[Query]) -> Iterator[dynamodb.Item]:
    """Yield every item that a query of the service's table finds, over all pages. `query` are arguments of Query."""
    start: dynamodb.Item | None = None
    while True:
        reply = client("dynamodb").query(TableName=dynamodb.table_name(), **query, **_start(start))
        yield from reply["Items"]
        if not (start := reply.get("LastEvaluatedKey")):
            return


def primary_key(item: dynamodb.Item) -> dynamodb.Item:
    """Return the key attributes of an item."""
    return {"pk": item["pk"], "sk": item["sk"]}


def partition_keys(pk: str) -> Iterator[dynamodb.Item]:
    """Yield the primary key of every item of a partition, by consistent reads."""
    items = query_all(
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=dynamodb.to_item({":pk": pk}),
        ConsistentRead=True,
    )
    return map(primary_key, items)


def delete_partition(pk: str) -> None:
    """Delete every item of a partition. Raise Refused 503 if the table is busy; some may be deleted then."""
    dynamodb.batch_delete(partition_keys(pk))


def _cut(query: PagedQuery, keys: PageKeys, items: list[dynamodb.Item]) -> tuple[list[dynamodb.Item], str | None]:
    page = items[: query.limit]
    return page, keys.encode(page[-1]) if len(items) > query.limit else None


def scan_page(query: PageQuery, **filters: Unpack[Selection]) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of the table's items, and the next cursor; for what goes over all of it, such as upgrades.

    `filters` are arguments of Scan: a page may be empty and not the last. Raises Refused 400 for a bad cursor.
    """
    start = SCAN_KEYS.decode(query.cursor) if query.cursor else None
    reply = client("dynamodb").scan(TableName=dynamodb.table_name(), Limit=query.limit, **filters, **_start(start))
    last = reply.get("LastEvaluatedKey")
    return reply["Items"], SCAN_KEYS.encode(last) if last else None


def scan_table(sk: str, query: PageQuery) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of the items with this sort key, as `scan_page` does."""
    return scan_page(query, FilterExpression="sk = :sk", ExpressionAttributeValues={":sk": {"S": sk}})


class _Start(TypedDict, total=False):
    """Where a query or a scan continues; empty at its beginning."""

    ExclusiveStartKey: dynamodb.Item


def _start(key: dynamodb.Item | None) -> _Start:
    return {"ExclusiveStartKey": key} if key else {}
