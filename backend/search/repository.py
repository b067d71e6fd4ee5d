"""What was heard of products and stock: the index can be made of it from scratch at any time.

| pk               | sk    | else                                                                    |
| PRODUCTS#<shard> | <id>  | version, product (packed; none once withdrawn)                          |
| STOCK#<shard>    | <sku> | version and level once heard of; products: ids of those that ever had it |

Each product and each SKU has versions of its own, and an older one never replaces a newer; a SKU's products only grow. So messages
may come twice, late and in any order, and leave the same behind. `log` and `synonyms` say what else is in the table.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError

from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.models import Product
from backend.search.document import Change, Document, Withdrawal, document
from backend.search.domain import SHARDS, shard
from backend.shared import compression, dynamodb
from backend.shared.aws import client

_UNLESS_NEWER = "attribute_not_exists(version) OR version <= :version"
_PAGE = 100


def save_product(product: Product) -> bool:
    """Keeps the product, unless a later version of it was heard of; whether it did. It may be the very one that is there."""
    kept = _put_if_newer(product.id, product.version, {"product": compression.compress(product)})
    if kept:
        _link_skus(product)
    return kept


def mark_withdrawn(event: ProductWithdrawn) -> bool:
    """Forgets the product but for its version, unless a later one was heard of; whether it did."""
    return _put_if_newer(event.product_id, event.version, {})


def save_stock_level(event: StockChanged) -> frozenset[str]:
    """Keeps the level, unless a later one was heard of. The products that it may matter to."""
    try:
        reply = client("dynamodb").update_item(
            TableName=dynamodb.table_name(),
            Key=_sku(event.sku),
            UpdateExpression="SET version = :version, #level = :level",
            ConditionExpression=_UNLESS_NEWER,
            ExpressionAttributeNames={"#level": "level"},
            ExpressionAttributeValues=dynamodb.to_item({":version": event.version, ":level": event.level}),
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        if not dynamodb.condition_failed(error):
            raise
        return frozenset()
    return frozenset(reply["Attributes"].get("products", {}).get("SS", ()))


def current_changes(product_ids: Sequence[str]) -> list[Change]:
    """What the index should hold of these products, as of now."""
    return list(_changes(product_ids, dynamodb.batch_get([_product(each) for each in product_ids], ConsistentRead=True)))


def iter_documents() -> Iterator[Document]:
    """Every product that can be found, a page of the table at a time."""
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
            found = _changes([item["sk"]["S"] for item in page["Items"]], page["Items"])
            yield from (each for each in found if isinstance(each, Document))


def _changes(product_ids: Iterable[str], items: Iterable[dynamodb.Item]) -> Iterator[Change]:
    products = {item["sk"]["S"]: compression.decode(bytes(item["product"]["B"]), Product) for item in items if "product" in item}
    skus = {variant.sku for product in products.values() for variant in product.variants}
    items = dynamodb.batch_get([_sku(each) for each in sorted(skus)], ConsistentRead=True)
    levels = {item["sk"]["S"]: Level(item["level"]["S"]) for item in items if "level" in item}
    for product_id in product_ids:
        yield document(products[product_id], levels) if product_id in products else Withdrawal(product_id)


def _put_if_newer(product_id: str, version: int, more: dict[str, Any]) -> bool:
    try:
        client("dynamodb").put_item(
            TableName=dynamodb.table_name(),
            Item=_product(product_id) | dynamodb.to_item({"version": version, **more}),
            ConditionExpression=_UNLESS_NEWER,
            ExpressionAttributeValues=dynamodb.to_item({":version": version}),
        )
    except ClientError as error:
        if not dynamodb.condition_failed(error):
            raise
        return False
    return True


def _link_skus(product: Product) -> None:
    """Lets each of the product's SKUs know it, before anybody reads their levels: news of stock in between finds the product."""
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


def _sku(sku: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"STOCK#{shard(sku)}", "sk": sku})
