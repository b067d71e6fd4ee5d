"""Catalogues and order histories of any size, written to the tables as the services would have written them."""

import os
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any
from unittest import mock

import msgspec
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from backend.basket import offers
from backend.contracts.product.events import ProductChanged
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import NewProduct, Product
from backend.product import domain, transaction
from backend.shared import aws
from storefront.demo.catalogue import ITEMS
from tests.backend.sizes import Item

PRODUCTS: tuple[NewProduct, ...] = tuple(
    item.product for item in ITEMS.values() if item.product.kind is ProductKind.GOODS
)
OFFERED = 8
"""Products of which the basket gets to know the offers: it reads those of its own lines, and no others."""

NOW = "2026-11-21T08:00:00.000Z"


def catalogue(count: int = len(PRODUCTS)) -> Iterator[Product]:
    """The demo's products, and as many more like them; the demo's own come first in the featured list."""
    for number in range(count):
        like = PRODUCTS[number % len(PRODUCTS)]
        yield make_product(like, number if number >= len(PRODUCTS) else 0)


def make_product(like: NewProduct, number: int) -> Product:
    """A product, or another one like it under a number."""
    return domain.new_product(_another(like, number) if number else like, 1, NOW)


def _another(like: NewProduct, number: int) -> NewProduct:
    variants = tuple(msgspec.structs.replace(variant, sku=f"{variant.sku}-{number}") for variant in like.variants)
    return msgspec.structs.replace(like, id=f"{like.id}-{number}", variants=variants, rank=0)


def rows(product: Product) -> list[Item]:
    """The items of the product table that the product's creation writes, the counts of its categories apart."""
    with _as("product"):
        return [
            part["Put"]["Item"] for part in transaction.items(0, None, ProductChanged(product=product)) if "Put" in part
        ]


def fill(products: Iterable[Product]) -> None:
    """Puts the products in, and the first ones' offers."""
    for number, product in enumerate(products):
        for row in rows(product):
            _put("product", row)
        if number < OFFERED:
            with _as("basket"):
                offers.save_offers(ProductChanged(product=product))


def remember(owner: str, order_id: str, count: int) -> None:
    """So many orders more, like this one, each under an earlier id."""
    key = {"pk": {"S": owner}, "sk": {"S": order_id}}
    like, first = aws.client("dynamodb").get_item(TableName="order", Key=key)["Item"], int(order_id, 16)
    for number in range(1, count + 1):
        _put("order", {**like, "sk": {"S": f"{first - (number << 64):028x}"}})


def _put(table: str, item: Item) -> None:
    """Right into moto's memory: over boto3 it takes 10 ms."""
    dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[table].put_item(_wire(item))


def _wire(item: Item) -> Item:
    """Bytes as they are sent."""
    return {name: {"B": b64encode(value["B"]).decode()} if "B" in value else value for name, value in item.items()}


def _as(service: str) -> Any:
    return mock.patch.dict(os.environ, {"TABLE": service, "SERVICE": service})
