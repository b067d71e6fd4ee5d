"""The events that the product service publishes."""

from backend.contracts.event import Event
from backend.contracts.product.models import Product
from backend.contracts.types import (
    Sku,
    Slug,
    Timestamp,
    Version,
)


class ProductChanged(Event, frozen=True, kw_only=True, omit_defaults=True, tag="ProductChanged.v1"):
    """A product was created or replaced. `removed` are SKUs the version before had and this one has not.

    `republished_at` is set where nothing changed: the product is published again for services that have not heard of it
    yet.
    """

    product: Product
    removed: tuple[Sku, ...] = ()
    republished_at: Timestamp | None = None


class ProductWithdrawn(Event, frozen=True, kw_only=True, tag="ProductWithdrawn.v1"):
    """A product was deleted; `version` counts the deletion, so it orders after the product's last change."""

    product_id: Slug
    version: Version
    skus: tuple[Sku, ...]


EVENTS = (ProductChanged, ProductWithdrawn)
