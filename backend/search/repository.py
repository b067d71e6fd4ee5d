"""Products and stock levels as last heard of: the source from which the index can be rebuilt at any time.

| pk               | sk    | else                                                                    |
| PRODUCTS#<shard> | <id>  | version, product (compressed; none once withdrawn)                      |
| RATINGS#<shard>  | <id>  | version and rating of the product (count and sum), known or not         |
| STOCK#<shard>    | <sku> | version, level, back_on; products: ids of those that ever had it        |

Each product and SKU has versions of its own, and an older one never replaces a newer; a SKU's products only grow. So
messages may come twice, late and in any order. The changelog and `synonyms` describe the table's other items.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.models import Product
from backend.contracts.review.events import RatingChanged
from backend.contracts.review.models import Rating
from backend.search.document import Change, Document, Withdrawal, document
from backend.search.domain import SHARDS, shard
from backend.shared import compression, dynamodb
from backend.shared.aws import client

_UNLESS_NEWER = "attribute_not_exists(version) OR version <= :version"
_PAGE = 100


def save_product(product: Product) -> bool:
    """Store the product unless a later version is stored; return whether it was stored."""
    is_stored = _put_if_newer(product.id, product.version, {"product": compression.compress(product)})
    if is_stored:
        _link_skus(product)
    return is_stored


def mark_withdrawn(event: ProductWithdrawn) -> bool:
    """Delete the product's content, keeping its version, unless a later one is stored; return whether it did."""
    return _put_if_newer(event.product_id, event.version, {})


def save_stock_level(event: StockChanged) -> frozenset[str]:
    """Store the level unless a later one is stored; return the ids of the products that it may affect."""
    is_written, item = dynamodb.write_or_read(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_sku(event.sku),
        UpdateExpression="SET version = :version, #level = :level, back_on = :back_on",
        ConditionExpression=_UNLESS_NEWER,
        ExpressionAttributeNames={"#level": "level"},
        ExpressionAttributeValues=dynamodb.to_item(
            {
                ":version": event.version,
                ":level": event.level,
                ":back_on": event.back_on or "",
            }
        ),
        ReturnValues="ALL_NEW",
    )
    return frozenset((item or {}).get("products", {}).get("SS", ())) if is_written else frozenset()


def save_rating(event: RatingChanged) -> frozenset[str]:
    """Store the product's rating unless a later one is stored; return its id if it was stored."""
    is_written = dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=_rating(event.product_id) | dynamodb.to_item({"version": event.version, "rating": event.rating}),
        ConditionExpression=_UNLESS_NEWER,
        ExpressionAttributeValues=dynamodb.to_item({":version": event.version}),
    )
    return frozenset({event.product_id} if is_written else ())


def current_changes(product_ids: Sequence[str]) -> list[Change]:
    """Return what the index should now contain for these products."""
    return list(
        _changes(product_ids, dynamodb.batch_get([_product(each) for each in product_ids], ConsistentRead=True))
    )


def iter_documents() -> Iterator[Document]:
    """Yield the documents of all products, reading the table page by page."""
    for number in range(SHARDS):
        for page in (
            client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=dynamodb.table_name(),
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": f"PRODUCTS#{number}"}},
                ConsistentRead=True,
                PaginationConfig={"PageSize": _PAGE},
            )
        ):
            changes = _changes([item["sk"]["S"] for item in page["Items"]], page["Items"])
            yield from (each for each in changes if isinstance(each, Document))


def _changes(product_ids: Iterable[str], items: Iterable[dynamodb.Item]) -> Iterator[Change]:
    products = {
        item["sk"]["S"]: compression.decode(bytes(item["product"]["B"]), Product) for item in items if "product" in item
    }
    skus = {variant.sku for product in products.values() for variant in product.variants}
    items = dynamodb.batch_get([_sku(each) for each in sorted(skus)], ConsistentRead=True)
    levels = {item["sk"]["S"]: Level(item["level"]["S"]) for item in items if "level" in item}
    days = {
        item["sk"]["S"]: item["back_on"]["S"]
        for item in items
        if "back_on" in item and levels.get(item["sk"]["S"]) is Level.BACK_ORDER
    }
    ratings = _read_ratings(products)
    for product_id in product_ids:
        if product_id in products:
            yield document(products[product_id], levels, ratings.get(product_id), days)
        else:
            yield Withdrawal(product_id)


def _read_ratings(product_ids: Iterable[str]) -> dict[str, Rating]:
    items = dynamodb.batch_get([_rating(each) for each in product_ids], ConsistentRead=True)
    return {item["sk"]["S"]: msgspec.convert(dynamodb.from_item(item["rating"]["M"]), Rating) for item in items}


def _put_if_newer(product_id: str, version: int, more: Mapping[str, object]) -> bool:
    return dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=_product(product_id) | dynamodb.to_item({"version": version, **more}),
        ConditionExpression=_UNLESS_NEWER,
        ExpressionAttributeValues=dynamodb.to_item({":version": version}),
    )


def _link_skus(product: Product) -> None:
    """Add the product to its SKUs' items before their levels are read, so that stock events in between find it."""
    keys = {variant.sku: _sku(variant.sku) for variant in product.variants}
    items = dynamodb.batch_get(keys.values(), ConsistentRead=True)
    linked = {item["sk"]["S"] for item in items if product.id in item.get("products", {}).get("SS", ())}
    for sku in keys.keys() - linked:
        client("dynamodb").update_item(
            TableName=dynamodb.table_name(),
            Key=keys[sku],
            UpdateExpression="ADD products :product",
            ExpressionAttributeValues={":product": {"SS": [product.id]}},
        )


def _product(product_id: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"PRODUCTS#{shard(product_id)}", "sk": product_id})


def _rating(product_id: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"RATINGS#{shard(product_id)}", "sk": product_id})


def _sku(sku: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"STOCK#{shard(sku)}", "sk": sku})
