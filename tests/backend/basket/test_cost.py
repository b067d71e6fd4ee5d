"""What each operation on a basket costs in calls and units, and that it costs no more with many offers or many
checkouts."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.basket import offers, service
from tests.backend import shop
from tests.backend.basket.owners import ADA, GUEST, body, check_out
from tests.backend.units import meter_units

pytestmark = pytest.mark.usefixtures("on_offer")
HARBOUR, ORBIT, REEF = shop.SKUS


def cost(doing: Callable[[], Any]) -> tuple[float, float, list[str]]:
    """Read units, write units, calls."""
    with meter_units() as units:
        doing()
    return units.read, units.write, units.calls


def test_the_first_line_is_one_read_and_one_write() -> None:
    assert cost(lambda: service.set_line(ADA, HARBOUR, 1)) == (0.5, 1, ["GetItem", "UpdateItem"])


def test_each_further_line_reads_the_offers_that_are_shown_with_it() -> None:
    service.set_line(ADA, HARBOUR, 1)
    assert cost(lambda: service.set_line(ADA, ORBIT, 1)) == (1, 1, ["GetItem", "UpdateItem", "BatchGetItem"])


def test_an_empty_basket_is_one_read() -> None:
    assert cost(lambda: service.get(ADA)) == (1, 0, ["GetItem"])


def test_a_basket_of_three_is_two_reads() -> None:
    for sku in shop.SKUS:
        service.set_line(ADA, sku, 1)
    assert cost(lambda: service.get(ADA)) == (2.5, 0, ["GetItem", "BatchGetItem"])


def test_removing_the_only_line_is_one_write() -> None:
    service.set_line(ADA, HARBOUR, 1)
    assert cost(lambda: service.remove_line(ADA, HARBOUR)) == (0, 1, ["UpdateItem"])


def test_clearing_is_one_read_and_one_write() -> None:
    service.set_line(ADA, HARBOUR, 1)
    assert cost(lambda: service.clear(ADA)) == (1, 1, ["GetItem", "PutItem"])


def test_a_merge_is_one_transaction() -> None:
    service.set_line(GUEST, HARBOUR, 1)
    assert cost(lambda: service.merge(ADA, GUEST)) == (
        2.5,
        4,
        ["GetItem", "GetItem", "TransactWriteItems", "BatchGetItem"],
    )


def test_a_merge_of_nothing_writes_nothing() -> None:
    assert cost(lambda: service.merge(ADA, GUEST)) == (2, 0, ["GetItem", "GetItem"])


def test_a_checkout_and_its_event_are_one_write_of_one_unit() -> None:
    for sku in shop.SKUS:
        service.set_line(ADA, sku, 1)
    read, write, calls = cost(lambda: check_out(ADA))
    assert (read - 2.5, write, calls[2:]) == (2.5, 1, ["GetItem", "BatchGetItem", "PutItem"])


def test_a_repeated_checkout_is_one_read() -> None:
    service.set_line(ADA, HARBOUR, 1)
    check_out(ADA)
    assert cost(lambda: service.check_out(ADA, body(3390))) == (1, 0, ["GetItem"])


def test_a_changed_product_is_one_write_for_each_variant() -> None:
    assert cost(lambda: offers.save_offers(shop.product_changed(HARBOUR, 3000, 2, removed=("OLD",)))) == (
        0,
        2,
        ["UpdateItem"] * 2,
    )


@pytest.mark.parametrize("before", [0, 1, 4])
def test_the_way_to_an_order_costs_the_same_each_time(before: int) -> None:
    for number in range(before):
        service.set_line(ADA, HARBOUR, 1)
        check_out(ADA, f"a-key-of-its-own-{number}")
    with meter_units() as units:
        for sku in shop.SKUS:
            service.set_line(ADA, sku, 1)
        check_out(ADA)  # looks at the basket, then checks out
    assert (units.read, units.write) == (8, 4), str(units)
