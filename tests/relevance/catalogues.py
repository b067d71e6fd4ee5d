"""The two catalogues as documents of the search, made as the shop makes them."""

from collections.abc import Mapping
from functools import cache

import msgspec
from django.utils.text import slugify

from backend.contracts.inventory.models import Level
from backend.contracts.product.models import NewProduct, Product
from backend.search.document import Document, document
from storefront.demo.catalogue import ITEMS
from storefront.demo.stock import quantity
from tests.relevance.department_store_catalogue import products as department_store_products

AT = "2026-11-03T10:11:12.123Z"


def indexed_document(product: NewProduct, stock: Mapping[str, int]) -> Document:
    """The document of a product with these pieces of its variants."""
    path = "/".join(map(slugify, product.category))
    kept = Product(**msgspec.structs.asdict(product), category_path=path, version=1, created_at=AT, changed_at=AT)
    return document(kept, {sku: Level.IN_STOCK if pieces else Level.SOLD_OUT for sku, pieces in stock.items()})


@cache
def demo() -> list[Document]:
    """The demo shop, stocked as it is seeded, but for three that are sold out."""
    out = {"umbrella-in-march", "red-moon", "station-mug"}
    products = [item.product for item in ITEMS.values()]
    return [
        indexed_document(each, {v.sku: 0 if each.id in out else quantity(v.sku) for v in each.variants})
        for each in products
    ]


@cache
def department_store() -> list[Document]:
    """The made-up department store, with pieces of everything."""
    return [
        indexed_document(each, {variant.sku: 1 for variant in each.variants}) for each in department_store_products()
    ]
