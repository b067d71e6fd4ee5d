"""The catalogue in memory, as a fixture."""

from collections.abc import Iterator

import pytest

from storefront.clients import api
from storefront.product import catalogue
from storefront.site import sitemap
from tests.storefront.product.fake import Fake, product


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """Sixty prints."""
    fake = Fake([product(f"print-{number}", f"Print {number}") for number in range(1, 60)] + [product()])
    monkeypatch.setattr(api, "call", fake.call)
    sitemap.forget()
    catalogue.clear()
    yield fake
    catalogue.clear()
