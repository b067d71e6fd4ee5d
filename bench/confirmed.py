"""What an order costs from the first look until it is confirmed and mailed: the whole choreography, except for the
provider's side."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from backend.contracts.inventory.operations import SET_STOCK
from backend.notification import email_client
from backend.payment.gateways import connection, sandbox
from bench import client, stock
from bench.bill import bill, logs, milliseconds
from bench.figure import Figure, table
from bench.order import BEFORE, ROUTES, WANTED, order
from bench.shop import PLACING, Shop, Step, shop
from infra.prices import SES
from tests.backend.payment.willing import Willing

SERVICES = (*PLACING, "inventory", "payment", "notification", "recommendation", "desk", "invoice")
PLACES = {
    "PROVIDER_URL": "https://provider.test",
    "RETURN_URL": "https://shop.test/orders/{order_id}/",
    "STOREFRONT_URL": "https://shop.test",
    "MAIL_FROM": "orders@shop.test",
    "NUMBER_PREFIX": "",
}


LOGGED, WRITTEN = 5_500, 61
"""Bytes of log, and write units of tables and indexes, that a confirmed order may take."""


@contextmanager
def whole() -> Iterator[Shop]:
    """Yield a shop of all services that an order involves, with plenty in stock, and a provider that accepts every
    card."""
    with ExitStack() as stack:
        here = stack.enter_context(shop(SERVICES))
        stack.enter_context(mock.patch.dict(os.environ, PLACES))
        stack.enter_context(mock.patch.object(sandbox, "get_secret", return_value="secret"))
        stack.enter_context(mock.patch.object(connection, "send", Willing().send))
        stack.enter_context(mock.patch.object(email_client, "send", return_value="ses-1"))
        stock.fill(stock.catalogue())
        for product in stock.PRODUCTS[:WANTED]:
            here.ask(SET_STOCK, path={"sku": product.variants[0].sku}, body={"available": 1_000, "version": 0})
        yield here


def confirm_order(here: Shop, number: int) -> list[Step]:
    """Return an order's invocations, until its own service has consumed the capture of the money."""
    steps = order(here, number)
    heard = [step.what for step in steps if step.function == "order consumer"]
    if heard[-1] != "PaymentCaptured.v1":
        raise RuntimeError(f"the order was not confirmed: {heard}")
    return steps


def run() -> list[Figure]:
    with whole() as here:
        for number in range(BEFORE):
            confirm_order(here, number)
        steps = confirm_order(here, BEFORE)
    each = milliseconds(here.steps, client.seconds())
    costs = bill(steps, ROUTES, each) | {"mails": SES.of(1)}
    used = [step.reading for step in steps]
    calls = sum(len(each.calls) for each in used)
    reads, writes = (sum(getattr(each.units, kind) for each in used) for kind in ("read", "write"))
    print(table([_HEAD, *sorted((_row(step, each) for step in steps), key=lambda row: row[-1], reverse=True)]))
    print(table([("$ per 1,000 confirmed orders", ""), *((what, cost * 1000) for what, cost in costs.items())]))
    note = f"{len(steps)} invocations, {sum(len(each.published) for each in used)} events"
    return [
        Figure(
            "a confirmed order, $ per 1,000",
            round(sum(costs.values()) * 1000, 5),
            "$",
            None,
            "list prices, with one mail",
        ),
        Figure("logs per confirmed order", logs(steps, ROUTES), "B", LOGGED, "functions' and access log"),
        Figure("AWS calls of a confirmed order", calls, "", None, note),
        Figure(
            "read and write units of a confirmed order", reads + writes, "", None, f"{reads:g} read, {writes:g} write"
        ),
    ]


_PARTS = {
    "calling": ("API requests", "function requests", "function time"),
    "tables": ("table reads", "table writes"),
    "telling": ("events", "queue"),
    "logs": ("logs",),
}
"""Columns of the table of invocations, and what of a bill is in each."""

_HEAD = ("invocation", "for", "AWS calls", "read", "write", *(f"$ {part}" for part in _PARTS), "$ per 1,000")


def _row(step: Step, each: dict[str, float]) -> tuple[Any, ...]:
    """Return what an invocation used, and its cost by part, including its request or message and the events that it
    publishes."""
    used, costs = step.reading, bill([step], ROUTES, each)
    parts = [1000 * sum(costs[what] for what in part) for part in _PARTS.values()]
    return (step.function, step.what, used.made, used.units.read, used.units.write, *parts, sum(parts))
