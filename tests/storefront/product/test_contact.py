"""Who writes to the shop finds an address, with the order's number filled in."""

import pytest
from django.test import Client

from backend.contracts.shop import SELLER
from tests.storefront.service import Service


@pytest.mark.parametrize("sent", ["<b>", "x" * 999, "0000-000G", "../"])
def test_what_is_no_orders_number_is_left_aside(guest: Client, service: Service, sent: str) -> None:
    page = guest.get("/contact/", {"order": sent}).content.decode()
    assert f'href="mailto:{SELLER.email}"' in page


def test_the_orders_number_is_filled_in(guest: Client, service: Service) -> None:
    page = guest.get("/contact/", {"order": "3F9A-72C1"}).content.decode()
    assert f'href="mailto:{SELLER.email}?subject=Order%203F9A-72C1"' in page
    assert SELLER.address[0] in page
