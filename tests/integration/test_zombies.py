"""A consumer that stands still until its message was given to another, and then goes on, has no second effect. T-08."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.chaos import banks, books, checkers
from tests.cloud import ShopCloud
from tests.integration import fault_injection
from tests.integration.api import Api, at_rest, until
from tests.integration.conftest import NewShopper
from tests.integration.fault_injection import Queue, empty_dead_letter_queues
from tests.integration.placed_orders import mail_kinds
from tests.integration.shop import Shopper, sell

PIECES, HURRY, PATIENT = 10, 3, 60
"""Seconds after which a message is given to another, and that the function may take: time enough for the other on a
loaded machine."""
DONE: dict[str, tuple[str, ...]] = {
    "order": ("placed", "held", "paid", "confirmed"),
    "inventory": ("held", "paid", "confirmed"),
    "payment": ("paid", "confirmed"),
    "notification": ("confirmed",),
}
"""By service, the states that an order can be in once the message that nobody seemed to take was taken."""


@contextmanager
def patient(cloud: ShopCloud, function: str) -> Iterator[None]:
    """The function may take longer, so that who stands still is not ended meanwhile."""
    functions, name = cloud.client("lambda"), cloud.outputs[function]
    before = functions.get_function_configuration(FunctionName=name)["Timeout"]
    functions.update_function_configuration(FunctionName=name, Timeout=PATIENT)
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=name, Timeout=before)


@pytest.mark.parametrize("service", DONE)
def test_a_consumer_that_wakes_up_after_another_did_its_work_changes_nothing(
    cloud: ShopCloud, api: Api, staff: str, new_shopper: NewShopper, service: str
) -> None:
    sku, since = sell(api, staff, f"zombie-{os.urandom(4).hex()}", pieces=PIECES), time.time()
    consumer, queue = f"{service.title()}Consumer", Queue(cloud, f"{service.title()}Queue")
    first, second = new_shopper(), new_shopper()
    empty_dead_letter_queues(cloud)
    with queue.hurried(HURRY), patient(cloud, consumer):
        orders = {first.buy(sku): first}
        _wait_for_end(cloud, orders)
        at_rest(cloud)
        with fault_injection.freeze(cloud, consumer, signal.SIGCONT) as pids:
            order_id = second.buy(sku)
            until(lambda: any(map(fault_injection.unread, pids)))
            until(lambda: second.order(order_id), lambda order: order.get("state") in DONE[service])
            until(lambda: service != "notification" or mail_kinds(cloud, order_id))
            assert any(map(fault_injection.unread, pids)), "nobody stood still with a message in hand"
        orders[order_id] = second
        _wait_for_end(cloud, orders)
        at_rest(cloud)
    found = books.read(cloud, (sku,), since)
    assert {order.id for order in found.orders} == orders.keys()
    assert [
        *banks.bank_of_stock({sku: PIECES}, found.stock, found.orders),
        *banks.bank_of_money(found.charges, found.orders),
    ] == []
    assert [
        *checkers.edges(found.orders),
        *checkers.mails(found.mails, found.orders, 0),
        *checkers.letters(found.dead),
    ] == []


def _wait_for_end(cloud: ShopCloud, orders: dict[str, Shopper]) -> None:
    """Waits until all are confirmed, and their mails sent."""
    for order_id, shopper in orders.items():
        shopper.came_to(order_id, "confirmed")
        until(lambda order_id=order_id: mail_kinds(cloud, order_id))  # type: ignore[misc]
