"""The stock of a product's variants, in words. Pages work without it: a variant without a known level can be bought."""

from backend.contracts.inventory.models import Level, StockLevel, StockQuery
from backend.contracts.inventory.operations import GET_STOCK
from backend.contracts.product.models import Product
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing

TIMEOUT = (0.5, 1.0)  # seconds to connect and to wait
MAX_SKUS = 100  # SKUs of one question
Stock = dict[str, StockLevel]


def get_stock_levels(product: Product, timeout: api.Timeout = TIMEOUT) -> Stock:
    """Return the variants' levels by SKU; none where the service does not answer or has never heard of them."""
    try:
        page = api.call(GET_STOCK, query=StockQuery(skus=",".join(skus(product))), timeout=timeout)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return {}
    return {level.sku: level for level in page.items}


def skus(product: Product) -> list[str]:
    """Return the SKUs that are asked for."""
    return [variant.sku for variant in product.variants[:MAX_SKUS]]


def is_sold_out(stock: Stock, sku: str) -> bool:
    """Return whether there is none of it, as far as is known."""
    return sku in stock and stock[sku].level is Level.SOLD_OUT
