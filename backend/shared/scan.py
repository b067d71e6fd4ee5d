"""A whole table, page by page: for reconciliation and upgrades alone, which have to see what no index leads to."""

from typing import Any

from backend.contracts.types import Model, PageQuery
from backend.shared import cursor, dynamodb
from backend.shared.aws import client


class End(Model, frozen=True):
    """The key a page ended at."""

    pk: str
    sk: str


def scan_table(sk: str, query: PageQuery) -> tuple[list[dynamodb.Item], str | None]:
    """Items with this sort key, and the cursor of the next page; a page may hold none of them and not be the last.

    Raises Refused 400 for a cursor that is none of ours.
    """
    return scan_page(query, FilterExpression="sk = :sk", ExpressionAttributeValues={":sk": {"S": sk}})


def scan_page(query: PageQuery, **filters: Any) -> tuple[list[dynamodb.Item], str | None]:
    """A page of the table's items, and the cursor of the next one. `filters` are arguments of Scan.

    Raises Refused 400 for a cursor that is none of ours.
    """
    start: dict[str, Any] = {}
    if query.cursor:
        end = cursor.decode(query.cursor, End)
        start = {"ExclusiveStartKey": dynamodb.to_item({"pk": end.pk, "sk": end.sk})}
    reply = client("dynamodb").scan(TableName=dynamodb.table_name(), Limit=query.limit, **filters, **start)
    last = reply.get("LastEvaluatedKey")
    return reply["Items"], cursor.encode(End(**dynamodb.from_item(last))) if last else None
