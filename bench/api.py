"""Requests to the API of the local cloud, from this process through gateway, token check and function to the table and
back."""

import shutil
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import msgspec
import requests

from backend.contracts.basket.operations import GET_BASKET, SET_LINE
from backend.contracts.operation import AnyOperation
from backend.contracts.order.operations import LIST_ORDERS
from backend.contracts.product.models import PAGE_SIZE
from backend.contracts.product.operations import CREATE_PRODUCT, GET_PRODUCT, LIST_CATEGORIES, LIST_PRODUCTS
from bench import stock
from bench.figure import Figure, table
from tests.cloud import ShopCloud, temporary

ROUNDS, AIM = 40, 15.0
SKU = stock.PRODUCTS[0].variants[0].sku
OFFER_SECONDS = 20
Ask = Callable[..., Any]
ASKED: tuple[tuple[AnyOperation, dict[str, Any]], ...] = (
    (LIST_PRODUCTS, {}),
    (LIST_CATEGORIES, {}),
    (GET_PRODUCT, {"path": {"product_id": stock.PRODUCTS[0].id}}),
    (GET_BASKET, {}),
    (SET_LINE, {"path": {"sku": SKU}, "body": {"quantity": 2}}),
    (LIST_ORDERS, {}),
)


def run() -> list[Figure]:
    folder = temporary()
    shop = ShopCloud.start(folder)
    try:
        ask = _asker(shop)
        for product in stock.PRODUCTS[: PAGE_SIZE + 1]:
            ask(CREATE_PRODUCT, body=msgspec.to_builtins(product))
        _wait_for_offers(ask)
        times: dict[str, list[float]] = {operation.name: [] for operation, _ in ASKED}
        for _ in range(ROUNDS):
            for operation, more in ASKED:
                started = time.perf_counter()
                ask(operation, **more)
                times[operation.name].append((time.perf_counter() - started) * 1000)
    finally:
        shop.stop()
        shutil.rmtree(folder)
    return _figures(times)


def _asker(shop: ShopCloud) -> Ask:
    web = requests.Session()
    token = shop.tokens(shop.account("staff"))["access_token"]

    def ask(operation: AnyOperation, *, path: dict[str, str] | None = None, body: Any = None) -> requests.Response:
        headers = {"authorization": f"Bearer {token}"} if operation.scope else {}
        reply = web.request(
            operation.method, shop.api + operation.template.format(**path or {}), json=body, headers=headers, timeout=20
        )
        reply.raise_for_status()
        return reply

    return ask


def _wait_for_offers(ask: Ask) -> None:
    """Wait until the basket service has consumed the events of new products."""
    end = time.monotonic() + OFFER_SECONDS
    while time.monotonic() < end:
        try:
            ask(SET_LINE, path={"sku": SKU}, body={"quantity": 1})
        except requests.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the basket never heard of the products")


def _figures(times: dict[str, list[float]]) -> list[Figure]:
    rows = [(name, min(each), median(each), sorted(each)[int(len(each) * 0.95)]) for name, each in times.items()]
    print(table([("operation", "min ms", "p50", "p95"), *rows]))
    slowest = max(rows, key=lambda row: row[2])
    everything = [each for times_ in times.values() for each in times_]
    return [
        Figure(
            "local API request, p50",
            round(median(everything), 1),
            "ms",
            AIM,
            f"{len(everything)} requests to {len(ASKED)} operations",
        ),
        Figure("local API, slowest operation's p50", round(slowest[2], 1), "ms", None, slowest[0]),
    ]
