"""The lists of the product table: pages of cards from an index, and the category tree."""

from typing import Any

import msgspec

from backend.contracts.product.models import (
    AddressPage,
    Card,
    CardPage,
    Categories,
    Category,
    Menu,
    Moved,
    ProductAddress,
    Sort,
)
from backend.contracts.product.queries import AddressQuery, ListQuery, UnlistedQuery
from backend.contracts.types import Slug
from backend.product import domain, transaction
from backend.shared import compression, cursor, dynamodb
from backend.shared.aws import client

# Which index orders a list, by which of its attributes, and whether upwards.
_ORDERS = {
    Sort.FEATURED: ("by_rank", "rank", False),
    Sort.NEWEST: ("by_newest", "created_at", False),
    Sort.PRICE_UP: ("by_price", "price", True),
    Sort.PRICE_DOWN: ("by_price", "price", False),
}


class End(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a page ended: the last card's sort value and its product."""

    sort: Sort
    value: int | str
    product_id: Slug


def list_products(query: ListQuery) -> CardPage:
    """Return a page of a category, or of the whole shop."""
    return _list_page(query, query.category or domain.WHOLE_SHOP)


def list_unlisted(query: UnlistedQuery) -> CardPage:
    """Return a page of products outside the shop, newest first."""
    return _list_page(ListQuery(sort=Sort.NEWEST, cursor=query.cursor, limit=query.limit), domain.UNLISTED)


def _list_page(query: ListQuery, path: str) -> CardPage:
    """One page of a list. One more card than asked for is read: it tells whether there is a page after."""
    index, by, upwards = _ORDERS[query.sort]
    start = {"ExclusiveStartKey": _start(query, path, by)} if query.cursor else {}
    rows = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        IndexName=index,
        KeyConditionExpression="#list = :list",
        ExpressionAttributeNames={"#list": "list"},
        ExpressionAttributeValues=dynamodb.to_item({":list": path}),
        ScanIndexForward=upwards,
        Limit=query.limit + 1,
        **start,
    )["Items"]
    cards = tuple(compression.decode(row["card"]["B"], Card) for row in rows[: query.limit])
    more = len(rows) > query.limit
    return CardPage(
        items=cards, next=cursor.encode(_end(query.sort, by, rows[query.limit - 1], cards[-1]), path) if more else None
    )


def _end(sort: Sort, by: str, row: dynamodb.Item, card: Card) -> End:
    return End(sort, dynamodb.from_item({by: row[by]})[by], card.id)


def _start(query: ListQuery, path: str, by: str) -> dynamodb.Item:
    end: End = cursor.decode(str(query.cursor), End, path)
    if (
        end.sort is not query.sort
        or not isinstance(end.value, str if by == "created_at" else int)
        or not _in_range(end.value)
    ):
        raise cursor.bad_cursor()
    return dynamodb.to_item({**transaction.card_key(end.product_id, path), "list": path, by: end.value})


def _in_range(value: int | str) -> bool:
    """DynamoDB refuses an empty key, and a number of more than 38 digits."""
    return 0 <= value < 2**53 if isinstance(value, int) else 0 < len(value) < 100


def list_categories() -> Categories:
    """Return the category tree, parents before children, without empty categories."""
    rows: list[dict[str, Any]] = []
    request = {
        "TableName": dynamodb.table_name(),
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": dynamodb.to_item({":pk": "CATEGORIES"}),
    }
    while True:
        reply = client("dynamodb").query(**request)
        rows += [dynamodb.from_item(row) for row in reply["Items"]]
        if not (last := reply.get("LastEvaluatedKey")):
            break
        request["ExclusiveStartKey"] = last
    shown = sorted((row for row in rows if row["count"] > 0), key=lambda row: row["sk"].split("/"))
    tree = tuple(
        Category(path=row["sk"], title=row["title"], count=row["count"])
        for row in shown
        if row["sk"] != domain.WHOLE_SHOP
    )
    counts = {row["sk"]: row["count"] for row in rows}
    moved = domain.resolve_moves(
        {row["sk"]: row["moved_to"] for row in rows if row["count"] <= 0 and "moved_to" in row}, counts
    )
    first = next((row.get("first", ()) for row in rows if row["sk"] == domain.WHOLE_SHOP), ())
    return Categories(
        items=tree,
        count=max(counts.get(domain.WHOLE_SHOP, 0), 0),
        moved=tuple(Moved(path=path, to=moved[path]) for path in sorted(moved)),
        first=tuple(dict.fromkeys(moved.get(path, path) for path in first)),
    )


def set_menu(menu: Menu) -> Menu:
    """Store which categories come first; empty ones too, since they may fill again."""
    dynamodb.write(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=dynamodb.to_item({**transaction.category_key(domain.WHOLE_SHOP)}),
        UpdateExpression="SET #first = :first ADD #count :none",
        ExpressionAttributeNames={"#first": "first", "#count": "count"},
        ExpressionAttributeValues=dynamodb.to_item({":first": list(menu.first), ":none": 0}),
    )
    return menu


def list_addresses(query: AddressQuery) -> AddressPage:
    """A page of all products, the oldest first, so that what comes is at the end and every page but the last stays as
    it is.

    DynamoDB gives 1 MB at a time: a page is as many reads as that takes. Raises Refused 400 for a cursor that is none
    of ours.
    """
    index, by, _ = _ORDERS[Sort.NEWEST]
    rows: list[dynamodb.Item] = []
    start = _start(ListQuery(sort=Sort.NEWEST, cursor=query.cursor), domain.WHOLE_SHOP, by) if query.cursor else None
    while len(rows) <= query.limit:
        reply = client("dynamodb").query(
            TableName=dynamodb.table_name(),
            IndexName=index,
            KeyConditionExpression="#list = :list",
            ExpressionAttributeNames={"#list": "list"},
            ExpressionAttributeValues=dynamodb.to_item({":list": domain.WHOLE_SHOP}),
            Limit=query.limit + 1 - len(rows),
            **({"ExclusiveStartKey": start} if start else {}),
        )
        rows += reply["Items"]
        if not (start := reply.get("LastEvaluatedKey")):
            break
    listed = [
        dynamodb.from_item({name: row[name] for name in ("pk", by, "changed_at") if name in row})
        for row in rows[: query.limit]
    ]
    ids = [row["pk"].removeprefix("PRODUCT#") for row in listed]
    items = tuple(ProductAddress(id=id, changed_at=row.get("changed_at")) for id, row in zip(ids, listed, strict=True))
    more = len(rows) > query.limit
    return AddressPage(
        items=items, next=cursor.encode(End(Sort.NEWEST, listed[-1][by], ids[-1]), domain.WHOLE_SHOP) if more else None
    )
