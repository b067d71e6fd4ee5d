"""The two catalogues as documents of the search, made as the shop makes them."""

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import pytest
from django.utils.text import slugify

from backend.contracts.inventory import Level
from backend.contracts.product import NewProduct, Product
from backend.search.document import Document, document
from storefront.demo.catalogue import ITEMS
from storefront.demo.stock import quantity
from storefront.imports.catalogue import opened
from storefront.imports.entry import Good

AT = "2026-11-03T10:11:12.123Z"
_RETAIL = "shared/data/catalogues/retail-demo-store/products.yaml"


def indexed(product: NewProduct, stock: Mapping[str, int]) -> Document:
    """The document of a product with these pieces of its variants."""
    path = "/".join(map(slugify, product.category))
    kept = Product(**msgspec.structs.asdict(product), category_path=path, version=1, created_at=AT, changed_at=AT)
    return document(kept, {sku: Level.IN_STOCK if pieces else Level.SOLD_OUT for sku, pieces in stock.items()})


@cache
def demo() -> list[Document]:
    """The demo shop, stocked as it is seeded, but for three that are sold out."""
    out = {"umbrella-in-march", "red-moon", "station-mug"}
    products = [item.product for item in ITEMS.values()]
    return [indexed(each, {v.sku: 0 if each.id in out else quantity(v.sku) for v in each.variants}) for each in products]


@cache
def retail() -> list[Document]:
    """All 2,465 of the Retail Demo Store; skips where its catalogue is not beside the checkout."""
    above = [folder for up in Path(__file__).resolve().parents for folder in (up, up.parent)]
    path = next((found for folder in above if (found := folder / _RETAIL).is_file()), None)
    if path is None:
        pytest.skip("the catalogues are not beside this checkout")
    everywhere = re.sub(rb"(?m)^  where_visible: .*$", b"  where_visible: UI", path.read_bytes())  # 16 are shown on other channels only
    with opened(io.BytesIO(everywhere), currency="USD") as catalogue:
        return [indexed(each.product, each.stock) for each in catalogue if isinstance(each, Good)]
