"""The way to a review page."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from storefront.checkout.address_form import values_of
from tests.storefront.reading import value
from tests.storefront.service import ADA, ADDRESS

GOOD = values_of(ADDRESS) | {"extra": "", "phone": ""}


BASKET, MINE = "/basket/", f"shopper#{ADA}"


def order(client: Client, agreed: str | None = None, **more: Any) -> HttpResponse:
    sealed = agreed if agreed is not None else value(client.get("/checkout/review/"), "agreed")
    return client.post("/checkout/review/", {"agreed": sealed}, **more)
