"""What a heart stands for: a product, or one variant of it, written as `harbour` or `harbour:HARBOUR-A3`."""

import msgspec

from backend.contracts.types import Model, Sku, Slug

_PARTED = ":"
"""Neither a product's id nor a SKU may hold it."""


class WishKey(Model, frozen=True, kw_only=True):
    """A product, or with a SKU one variant of it."""

    product_id: Slug
    sku: Sku | None = None

    def __str__(self) -> str:
        return self.product_id if self.sku is None else f"{self.product_id}{_PARTED}{self.sku}"


def parse_key(text: str) -> WishKey | None:
    """Return the key that a form sent; None for what is none."""
    product_id, parted, sku = text.partition(_PARTED)
    try:
        return msgspec.convert({"product_id": product_id, "sku": sku if parted else None}, WishKey)
    except msgspec.ValidationError:
        return None
