"""Things that the tests of several services need: articles, an address, and a checkout of them."""

from datetime import date
from typing import Any

from backend.contracts.basket.models import Address, Delivery
from backend.contracts.product.events import ProductChanged
from backend.contracts.product.models import Picture, Product, Variant

ARTICLES = (
    (
        "harbour-at-dusk",
        "Harbour at Dusk",
        "HARBOUR-DUSK-A3",
        ("A3", "Unframed"),
        "Layered harbour silhouettes under a low orange sun",
    ),
    (
        "slow-orbit-3",
        "Slow Orbit No. 3",
        "SLOW-ORBIT-3-50X70",
        ("50 × 70 cm", "Oak frame"),
        "Thin rings drifting apart, ink on cream",
    ),
    (
        "paper-reef",
        "Paper Reef Notebook",
        "REEF-NOTE-A5-LINED",
        ("A5", "Lined"),
        "A notebook with a coral reef of lines on its cover",
    ),
)
SKUS = tuple(article[2] for article in ARTICLES)

ADDRESS = Address(
    name="Ada Lovelace",
    email="ada.lovelace@example.com",
    street="12 St James's Square",
    postal_code="SW1Y 4JH",
    town="London",
    country="GB",
    phone="+44 20 7946 0018",
)


def product(sku: str = SKUS[0], price: int = 2900, version: int = 1, **more: Any) -> Product:
    """A product with one variant: one of `ARTICLES`, or any other SKU."""
    slug, title, _, values, alt = next(
        (each for each in ARTICLES if each[2] == sku), (sku.lower(), sku, sku, ("A4",), "A print")
    )
    at = "2026-11-03T10:11:12.123Z"
    plain: dict[str, Any] = {
        "id": slug,
        "title": title,
        "currency": "EUR",
        "category": ("Prints",),
        "category_path": "prints",
        "variants": (Variant(sku=sku, values=values, price=price),),
        "pictures": (Picture(src=f"{slug}-1", alt=alt, width=1280, height=1600),),
        "version": version,
        "created_at": at,
        "changed_at": at,
    }
    return Product(**(plain | more))


def product_changed(
    sku: str = SKUS[0], price: int = 2900, version: int = 1, removed: tuple[str, ...] = (), **more: Any
) -> ProductChanged:
    """The event of that product's change."""
    return ProductChanged(product=product(sku, price, version, **more), removed=removed)


STANDARD = Delivery.STANDARD
TODAY = date(2026, 11, 3)
