"""An order's whole way is counted: its invocations, calls and units are the same on every machine."""

import pytest

from bench.confirmed import confirmed, whole
from bench.shop import Step


@pytest.fixture(scope="module")
def flows() -> list[list[Step]]:
    """A shopper's first two orders."""
    with whole() as here:
        return [confirmed(here, number) for number in range(2)]


def test_every_service_an_order_meets_has_done_its_part(flows: list[list[Step]]) -> None:
    heard = {step.function: [each.what for each in flows[1] if each.function == step.function] for step in flows[1]}
    assert heard["inventory intake"] == ["OrderPlaced.v1", "OrderConfirmed.v1"]
    assert heard["payment intake"] == ["PaymentRequested.v1", "OrderPaid.v1"]
    assert heard["order intake"] == ["BasketCheckedOut.v1", "StockHeld.v1", "PaymentAuthorized.v1", "PaymentCaptured.v1"]
    assert heard["notification intake"] == ["OrderPlaced.v1"]


def test_nothing_is_scanned_on_the_way(flows: list[list[Step]]) -> None:
    assert not any("Scan" in step.reading.calls for steps in flows for step in steps)


def test_a_second_order_takes_what_the_first_one_took(flows: list[list[Step]]) -> None:
    first, second = (sum(step.reading.units.write for step in steps) for steps in flows)
    assert second <= first
