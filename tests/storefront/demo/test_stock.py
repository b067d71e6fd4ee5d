"""Stock for the demo shop: the same each time, never over what somebody has set."""

import pytest

from backend.contracts.inventory.operations import SET_STOCK
from backend.contracts.product.models import NewProduct
from storefront.clients import api
from storefront.demo import stock
from storefront.demo.catalogue import ITEMS
from tests.storefront.service import STAFF, Service

PRODUCTS: list[NewProduct] = [item.product for item in ITEMS.values()][:3]
SKUS = [variant.sku for product in PRODUCTS for variant in product.variants]


@pytest.fixture(autouse=True)
def staff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "access_token", lambda: f"token-of-{STAFF}")


def test_what_staff_have_set_is_left_alone(service: Service) -> None:
    for number in (1, 2):
        service.put_stock(SKUS[0], 900 + number)
    assert stock.fill(PRODUCTS) == len(SKUS) - 1
    assert service.stock[SKUS[0]].available == 902


def test_a_sku_that_the_inventory_knows_only_by_name_gets_its_pieces(service: Service) -> None:
    service.put_stock(SKUS[0], 0)
    stock.fill(PRODUCTS)
    assert service.stock[SKUS[0]].available == stock.quantity(SKUS[0])


def test_another_refusal_is_not_swallowed(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "access_token", lambda: "token-of-ada")
    with pytest.raises(api.Refusal):
        stock.fill(PRODUCTS)
    assert SET_STOCK.name in service.calls


def test_gift_vouchers_do_not_run_out(service: Service) -> None:
    gifts = ITEMS["gift-voucher"].product
    stock.fill([gifts])
    assert {service.stock[variant.sku].available for variant in gifts.variants} == {stock.VOUCHERS}


def test_most_have_plenty_some_little_and_a_few_none() -> None:
    pieces = [stock.quantity(variant.sku) for item in ITEMS.values() for variant in item.product.variants]
    assert pieces.count(0) >= 2
    assert sum(0 < each <= 5 for each in pieces) >= 5
    assert sum(20 <= each <= 80 for each in pieces) > 0.85 * len(pieces)
