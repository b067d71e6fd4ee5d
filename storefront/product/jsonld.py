"""The product page's structured data (https://schema.org/Product, https://schema.org/BreadcrumbList)."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from backend.contracts.currencies import decimal
from backend.contracts.inventory.models import Level, StockLevel
from backend.contracts.product.content import Content, Unit, decimal_content, priced_unit
from backend.contracts.product.models import Picture, Product, Variant
from backend.contracts.review.models import MAX_STARS, Review, ReviewPage
from backend.contracts.working_days import day_of
from storefront.product.description_html import summarize
from storefront.product.reviews import review_pictures
from storefront.product.stock import Stock
from storefront.web import pictures
from storefront.web.memoize import memoized_part

_AVAILABILITY = {
    Level.IN_STOCK: "InStock", Level.LOW: "LimitedAvailability", Level.BACK_ORDER: "BackOrder",
    Level.SOLD_OUT: "OutOfStock",
}  # fmt: skip
_UNIT_CODES = {
    Unit.GRAM: "GRM", Unit.KILOGRAM: "KGM", Unit.MILLILITRE: "MLT", Unit.LITRE: "LTR",
    Unit.METRE: "MTR", Unit.SQUARE_METRE: "MTK", Unit.CUBIC_METRE: "MTQ", Unit.PIECE: "H87",
}  # fmt: skip
"""UN/CEFACT Recommendation 20."""
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _script(document: dict[str, object]) -> SafeString:
    """Return the document as JSON that cannot leave its script element."""
    return mark_safe(  # noqa: S308
        json.dumps({"@context": "https://schema.org", **document}, ensure_ascii=False).translate(_ESCAPES)
    )


@memoized_part
def product_script(
    product: Product,
    levels: tuple[StockLevel, ...],
    images: tuple[str, ...],
    reviews: ReviewPage | None = None,
    tax_is_added: bool = False,
) -> SafeString:
    """Return the product with one offer per variant; prices in major units, as the vocabulary asks.

    `images` are the whole addresses of its pictures. A rating stands there only where there are reviews.
    `tax_is_added`: prices are without tax, and each offer says so.
    """
    document = _product_document(product, {level.sku: level for level in levels}, images, tax_is_added)
    return _script(document | (_rating(reviews) if reviews else {}))


def image_urls(product: Product) -> tuple[str, ...]:
    """Return the absolute URLs of those of the product's pictures that are ours."""
    return tuple(picture_url(picture) for picture in product.pictures if pictures.is_ours(picture.src))


@memoized_part
def trail_script(trail: tuple[tuple[str, str], ...], here: str) -> SafeString:
    """Return the breadcrumbs; the last one is the page itself and needs no address."""
    return _script(_trail_document(trail, here))


def _product_document(product: Product, stock: Stock, images: tuple[str, ...], tax_is_added: bool) -> dict[str, object]:
    url = settings.SHOP_URL + reverse("product:detail", args=[product.id])
    return {
        "@type": "Product", "name": product.title, "url": url, "sku": product.variants[0].sku,
        "description": summarize(product.description, 500),
        **({"image": images} if images else {}),
        **({"brand": {"@type": "Brand", "name": product.brand}} if product.brand else {}),
        "offers": [
            _offer(variant, product.currency, url, stock.get(variant.sku), tax_is_added) for variant in product.variants
        ],
    }  # fmt: skip


def picture_url(picture: Picture) -> str:
    """Return the absolute URL of a picture of ours, in its largest size."""
    return pictures.absolute_url(picture)


def _offer(
    variant: Variant, currency: str, url: str, stock: StockLevel | None, tax_is_added: bool
) -> dict[str, object]:
    return {
        "@type": "Offer", "sku": variant.sku, "url": f"{url}?v={variant.sku}",
        "price": decimal(variant.price, currency), "priceCurrency": currency,
        **_specification(variant, currency, tax_is_added),
        **({"availability": f"https://schema.org/{_AVAILABILITY[stock.level]}"} if stock else {}),
        **({"availabilityStarts": stock.back_on} if stock and stock.back_on else {}),
    }  # fmt: skip


def _specification(variant: Variant, currency: str, tax_is_added: bool) -> dict[str, object]:
    """Return what is to be said of a price beside it: what of the article it is for, and that it is without tax."""
    if not variant.content and not tax_is_added:
        return {}
    without_tax = {"valueAddedTaxIncluded": False} if tax_is_added else {}
    quantity = {"referenceQuantity": _reference_quantity(variant.content)} if variant.content else {}
    price = {
        "@type": "UnitPriceSpecification", "price": decimal(variant.price, currency), "priceCurrency": currency,
    }  # fmt: skip
    return {"priceSpecification": {**price, **quantity, **without_tax}}


def _reference_quantity(content: Content) -> dict[str, object]:
    """Return what a price is for, by which machines reckon the price per unit."""
    unit = {"@type": "QuantitativeValue", "value": "1", "unitCode": _UNIT_CODES[priced_unit(content.unit)]}
    return {
        "@type": "QuantitativeValue", "value": decimal_content(content), "unitCode": _UNIT_CODES[content.unit],
        "valueReference": unit,
    }  # fmt: skip


def _rating(reviews: ReviewPage) -> dict[str, object]:
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": f"{reviews.rating.average:.2f}",
            "reviewCount": reviews.rating.count,
            "bestRating": MAX_STARS,
        },
        "review": [_review(review) for review in reviews.items],
    }


def _review(review: Review) -> dict[str, object]:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": review.name},
        "datePublished": day_of(review.at).isoformat(),
        "reviewRating": {"@type": "Rating", "ratingValue": review.stars, "bestRating": MAX_STARS},
        **({"name": review.title} if review.title else {}),
        **({"reviewBody": review.text} if review.text else {}),
        **({"image": [picture_url(each) for each in review_pictures(review)]} if review.pictures else {}),
    }


def _trail_document(trail: Iterable[tuple[str, str]], here: str) -> dict[str, object]:
    items = [{"name": title, "item": settings.SHOP_URL + address} for title, address in trail]
    steps = [
        {"@type": "ListItem", "position": number, **item} for number, item in enumerate([*items, {"name": here}], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
