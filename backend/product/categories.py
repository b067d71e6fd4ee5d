"""The category tree of the product table: which categories have products, their names, and which come first."""

from collections.abc import Mapping
from typing import Required, TypedDict

import msgspec

from backend.contracts.product.models import Categories, Category, Menu, Moved
from backend.contracts.product.translations import LocalTitle
from backend.product import domain, transaction
from backend.shared import dynamodb, staff_changes
from backend.shared.aws import client


class _CategoryRow(TypedDict, total=False):
    """A category's item; the whole shop's has no title, and alone has `first`. `titles` are by language."""

    sk: Required[str]
    count: Required[int]
    title: str
    titles: dict[str, str]
    moved_to: str
    first: list[str]


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
