"""What the box with the button says beside the price."""

import re

from django.test import Client

from tests.storefront.reading import text
from tests.storefront.service import Service


def test_tax_delivery_and_the_day_stand_at_the_button(client: Client, shop: Service) -> None:
    response = client.get("/product/slow-tide/")
    beside = text(response).partition("Add to basket")[2].partition("30 days to change your mind")[0]
    assert re.search(r"it is with you in Germany by \w{3} \d{1,2} \w{3} ?\. VAT included, plus delivery", beside)
    assert 'href="/delivery/">delivery</a>' in response.content.decode()
