"""The catalogue in memory, searched by the service's own engine."""

from tests.storefront.product.conftest import shop

__all__ = ["shop"]
