"""The lists of the product table: pages of cards, and of addresses, from an index."""

from backend.contracts.product.models import (
    AddressPage,
    Card,
    CardPage,
    ProductAddress,
    Sort,
)
from backend.contracts.product.queries import AddressQuery, ListQuery, UnlistedQuery
from backend.product import domain, transaction
from backend.shared import compression, dynamodb
from backend.shared.pagination import KeyNumber, KeyText, PagedQuery, PageKeys, query_page

# Which index orders a list, by which of its attributes, and whether upwards.
_ORDERS = {
    Sort.FEATURED: ("by_rank", "rank", False),
    Sort.NEWEST: ("by_newest", "created_at", False),
    Sort.PRICE_UP: ("by_price", "price", True),
    Sort.PRICE_DOWN: ("by_price", "price", False),
}


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
