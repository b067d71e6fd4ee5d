"""The basket's copy of the offers, built from the events of the product and inventory services.

An item belongs to a SKU and stores, by product, the latest version and its offer. Versions order the events of only one
product, and a SKU may move between products: so each event changes only that product's attributes. That way late,
duplicate and reordered events lead to the same item.
"""

from collections.abc import Iterable

import msgspec

from backend.basket import stock_levels
from backend.basket.domain import Offer
from backend.contracts.inventory.events import StockChanged
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.local_options import local_values
from backend.contracts.product.models import Picture, Product, Variant, pictures_of
from backend.contracts.product.translations import local_titles
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.copies import write_newer

PK = "OFFER#"
OFFER, VERSION, GONE = "offer#", "version#", "gone#"
STOCK, STOCKED = "stock", "stocked"

_OFFER = msgspec.json.Decoder(Offer)


def get(sku: str) -> Offer | None:
    """Return one SKU's offer, or None if it is unknown."""
    return _offer(client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key(sku)).get("Item", {}))


def find(skus: Iterable[str]) -> dict[str, Offer]:
    """Return the offers of these SKUs. Raise Refused 503 if the table is busy."""
    return decode_all(dynamodb.batch_get(key(sku) for sku in skus))


def decode_all(items: Iterable[dynamodb.Item]) -> dict[str, Offer]:
    """Return by SKU the offers among these items, which may be of any kind."""
    offers = {item["pk"]["S"].removeprefix(PK): _offer(item) for item in items if item["pk"]["S"].startswith(PK)}
    return {sku: offer for sku, offer in offers.items() if offer}


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
            picture=_picture(product, variant),
            category=product.category_path,
            kind=product.kind,
            titles=local_titles(product.translations),
            tax_class=product.tax_class,
            local_values=local_values(product, variant),
        )
        _save_offer(variant.sku, product.version, offer)
    for sku in event.removed:
        _mark_gone(sku, product.id, product.version)


def _picture(product: Product, variant: Variant) -> Picture | None:
    """Return the variant's picture without its colours: they would be carried in every item and event of every
    order."""
    picture = next(iter(pictures_of(product, variant)), None)
    return msgspec.structs.replace(picture, colours=()) if picture else None


def mark_withdrawn(event: ProductWithdrawn) -> None:
    """Mark all of the product's offers as withdrawn; baskets still show them."""
    for sku in event.skus:
        _mark_gone(sku, event.product_id, event.version)


def save_stock(event: StockChanged) -> None:
    """Store a SKU's stock level, unless a version as new is stored."""
    write_newer(key(event.sku), event.version, {STOCK: stock_levels.encode(event)}, version_name=STOCKED)


def _save_offer(sku: str, version: int, offer: Offer) -> None:
    product_id = offer.product_id
    write_newer(
        key(sku),
        version,
        {OFFER + product_id: msgspec.json.encode(offer).decode()},
        remove=[GONE + product_id],
        version_name=VERSION + product_id,
    )


def _mark_gone(sku: str, product_id: str, version: int) -> None:
    write_newer(key(sku), version, {GONE + product_id: True}, version_name=VERSION + product_id)


def key(sku: str) -> dynamodb.Item:
    """Return the primary key of a SKU's offers."""
    return {"pk": {"S": f"{PK}{sku}"}, "sk": {"S": "OFFER"}}


def _offer(item: dynamodb.Item) -> Offer | None:
    """Return the offer of the product that has the SKU, otherwise the last one known, as withdrawn."""
    products = sorted(name.removeprefix(OFFER) for name in item if name.startswith(OFFER))
    for_sale = [product for product in products if GONE + product not in item]
    if not products:
        return None
    offer = _OFFER.decode(item[OFFER + (for_sale or products)[-1]]["S"])
    stock = stock_levels.decode(item[STOCK]["S"]) if STOCK in item else stock_levels.StoredLevel()
    present = {"level": stock.level, "left": stock.left, "back_on": stock.back_on}
    return msgspec.structs.replace(offer, withdrawn=not for_sale, **present)
