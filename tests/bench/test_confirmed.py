"""An order's whole way is counted: its invocations, calls and units are the same on every machine."""

import json

import msgspec
import pytest

from backend.contracts.basket.operations import CHECK_OUT
from backend.contracts.order.operations import LIST_ORDERS
from bench.bill import logs
from bench.confirmed import LOGGED, WRITTEN, confirm_order, whole
from bench.order import ROUTES
from bench.shop import Shop, Step

PAGE = Shop.page


@pytest.fixture(scope="module")
def flows() -> list[list[Step]]:
    """A shopper's first two orders."""
    with whole() as here:
        return [confirm_order(here, number) for number in range(2)]


def test_every_service_an_order_meets_has_done_its_part(flows: list[list[Step]]) -> None:
    heard = {step.function: [each.what for each in flows[1] if each.function == step.function] for step in flows[1]}
    assert heard["inventory consumer"] == ["OrderPlaced.v1", "OrderConfirmed.v1"]
    assert heard["payment consumer"] == ["PaymentRequested.v1", "OrderPaid.v1"]
    assert heard["order consumer"] == [
        "BasketCheckedOut.v1",
        "StockHeld.v1",
        "PaymentAuthorized.v1",
        "PaymentCaptured.v1",
    ]
    assert sorted(heard["notification consumer"]) == ["BasketCheckedOut.v1", "OrderConfirmed.v1"]


def test_nothing_is_scanned_on_the_way(flows: list[list[Step]]) -> None:
    assert not any("Scan" in step.reading.calls for steps in flows for step in steps)


def test_a_second_order_takes_what_the_first_one_took(flows: list[list[Step]]) -> None:
    first, second = (sum(step.reading.units.write for step in steps) for steps in flows)
    assert second <= first


def test_a_confirmed_order_stays_within_its_write_units(flows: list[list[Step]]) -> None:
    assert max(sum(step.reading.units.write for step in steps) for steps in flows) <= WRITTEN


def test_one_id_leads_to_every_line_that_an_order_wrote_from_its_page_to_its_mail(flows: list[list[Step]]) -> None:
    order = flows[1]
    placed = next(number for number, step in enumerate(order) if step.what == CHECK_OUT.name)
    heard = [entry for step in order for entry in step.reading.published]
    (order_id,) = {
        msgspec.json.decode(entry["Detail"])["order_id"] for entry in heard if entry["DetailType"] == "OrderPlaced.v1"
    }
    silent = [step.name for step in order[placed:] if not any(order_id in line for line in step.reading.log)]
    # what they publish is logged by who hears it
    relays = {step.name for step in order if step.function.endswith(" relay")}
    assert set(silent) == {*relays, LIST_ORDERS.name}  # a look is in the access log
    for step in order[placed:]:
        for line in map(json.loads, step.reading.log):
            ids = [line, *line.get("events", ())]
            assert any(each.get("order_id") == order_id for each in ids), line
            assert all(each.get("correlation_id") == PAGE for each in ids if "order_id" in each), line


def test_every_event_of_an_order_goes_back_to_its_page(flows: list[list[Step]]) -> None:
    events = [msgspec.json.decode(entry["Detail"]) for step in flows[1] for entry in step.reading.published]
    assert len({event["type"] for event in events}) > 6
    assert {event.get("correlation_id") for event in events} == {PAGE}


def test_an_orders_whole_way_writes_little_log(flows: list[list[Step]]) -> None:
    """Every service that hears of it says so, and three of the lines are measurements."""
    assert max(logs(steps, ROUTES) for steps in flows) <= LOGGED


def test_no_message_of_an_order_has_to_come_again(flows: list[list[Step]]) -> None:
    levels = {json.loads(line)["level"] for steps in flows for step in steps for line in step.reading.log}
    assert levels == {"INFO"}
