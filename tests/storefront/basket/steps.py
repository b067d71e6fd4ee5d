"""What people do with a basket."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.storefront.reading import text

HTMX = {"HTTP_HX_REQUEST": "true"}


def add(client: Client, sku: str = "TIDE-A4", quantity: Any = 1, **more: Any) -> HttpResponse:
    return client.post("/basket/add/", {"sku": sku, "quantity": quantity}, **more)


def basket_text(client: Client) -> str:
    return text(client.get("/basket/"))
