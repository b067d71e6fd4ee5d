"""The basket's table with three articles on offer."""

from collections.abc import Callable

import pytest

from backend.basket import delivery_zones, offers, promotions, tax_rates
from tests.backend import shop


@pytest.fixture
def basket_table(service_table: Callable[[str], str]) -> str:
    return service_table("basket")


@pytest.fixture
def on_offer(basket_table: str) -> tuple[str, ...]:
    """The SKUs on offer, at 29.00, 32.10 and 35.20."""
    for number, sku in enumerate(shop.SKUS):
        offers.save_offers(shop.product_changed(sku, 2900 + 310 * number))
    promotions.automatic.get()  # as a function does that has served a basket before
    delivery_zones.current()
    tax_rates.stored.get()
    return shop.SKUS
