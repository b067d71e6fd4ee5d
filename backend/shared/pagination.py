"""Pages of DynamoDB lists: a query or a scan, and the cursor at which the next page begins."""

from types import GenericAlias
from typing import Annotated, Any, Protocol

from msgspec import Meta, Struct

from backend.contracts.types import PageQuery
from backend.shared import cursor, dynamodb
from backend.shared.aws import client

KeyText = Annotated[str, Meta(min_length=1, max_length=256)]
"""Text of a key: DynamoDB refuses an empty one, and more than 1,024 bytes.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys
"""

KeyNumber = Annotated[int, Meta(ge=0, lt=2**53)]


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

    varying: dict[str, Any]
    fixed: dict[str, Any]
    scope: tuple[str, ...] = ()

    def encode(self, item: dynamodb.Item) -> str:
        """Return the cursor of the page after this item."""
        values = dynamodb.from_item({name: item[name] for name in self.varying})
        return cursor.encode(tuple(values.values()), *self.scope)

    def decode(self, text: str) -> dynamodb.Item:
        """Return the ExclusiveStartKey of a cursor. Raise Refused 400 for a bad one."""
        values = cursor.decode(text, GenericAlias(tuple, tuple(self.varying.values())), *self.scope)
        return dynamodb.to_item(self.fixed | dict(zip(self.varying, values, strict=True)))


SCAN_KEYS = PageKeys(varying={"pk": KeyText, "sk": KeyText}, fixed={})


def query_page(query: PagedQuery, keys: PageKeys, **arguments: Any) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of the table's items, and the next cursor. `arguments` are those of DynamoDB's Query.

    Raises Refused 400 for a bad cursor. A reply ends at 1 MB, so a page takes as many reads as fill it. One item more
    than the limit tells whether there is a next page.
    """
    items: list[dynamodb.Item] = []
    start = keys.decode(query.cursor) if query.cursor else None
    while len(items) <= query.limit:
        reply = client("dynamodb").query(
            TableName=dynamodb.table_name(), Limit=query.limit + 1 - len(items), **arguments, **_start(start)
        )
        items += reply["Items"]
        if not (start := reply.get("LastEvaluatedKey")):
            break
    page = items[: query.limit]
    return page, keys.encode(page[-1]) if len(items) > query.limit else None


def scan_page(query: PageQuery, **filters: Any) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of the table's items, and the next cursor; for reconciliation and upgrades only.

    `filters` are arguments of Scan: a page may be empty and not the last. Raises Refused 400 for a bad cursor.
    """
    start = SCAN_KEYS.decode(query.cursor) if query.cursor else None
    reply = client("dynamodb").scan(TableName=dynamodb.table_name(), Limit=query.limit, **filters, **_start(start))
    last = reply.get("LastEvaluatedKey")
    return reply["Items"], SCAN_KEYS.encode(last) if last else None


def scan_table(sk: str, query: PageQuery) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of the items with this sort key, as `scan_page` does."""
    return scan_page(query, FilterExpression="sk = :sk", ExpressionAttributeValues={":sk": {"S": sk}})


def _start(key: dynamodb.Item | None) -> dict[str, Any]:
    return {"ExclusiveStartKey": key} if key else {}
