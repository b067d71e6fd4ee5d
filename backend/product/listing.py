"""The lists of the product table: pages of cards from an index, and the category tree."""

from collections.abc import Mapping
from typing import Required, TypedDict

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
from backend.contracts.product.translations import LocalTitle
from backend.product import domain, transaction
from backend.shared import compression, dynamodb, staff_changes
from backend.shared.aws import client
from backend.shared.pagination import KeyNumber, KeyText, PagedQuery, PageKeys, query_page

# Which index orders a list, by which of its attributes, and whether upwards.
_ORDERS = {
    Sort.FEATURED: ("by_rank", "rank", False),
    Sort.NEWEST: ("by_newest", "created_at", False),
    Sort.PRICE_UP: ("by_price", "price", True),
    Sort.PRICE_DOWN: ("by_price", "price", False),
}


class _CategoryRow(TypedDict, total=False):
    """A category's item; the whole shop's has no title, and alone has `first`. `titles` are by language."""

    sk: Required[str]
    count: Required[int]
    title: str
    titles: dict[str, str]
    moved_to: str
    first: list[str]


def list_products(query: ListQuery) -> CardPage:
    """Return a page of a category, or of the whole shop."""
    return _list_page(query, query.category or domain.WHOLE_SHOP)


def list_unlisted(query: UnlistedQuery) -> CardPage:
    """Return a page of products outside the shop, newest first."""
    return _list_page(ListQuery(sort=Sort.NEWEST, cursor=query.cursor, limit=query.limit), domain.UNLISTED)


def _list_page(query: ListQuery, path: str) -> CardPage:
    """Return a page of the list of a category, in the query's order."""
    items, after = _read_page(query, path, query.sort, _ORDERS[query.sort][2])
    return CardPage(items=tuple(compression.decode(item["card"]["B"], Card) for item in items), next=after)


def _read_page(
    query: PagedQuery, path: str, sort: Sort, upwards: bool, *scope: str
) -> tuple[list[dynamodb.Item], str | None]:
    """Return a page of a list's items in an order, and the next cursor. Raise Refused 400 for a bad cursor."""
    index, by, _ = _ORDERS[sort]
    keys = PageKeys(
        varying={by: KeyText if by == "created_at" else KeyNumber, "pk": KeyText},
        fixed={"sk": transaction.card_key("", path)["sk"], "list": path},
        scope=(path, sort, *scope),
    )
    return query_page(
        query,
        keys,
        IndexName=index,
        KeyConditionExpression="#list = :list",
        ExpressionAttributeNames={"#list": "list"},
        ExpressionAttributeValues=dynamodb.to_item({":list": path}),
        ScanIndexForward=upwards,
    )


def list_categories() -> Categories:
    """Return the category tree, parents before children, without empty categories."""
    rows = _category_rows()
    shown = sorted((row for row in rows if row["count"] > 0), key=lambda row: row["sk"].split("/"))
    tree = tuple(
        Category(path=row["sk"], title=row["title"], count=row["count"], titles=_local_titles(row))
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


def _category_rows() -> list[_CategoryRow]:
    pages = (
        client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=dynamodb.table_name(),
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "CATEGORIES"}},
        )
    )
    return [_category_row(dynamodb.from_item(item)) for page in pages for item in page["Items"]]


def _category_row(item: Mapping[str, object]) -> _CategoryRow:
    names = [name for name in item if name.startswith(domain.LOCAL_TITLE)]
    titles = {name.removeprefix(domain.LOCAL_TITLE): item[name] for name in names}
    return msgspec.convert({**item, "titles": titles}, _CategoryRow)


def _local_titles(row: _CategoryRow) -> tuple[LocalTitle, ...]:
    titles = ({"language": language, "title": title} for language, title in sorted(row.get("titles", {}).items()))
    return msgspec.convert(tuple(titles), tuple[LocalTitle, ...])


def set_menu(menu: Menu) -> Menu:
    """Store which categories come first; empty ones too, since they may fill again."""
    reply = dynamodb.write(
        "update_item",
        ReturnValues="UPDATED_OLD",
        TableName=dynamodb.table_name(),
        Key=dynamodb.to_item({**transaction.category_key(domain.WHOLE_SHOP)}),
        UpdateExpression="SET #first = :first ADD #count :none",
        ExpressionAttributeNames={"#first": "first", "#count": "count"},
        ExpressionAttributeValues=dynamodb.to_item({":first": list(menu.first), ":none": 0}),
    )
    before = dynamodb.from_item(reply.get("Attributes", {})).get("first", [])
    staff_changes.describe(("first", before, list(menu.first)))
    return menu


def list_addresses(query: AddressQuery) -> AddressPage:
    """Return a page of all products, oldest first: new ones come at the end, so that every page but the last is stable.

    Raises Refused 400 for a bad cursor.
    """
    page, after = _read_page(query, domain.WHOLE_SHOP, Sort.NEWEST, True, "addresses")
    items = tuple(
        ProductAddress(id=row["pk"]["S"].removeprefix("PRODUCT#"), changed_at=row.get("changed_at", {}).get("S"))
        for row in page
    )
    return AddressPage(items=items, next=after)
