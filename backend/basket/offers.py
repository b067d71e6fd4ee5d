"""The basket's copy of the offers, built from the events of the product and inventory services.

An item belongs to a SKU and stores, by product, the last version and its offer. Versions order the events of one
product only, and a SKU may move between products: each event changes that product's attributes alone. So late, doubled
and reordered events lead to the same item.
"""

from collections.abc import Iterable

import msgspec

from backend.basket.domain import Offer
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import pictures_of
from backend.shared import dynamodb
from backend.shared.aws import client

OFFER, VERSION, GONE = "offer#", "version#", "gone#"
STOCK, STOCKED = "stock", "stocked"


def get(sku: str) -> Offer | None:
    """Return one SKU's offer, or None if it is unknown."""
    return _offer(client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(sku)).get("Item", {}))


def find(skus: Iterable[str]) -> dict[str, Offer]:
    """Return the offers of these SKUs. Raise Refused 503 if the table is busy."""
    items = {
        item["pk"]["S"].removeprefix("OFFER#"): _offer(item) for item in dynamodb.batch_get(_key(sku) for sku in skus)
    }
    return {sku: offer for sku, offer in items.items() if offer}


def save_offers(event: ProductChanged) -> None:
    """Store the product's current offers, and mark SKUs that it no longer has."""
    product = event.product
    for variant in product.variants:
        offer = Offer(
            product_id=product.id,
            title=product.title,
            price=variant.price,
            currency=product.currency,
            values=variant.values,
            picture=next(iter(pictures_of(product, variant)), None),
        )
        _keep(variant.sku, product.version, offer)
    for sku in event.removed:
        _mark_gone(sku, product.id, product.version)


def mark_withdrawn(event: ProductWithdrawn) -> None:
    """Mark all of the product's offers as withdrawn; baskets still show them."""
    for sku in event.skus:
        _mark_gone(sku, event.product_id, event.version)


def save_stock(event: StockChanged) -> None:
    """Store a SKU's stock level."""
    value = {"S": msgspec.json.encode((event.level, event.left)).decode()}
    _write(event.sku, "SET #stocked = :version, #stock = :stock", "#stocked", event.version,
           {"#stocked": STOCKED, "#stock": STOCK}, {":stock": value})  # fmt: skip


def _keep(sku: str, version: int, offer: Offer) -> None:
    encoded = {"S": msgspec.json.encode(offer).decode()}
    _update(
        sku,
        offer.product_id,
        version,
        "SET #version = :version, #offer = :offer REMOVE #gone",
        {":offer": encoded},
        OFFER,
        GONE,
    )


def _mark_gone(sku: str, product_id: str, version: int) -> None:
    _update(sku, product_id, version, "SET #version = :version, #gone = :gone", {":gone": {"BOOL": True}}, GONE)


def _update(sku: str, product_id: str, version: int, expression: str, values: dynamodb.Item, *names: str) -> None:
    """Write what a product's version says of a SKU, unless a version as new is stored."""
    _write(
        sku, expression, "#version", version, {f"#{name[:-1]}": name + product_id for name in (VERSION, *names)}, values
    )


def _write(sku: str, expression: str, heard: str, version: int, names: dict[str, str], values: dynamodb.Item) -> None:
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(sku),
        UpdateExpression=expression,
        ConditionExpression=f"attribute_not_exists({heard}) OR {heard} < :version",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues={":version": {"N": str(version)}} | values,
    )


def _key(sku: str) -> dynamodb.Item:
    return {"pk": {"S": f"OFFER#{sku}"}, "sk": {"S": "OFFER"}}


def _offer(item: dynamodb.Item) -> Offer | None:
    """Return the offer of the product that has the SKU, else the last one known, as withdrawn."""
    products = sorted(name.removeprefix(OFFER) for name in item if name.startswith(OFFER))
    for_sale = [product for product in products if GONE + product not in item]
    if not products:
        return None
    offer = msgspec.json.decode(item[OFFER + (for_sale or products)[-1]]["S"], type=Offer)
    level, left = (
        msgspec.json.decode(item[STOCK]["S"], type=tuple[Level, int | None])
        if STOCK in item
        else (Level.IN_STOCK, None)
    )
    return msgspec.structs.replace(offer, withdrawn=not for_sale, level=level, left=left)
