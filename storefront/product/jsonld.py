"""What the product page says to machines (https://schema.org/Product, https://schema.org/BreadcrumbList)."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from backend.contracts.inventory.models import Level, StockLevel
from backend.contracts.product.models import Picture, Product, Variant
from storefront.product.description_html import summarize
from storefront.product.stock import Stock
from storefront.web import pictures
from storefront.web.memoize import memoized_part

_AVAILABILITY = {Level.IN_STOCK: "InStock", Level.LOW: "LimitedAvailability", Level.SOLD_OUT: "OutOfStock"}
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _script(document: dict[str, Any]) -> SafeString:
    """Return the document as JSON that cannot leave its script element."""
    return mark_safe(  # noqa: S308
        json.dumps({"@context": "https://schema.org", **document}, ensure_ascii=False).translate(_ESCAPES)
    )


@memoized_part
def product_script(product: Product, levels: tuple[StockLevel, ...], images: tuple[str, ...]) -> SafeString:
    """Return the product with one offer per variant; prices in major units, as the vocabulary asks.

    `images` are the whole addresses of its pictures.
    """
    return _script(_product_document(product, {level.sku: level for level in levels}, images))


def image_urls(product: Product) -> tuple[str, ...]:
    """Return the whole addresses of those of the product's pictures that are ours."""
    return tuple(picture_url(picture) for picture in product.pictures if pictures.is_ours(picture.src))


@memoized_part
def trail_script(trail: tuple[tuple[str, str], ...], here: str) -> SafeString:
    """Return the breadcrumbs; the last one is the page itself and needs no address."""
    return _script(_trail_document(trail, here))


def _product_document(product: Product, stock: Stock, images: tuple[str, ...]) -> dict[str, Any]:
    place = settings.SHOP_URL + reverse("product:detail", args=[product.id])
    return {
        "@type": "Product", "name": product.title, "url": place, "sku": product.variants[0].sku,
        "description": summarize(product.description, 500),
        **({"image": images} if images else {}),
        **({"brand": {"@type": "Brand", "name": product.brand}} if product.brand else {}),
        "offers": [_offer(variant, product.currency, place, stock.get(variant.sku)) for variant in product.variants],
    }  # fmt: skip


def picture_url(picture: Picture) -> str:
    """Return the whole address of a picture of ours, in its largest size."""
    return pictures.absolute_url(picture)


def _offer(variant: Variant, currency: str, place: str, stock: StockLevel | None) -> dict[str, Any]:
    digits = get_currency_precision(currency)
    return {
        "@type": "Offer", "sku": variant.sku, "url": f"{place}?v={variant.sku}",
        "price": str(Decimal(variant.price).scaleb(-digits)), "priceCurrency": currency,
        **({"availability": f"https://schema.org/{_AVAILABILITY[stock.level]}"} if stock else {}),
    }  # fmt: skip


def _trail_document(trail: Iterable[tuple[str, str]], here: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = [{"name": title, "item": settings.SHOP_URL + address} for title, address in trail]
    steps = [
        {"@type": "ListItem", "position": number, **item} for number, item in enumerate([*items, {"name": here}], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
