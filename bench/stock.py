"""Catalogues and order histories of any size, put into the tables as the services would have written them."""

import os
from collections.abc import Iterable, Iterator
from typing import Any
from unittest import mock

import msgspec

from backend.basket import offers
from backend.contracts.basket import BasketCheckedOut
from backend.contracts.product import NewProduct, Product, ProductChanged
from backend.order import store as orders
from backend.product import change, domain
from backend.shared import aws, table
from storefront.demo.catalogue import ITEMS

PRODUCTS: tuple[NewProduct, ...] = tuple(item.product for item in ITEMS.values())
NOW = "2026-11-21T08:00:00.000Z"


def catalogue(count: int) -> Iterator[Product]:
    """The demo's products, and as many more like them; the demo's own come first in the featured list."""
    for number in range(count):
        like = PRODUCTS[number % len(PRODUCTS)]
        yield domain.made(like if number < len(PRODUCTS) else _another(like, number), 1, NOW)


def _another(like: NewProduct, number: int) -> NewProduct:
    variants = tuple(msgspec.structs.replace(variant, sku=f"{variant.sku}-{number}") for variant in like.variants)
    return msgspec.structs.replace(like, id=f"{like.id}-{number}", variants=variants, rank=0)


def rows(product: Product) -> list[dict[str, Any]]:
    """The items of the product table that the product's creation writes, the counts of its categories apart."""
    return [part["Put"]["Item"] for part in change.items(0, None, ProductChanged(product=product)) if "Put" in part]


def fill(products: Iterable[Product], *, known: int = len(PRODUCTS)) -> None:
    """Puts the products in, and the first `known` ones' offers: the basket never reads any other."""
    for number, product in enumerate(products):
        with _as("product"):
            for item in rows(product):
                aws.client("dynamodb").put_item(TableName=table.name(), Item=item)
        if number < known:
            with _as("basket"):
                offers.change(ProductChanged(product=product))


def remember(order: BasketCheckedOut, count: int) -> None:
    """Places so many orders like this one, each under an earlier id."""
    first = int(order.order_id, 16)
    with _as("order"):
        for number in range(1, count + 1):
            orders.place(msgspec.structs.replace(order, order_id=f"{first - (number << 64):028x}"))


def _as(service: str) -> Any:
    return mock.patch.dict(os.environ, {"TABLE": service, "SERVICE": service})
