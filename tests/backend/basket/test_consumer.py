"""The basket's event consumer."""

import pytest

from backend.basket import offers
from backend.basket.consumer import handler
from backend.contracts.product.events import ProductWithdrawn
from tests.backend import shop
from tests.backend.events import sqs
from tests.backend.recorder import Calls

pytestmark = pytest.mark.usefixtures("basket_table")
SKU = shop.SKUS[0]


def test_an_invalid_message_fails_alone() -> None:
    answer = handler(sqs(shop.product_changed(SKU), "{}", shop.product_changed(shop.SKUS[1])), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert set(offers.find(shop.SKUS)) == set(shop.SKUS[:2])


def test_products_events_become_offers(calls: Calls) -> None:
    withdrawn = ProductWithdrawn(product_id="harbour-at-dusk", version=2, skus=(SKU,))
    assert handler(sqs(shop.product_changed(SKU), withdrawn, shop.product_changed(SKU)), None) == {
        "batchItemFailures": []
    }
    assert calls.grants == {("dynamodb:UpdateItem", "basket")}
    offer = offers.get(SKU)
    assert offer is not None
    assert offer.withdrawn


def test_a_newer_writers_unknown_fields_do_no_harm() -> None:
    newer = sqs(shop.product_changed(SKU))
    body = newer["Records"][0]["body"]
    newer["Records"][0]["body"] = body.replace('"detail": {', '"detail": {"since_next_year": {"a": 1}, ')
    assert newer["Records"][0]["body"] != body
    assert handler(newer, None) == {"batchItemFailures": []}
    assert offers.get(SKU) is not None
