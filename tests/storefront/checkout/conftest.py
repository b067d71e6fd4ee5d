"""A shopper on the way to the review page."""

import pytest
from django.test import Client

from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, MINE
from tests.storefront.service import Service


@pytest.fixture
def buyer(shopper: Client, service: Service) -> Client:
    """Ada with two things in her basket."""
    service.baskets[MINE] = {"TIDE-A4": [1, 2400], "DOTS": [2, 1250]}
    return shopper


@pytest.fixture
def ready(buyer: Client) -> Client:
    """Ada at the last step."""
    buyer.post("/checkout/", GOOD)
    buyer.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(buyer)
    return buyer
