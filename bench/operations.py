"""Each operation and each event: AWS calls, capacity units, bytes, and the function's own time beside its AWS calls."""

from collections import defaultdict
from statistics import median
from typing import Any

import msgspec

from backend.contracts.product.operations import REPLACE_PRODUCT
from backend.contracts.registry import OPERATIONS
from bench import order, stock
from bench.figure import Figure, table
from bench.shop import Shop, Step, shop

ROUNDS = 15
OWN = 1.0  # ms
GUEST = "a" * 32
SKUS = [product.variants[0].sku for product in stock.PRODUCTS[:3]]


def once(shop: Shop, number: int) -> None:
    """Every operation at least once, on a basket of three lines and a shopper with orders."""
    ask = {operation.name: operation for operation in OPERATIONS}
    line = {"quantity": 1}
    body = msgspec.to_builtins(_product(number))
    shop.ask(ask["list_categories"])
    shop.ask(ask["check_product"], body=body)
    shop.ask(ask["create_product"], body=body)
    changed = {name: value for name, value in body.items() if name != "id"} | {"title": f"Print {number}, again"}
    where = {"product_id": body["id"]}
    shop.ask(REPLACE_PRODUCT, path=where, query={"version": "1"}, body=changed)
    shop.ask(ask["delete_product"], path=where, query={"version": "2"})
    for sku in SKUS:
        shop.ask(ask["set_guest_line"], path={"guest_id": GUEST, "sku": sku}, body=line)
    shop.ask(ask["get_guest_basket"], path={"guest_id": GUEST})
    shop.ask(ask["remove_guest_line"], path={"guest_id": GUEST, "sku": SKUS[0]})
    shop.ask(ask["merge_basket"], body={"guest_id": GUEST})
    shop.ask(ask["remove_line"], path={"sku": SKUS[1]})
    shop.ask(ask["clear_basket"])
    shop.ask(ask["clear_guest_basket"], path={"guest_id": GUEST})
    order.order(shop, number)
    newest = shop.ask(ask["list_orders"])["items"][0]["id"]
    shop.ask(ask["get_order"], path={"order_id": newest})


def _product(number: int) -> Any:
    product = stock.PRODUCTS[3]
    variants = tuple(
        msgspec.structs.replace(variant, sku=f"NEW-{number}-{place}") for place, variant in enumerate(product.variants)
    )
    return msgspec.structs.replace(product, id=f"new-print-{number}", variants=variants)


def measure(rounds: int) -> dict[str, list[Step]]:
    """The invocations by what they are for, those of the first round left out: it makes the tables' first items."""
    steps = defaultdict(list)
    with shop() as here:
        stock.fill(stock.catalogue())
        for number in range(rounds + 1):
            here.steps.clear()
            once(here, number)
            for step in here.steps if number else []:
                steps[step.name].append(step)
    return steps


def run() -> list[Figure]:
    steps = measure(ROUNDS)
    own = {what: median(step.reading.own for step in each) * 1000 for what, each in steps.items()}
    head = ("operation", "AWS calls", "read", "write", "B to AWS", "B from AWS", "B of reply", "own ms")
    print(table([head, *(_row(what, each, own[what]) for what, each in steps.items())]))
    slowest = max(own, key=lambda what: own[what])
    calls = [call for each in steps.values() for step in each for call in step.reading.calls]
    return [
        Figure("own time, slowest operation", round(own[slowest], 3), "ms", OWN, f"{slowest}, median of {ROUNDS}"),
        Figure("own time, median operation", round(median(own.values()), 3), "ms", OWN),
        Figure("AWS calls for a list page", max(len(step.reading.calls) for step in steps["list_products"]), "", 1),
        Figure("Scans in all operations", calls.count("Scan"), "", 0, f"among {len(calls)} calls"),
    ]


def _row(what: str, each: list[Step], own: float) -> tuple[object, ...]:
    """The last one: the dearest where lines or orders add up."""
    used, reply = each[-1].reading, each[-1].reply
    return (what, used.made, used.units.read, used.units.write, used.sent, used.received, reply, own)
