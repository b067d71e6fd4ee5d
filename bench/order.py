"""The standard flow of an order, and its cost: list, view, add three, view the basket, check out, order placed,
history."""

from backend.contracts.basket.operations import CHECK_OUT, GET_BASKET, SET_LINE
from backend.contracts.order.operations import LIST_ORDERS
from backend.contracts.product.operations import GET_PRODUCT, LIST_PRODUCTS
from backend.contracts.registry import OPERATIONS
from bench import client, stock
from bench.bill import bill, logs, milliseconds
from bench.figure import Figure, table
from bench.shop import Shop, Step, shop
from tests.backend.shop import ADDRESS

ROUTES = {operation.name: operation.route for operation in OPERATIONS}
WANTED = 3
TOKEN = "tok_" + "a1B2" * 8
BEFORE = 12
"""Orders that the shopper made before the one that is measured: more than a basket remembers checkouts of."""

DEAREST, LOGGED = 0.020, 5_000  # dollars per 1,000 orders, bytes per order
COSTED = 15.0
"""Milliseconds billed per invocation where none are measured."""


def order(shop: Shop, number: int = 0) -> list[Step]:
    """The flow once; its invocations."""
    before = len(shop.steps)
    shop.ask(LIST_PRODUCTS)
    shop.ask(GET_PRODUCT, path={"product_id": stock.PRODUCTS[0].id})
    for product in stock.PRODUCTS[:WANTED]:
        shop.ask(SET_LINE, path={"sku": product.variants[0].sku}, body={"quantity": 1})
    total = shop.ask(GET_BASKET)["deliveries"][0]["total"]
    body = {
        "key": f"bench-checkout-{number:06}",
        "address": ADDRESS,
        "delivery": "standard",
        "expected_total": total,
        "token": TOKEN,
    }
    shop.ask(CHECK_OUT, body=body)
    shop.ask(LIST_ORDERS)
    return shop.steps[before:]


def run() -> list[Figure]:
    with shop() as here:
        stock.fill(stock.catalogue())
        for number in range(BEFORE):
            order(here, number)
        steps = order(here, BEFORE)
    each = milliseconds(here.steps, client.seconds())
    print(
        table(
            [
                ("invocation", "for", "AWS calls", "read", "write", "B to AWS", "B from AWS", "ms billed"),
                *(_row(step, each) for step in steps),
            ]
        )
    )
    costs = bill(steps, ROUTES, each)
    print(table([("$ per 1,000 orders", ""), *((what, cost * 1000) for what, cost in costs.items())]))
    return [
        Figure(
            "an order, $ per 1,000",
            round(sum(costs.values()) * 1000, 5),
            "$",
            DEAREST,
            "us-east-1 list prices, shopper with history",
        ),
        Figure("logs per order", logs(steps, ROUTES), "B", LOGGED, "functions' and access log"),
        Figure("Scans per order", sum(step.reading.calls.count("Scan") for step in steps), "", 0),
    ]


def _row(step: Step, each: dict[str, float]) -> tuple[object, ...]:
    used = step.reading
    return (
        step.function,
        step.what,
        used.made,
        used.units.read,
        used.units.write,
        used.sent,
        used.received,
        each[step.name],
    )
