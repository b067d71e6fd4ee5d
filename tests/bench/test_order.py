"""What an order costs is counted, not timed: so it is held in tests as well."""

from collections.abc import Iterator

import pytest

from backend.contracts.product.operations import LIST_PRODUCTS
from bench import stock
from bench.bill import bill, logs
from bench.order import BEFORE, COSTED, DEAREST, LOGGED, ROUTES, order
from bench.shop import Step, shop


@pytest.fixture(scope="module")
def flows() -> Iterator[list[list[Step]]]:
    """The standard flow of a shopper's first order and of each after it, up to more than a basket remembers."""
    with shop() as here:
        stock.fill(stock.catalogue())
        yield [order(here, number) for number in range(BEFORE + 1)]


def dollars(steps: list[Step]) -> float:
    return sum(bill(steps, ROUTES, {step.name: COSTED for step in steps}).values())


def test_nothing_is_ever_scanned(flows: list[list[Step]]) -> None:
    calls = {call for steps in flows for step in steps for call in step.reading.calls}
    assert "Query" in calls
    assert "Scan" not in calls


def test_a_list_page_in_three_languages_is_one_call_of_one_unit_and_a_half(flows: list[list[Step]]) -> None:
    pages = [step.reading for steps in flows for step in steps if step.what == LIST_PRODUCTS.name]
    assert {(*page.calls, page.units.read) for page in pages} == {("Query", 1.5)}


def test_an_order_is_five_writes_of_one_unit_each_and_three_index_entries(flows: list[list[Step]]) -> None:
    """The entries let staff find it by its state, and the sweeper by when it is due."""
    assert {sum(step.reading.units.write for step in steps) for steps in flows} == {8.0}


def test_a_thousand_orders_cost_little_more_than_two_cents(flows: list[list[Step]]) -> None:
    # An index entry more as it is placed saves several on its way to confirmed: see tests/bench/test_confirmed.py.
    assert max(dollars(steps) for steps in flows) * 1000 <= DEAREST * 1.12


def test_a_later_order_costs_what_the_first_one_did(flows: list[list[Step]]) -> None:
    assert dollars(flows[-1]) == pytest.approx(dollars(flows[0]), rel=0.05)


def test_an_order_writes_little_log(flows: list[list[Step]]) -> None:
    assert 0 < max(logs(steps, ROUTES) for steps in flows) <= LOGGED


def test_every_function_that_an_order_needs_was_called(flows: list[list[Step]]) -> None:
    assert [step.function for step in flows[0][-5:]] == [
        "basket handler",
        "basket relay",
        "order consumer",
        "order relay",
        "order handler",
    ]
