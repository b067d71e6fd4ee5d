"""A service that is down delays what it does itself, and stops nobody from buying. T-31."""

from contextlib import ExitStack

import pytest

from tests.cloud import ShopCloud
from tests.integration import fault_injection
from tests.integration.api import at_rest, until
from tests.integration.conftest import NewShopper
from tests.integration.fault_injection import Queue
from tests.integration.placed_orders import mail_kinds

DOWN = (("payment",), ("notification", "recommendation"), ("inventory", "payment", "notification"))
SHOPPERS = 4
WAITS_FOR = {"inventory": "placed", "payment": "held"}
"""The state that an order stays in while that service is down; the others are not waited for."""


@pytest.mark.parametrize("down", DOWN, ids=" and ".join)
def test_every_checkout_is_accepted_during_an_outage_and_settles_after_it(
    cloud: ShopCloud, new_shopper: NewShopper, sku: str, down: tuple[str, ...]
) -> None:
    at_rest(cloud)
    shoppers = [new_shopper() for _ in range(SHOPPERS)]
    reached = next((state for service, state in WAITS_FOR.items() if service in down), "confirmed")
    with ExitStack() as outage:
        for service in down:
            outage.enter_context(fault_injection.hold_deliveries(cloud, f"{service.title()}Consumer"))
        orders = {shopper.buy(sku): shopper for shopper in shoppers}
        assert len(orders) == SHOPPERS
        for order_id, shopper in orders.items():
            shopper.came_to(order_id, reached)
        # what it has to hear waits for it
        until(Queue(cloud, f"{down[0].title()}Queue").size, lambda size: size >= SHOPPERS)
        assert {shopper.order(order_id)["state"] for order_id, shopper in orders.items()} == {reached}
        assert "notification" not in down or not any(mail_kinds(cloud, order_id) for order_id in orders)
    for order_id, shopper in orders.items():
        shopper.came_to(order_id, "confirmed")
        until(lambda order_id=order_id: mail_kinds(cloud, order_id), lambda kinds: kinds == ["confirmed"])  # type: ignore[misc]
    at_rest(cloud)
    assert [mail_kinds(cloud, order_id) for order_id in orders] == [["confirmed"]] * SHOPPERS
    assert {service: Queue(cloud, f"{service.title()}DeadLetters").size() for service in down} == dict.fromkeys(down, 0)
