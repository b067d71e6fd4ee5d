"""Paginated table scans, for reconciliation and upgrades only."""

from typing import Any

from backend.contracts.types import Model, PageQuery
from backend.shared import cursor, dynamodb
from backend.shared.aws import client


class End(Model, frozen=True):
    """The key at which a page ended."""

    pk: str
    sk: str


def scan_table(sk: str, query: PageQuery) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of items with this sort key, and the next cursor; a page may be empty and not the last.

    Raises Refused 400 for a bad cursor.
    """
    return scan_page(query, FilterExpression="sk = :sk", ExpressionAttributeValues={":sk": {"S": sk}})


def scan_page(query: PageQuery, **filters: Any) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of the table's items, and the next cursor. `filters` are arguments of Scan.

    Raises Refused 400 for a bad cursor.
    """
    start: dict[str, Any] = {}
    if query.cursor:
        end = cursor.decode(query.cursor, End)
        start = {"ExclusiveStartKey": dynamodb.to_item({"pk": end.pk, "sk": end.sk})}
    reply = client("dynamodb").scan(TableName=dynamodb.table_name(), Limit=query.limit, **filters, **start)
    last = reply.get("LastEvaluatedKey")
    return reply["Items"], cursor.encode(End(**dynamodb.from_item(last))) if last else None
