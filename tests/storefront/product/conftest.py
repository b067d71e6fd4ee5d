"""The catalogue in memory, as a fixture."""

from collections.abc import Iterator

import pytest

from storefront.product import catalogue
from storefront.site import sitemap
from tests.storefront.product.products import TREE, product
from tests.storefront.service import Service


@pytest.fixture
def shop(service: Service) -> Iterator[Service]:
    """Sixty prints."""
    service.products = [product(f"print-{number}", f"Print {number}") for number in range(1, 60)] + [product()]
    service.tree = TREE
    sitemap.forget()
    yield service
    catalogue.clear()
