"""The wish service's copies of products and stock, built from the events of their services.

| pk           | sk      | else                                                |
| PRODUCT#<id> | PRODUCT | version, product (compressed), withdrawn            |
| SKU#<sku>    | STOCK   | version, level, left, back_on (empty: none)         |

A version orders the events of one product, or of one SKU's stock: late and doubled ones change nothing.
"""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from backend.contracts import working_days
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import GONE, StockLevel
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.wish.alerts import AlertKind
from backend.contracts.wish.events import AlertsDue
from backend.shared import clock, compression, dynamodb, outbox
from backend.shared.copies import write_newer
from backend.wish.domain import CopiedProduct, copy_product

_PRODUCT, _STOCK = "PRODUCT", "STOCK"


def save_product(event: ProductChanged) -> None:
    """Store the product, unless a version as new is stored. The same write has price alerts looked at."""
    product = event.product
    due = AlertsDue(
        kind=AlertKind.CHEAPER,
        skus=tuple(variant.sku for variant in product.variants),
        product_id=product.id,
        version=product.version,
    )
    values = {"product": compression.compress(copy_product(product)), "withdrawn": False}
    write_newer(_product_key(product.id), product.version, values | {"event": outbox.compress_event(due)})


def mark_withdrawn(event: ProductWithdrawn) -> None:
    """Store that the product is no longer sold. Its last variants stay: lists still show them."""
    write_newer(_product_key(event.product_id), event.version, {"withdrawn": True})


def save_stock(event: StockChanged) -> None:
    """Store a SKU's level, unless a version as new is stored. If there is some, the same write has alerts looked at.

    A level without an event leaves that of an earlier version, which publishes nothing.
    """
    values: dict[str, object] = {"level": event.level, "left": event.left or 0, "back_on": event.back_on or ""}
    if event.level not in GONE:
        due = AlertsDue(kind=AlertKind.BACK, skus=(event.sku,), version=event.version)
        values["event"] = outbox.compress_event(due)
    write_newer(_stock_key(event.sku), event.version, values)


def find_product(product_id: str) -> CopiedProduct | None:
    """Return one product; None if nothing was heard of it."""
    return find_products([product_id]).get(product_id)


def find_products(ids: Iterable[str]) -> dict[str, CopiedProduct]:
    """Return products by id, without unknown ones."""
    items = dynamodb.batch_get([_product_key(each) for each in dict.fromkeys(ids)])
    return {product.id: product for product in map(_decode_product, items) if product}


def find_levels(skus: Iterable[str]) -> dict[str, StockLevel]:
    """Return stock levels by SKU, without unknown ones."""
    items = dynamodb.batch_get([_stock_key(each) for each in dict.fromkeys(skus)])
    return {level.sku: level for level in map(_decode_level, items)}


def _decode_product(item: dynamodb.Item) -> CopiedProduct | None:
    """Return the product; None if only its withdrawal was heard of."""
    if "product" not in item:
        return None
    return replace(compression.decode(item["product"]["B"], CopiedProduct), withdrawn=item["withdrawn"]["BOOL"])


def _decode_level(item: dynamodb.Item) -> StockLevel:
    """Return the level as of today; items of earlier releases have no `back_on`."""
    values = {"sku": item["pk"]["S"].partition("#")[2], "level": item["level"]["S"]}
    back_on = item["back_on"]["S"] if "back_on" in item else ""
    more = {"left": int(item["left"]["N"]) or None, "back_on": back_on or None}
    return msgspec.convert(values | more, StockLevel).as_of(working_days.day_of(clock.now()).isoformat())


def _product_key(product_id: str) -> dynamodb.Item:
    return {"pk": {"S": f"PRODUCT#{product_id}"}, "sk": {"S": _PRODUCT}}


def _stock_key(sku: str) -> dynamodb.Item:
    return {"pk": {"S": f"SKU#{sku}"}, "sk": {"S": _STOCK}}
