"""What is on back order in the basket's copies: with its day, until that has come."""

from collections.abc import Callable

import msgspec
import pytest

from backend.basket import offers
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.shared import clock
from backend.shared.aws import client
from tests.backend import shop

SKU = shop.SKUS[0]
DAY = "2026-12-10"


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("basket")


@pytest.mark.parametrize(
    ("today", "told"), [("2026-12-09", (Level.BACK_ORDER, 3, DAY)), (DAY, (Level.SOLD_OUT, None, None))]
)
def test_a_back_order_has_its_day_and_is_over_when_that_has_come(
    monkeypatch: pytest.MonkeyPatch, today: str, told: tuple[Level, int | None, str | None]
) -> None:
    offers.save_offers(shop.product_changed())
    offers.save_stock(StockChanged(sku=SKU, version=1, level=Level.BACK_ORDER, left=3, back_on=DAY))
    monkeypatch.setattr(clock, "now", lambda: f"{today}T12:00:00.000Z")
    offer = offers.get(SKU)
    assert offer
    assert (offer.level, offer.left, offer.back_on) == told


def test_stock_that_an_earlier_release_kept_is_read() -> None:
    offers.save_offers(shop.product_changed())
    client("dynamodb").update_item(
        TableName="basket",
        Key=offers.key(SKU),
        UpdateExpression="SET stock = :stock",
        ExpressionAttributeValues={":stock": {"S": '["low",2]'}},
    )
    offer = offers.get(SKU)
    assert offer
    assert (offer.level, offer.left, offer.back_on) == (Level.LOW, 2, None)


def test_what_is_on_no_back_order_is_stored_as_functions_of_the_earlier_release_read_it() -> None:
    offers.save_offers(shop.product_changed())
    offers.save_stock(StockChanged(sku=SKU, version=1, level=Level.LOW, left=2))
    item = client("dynamodb").get_item(TableName="basket", Key=offers.key(SKU))["Item"]
    assert msgspec.json.decode(item["stock"]["S"], type=tuple[Level, int | None]) == (Level.LOW, 2)
