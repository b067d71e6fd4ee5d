"""Checkouts per second on the local cloud, and the time from the acknowledgement until the order is confirmed."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import psutil

from bench.figure import Figure, table
from tests.cloud import ShopCloud, temporary
from tests.integration.api import Api, until
from tests.integration.shop import CARD, Shopper, sell, token

SHOPPERS, EACH, ONE_BY_ONE = 8, 5, 10


def run() -> list[Figure]:
    folder = temporary()
    cloud = ShopCloud.start(folder)
    try:
        return _measure(cloud)
    finally:
        cloud.stop()
        shutil.rmtree(folder)


def _measure(cloud: ShopCloud) -> list[Figure]:
    api = Api(cloud)
    sku = sell(api, str(cloud.tokens(cloud.new_account("staff"))["access_token"]), "bench")
    shoppers = [Shopper(Api(cloud), cloud.new_account()) for _ in range(SHOPPERS)]
    _rush(shoppers, sku)  # so many at once want as many processes of a function, which are warm afterwards
    waits = [_until_confirmed(shoppers[0], sku) for _ in range(ONE_BY_ONE)]
    before, began = psutil.cpu_times(), time.perf_counter()
    count, accepted = _rush(shoppers, sku)
    settled = time.perf_counter() - began
    return _figures(waits, count, accepted, settled, _busy(before, psutil.cpu_times()))


def _rush(shoppers: list[Shopper], sku: str) -> tuple[int, float]:
    """Let everybody buy at once. Return the number of orders, all confirmed, and the seconds until the last was
    accepted."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(shoppers)) as crowd:
        bought = [order for orders in crowd.map(lambda shopper: _buy(shopper, sku), shoppers) for order in orders]
    accepted = time.perf_counter() - began
    for shopper, order_id in bought:
        shopper.came_to(order_id, "confirmed")
    return len(bought), accepted


def _until_confirmed(shopper: Shopper, sku: str) -> float:
    shopper.add(sku)
    form = shopper.form(token=token(shopper.api.cloud, CARD))
    order_id = shopper.check_out(form).json()["order_id"]
    began = time.perf_counter()
    until(lambda: shopper.order(order_id), lambda order: order.get("state") == "confirmed")
    return time.perf_counter() - began


def _buy(shopper: Shopper, sku: str) -> list[tuple[Shopper, str]]:
    """Buy once, from basket to checkout."""
    return [(shopper, shopper.buy(sku)) for _ in range(EACH)]


def _busy(before: "psutil._ntuples.scputimes", after: "psutil._ntuples.scputimes") -> float:
    """Return the share of all processors that was in use."""
    idle, whole = after.idle - before.idle, sum(after) - sum(before)
    return 1 - idle / whole


def _figures(waits: list[float], count: int, accepted: float, settled: float, busy: float) -> list[Figure]:
    rows = [("accepted", count / accepted), ("confirmed", count / settled)]
    print(table([(f"{count} checkouts of {SHOPPERS} shoppers at once", "per second"), *rows]))
    print(table([("until confirmed, one order at a time", "seconds"), ("p50", median(waits)), ("slowest", max(waits))]))
    print(
        f"Processors in use while {SHOPPERS} at once: {busy:.0%}. Near 100 % they bound it; below, the local cloud's one poller does."
    )
    return [
        Figure(
            "checkouts accepted per second, local cloud",
            round(count / accepted, 1),
            "",
            None,
            f"{SHOPPERS} shoppers, whole way each",
        ),
        Figure(
            "orders confirmed per second, local cloud",
            round(count / settled, 1),
            "",
            None,
            f"processors {busy:.0%} in use",
        ),
        Figure("until confirmed, one at a time, p50", round(median(waits), 2), "s", None, "local cloud"),
    ]
