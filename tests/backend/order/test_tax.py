"""An order at two rates of tax: what goes back is told with its rates, whichever way staff take it in."""

from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts.inventory.events import StockHeld
from backend.contracts.order.events import OrderReturnReceived
from backend.contracts.order.operations import MOVE_ORDER, RECEIVE_RETURN, RETURN_ORDER
from backend.contracts.payment.events import PaymentAuthorized, PaymentCaptured
from backend.contracts.tax import TaxLine, included_tax
from backend.order import repository
from tests.backend import shop
from tests.backend.events import token
from tests.backend.order.checkouts import ADA, checked_out, order_id, order_line
from tests.backend.order.order_api import WHOSE, call, consume_events, event

STAFF = token("grace", groups="[staff]")
RATES = (1900, 700, 700)
PAID = (
    TaxLine(rate=1900, total=2_900, tax=included_tax(2_900, 1900)),
    TaxLine(rate=700, total=14_500, tax=included_tax(14_500, 700)),
)
TWO_BOOKS = [{"sku": shop.SKUS[1], "quantity": 2}]


@pytest.fixture(autouse=True)
def _delivered_order(order_table: str) -> None:
    lines = tuple(replace(order_line(number), tax_rate=rate) for number, rate in enumerate(RATES))
    captured = PaymentCaptured(**WHOSE, attempt=1, amount=17400, currency="EUR")
    placed = checked_out(lines=lines, taxes=PAID, tax=sum(line.tax for line in PAID))
    consume_events(placed, StockHeld(**WHOSE), PaymentAuthorized(**WHOSE, attempt=1), captured)
    for state in ("packed", "sent", "delivered"):
        move(state)


def move(state: str) -> Any:
    return call(MOVE_ORDER, 200, STAFF, body={"owner": ADA, "state": state})


def receive() -> Any:
    body = {"owner": ADA, "number": 1, "lines": [{**each, "restock": True} for each in TWO_BOOKS]}
    return call(RECEIVE_RETURN, 200, STAFF, body=body)


@pytest.mark.parametrize("take_in", [receive, lambda: move("returned")], ids=["lines", "move"])
def test_a_return_is_published_with_its_tax_rates_as_the_order_has_them(take_in: Any) -> None:
    call(RETURN_ORDER, 202, body={"lines": TWO_BOOKS})
    move("return-accepted")
    take_in()
    (received,) = repository.get(ADA, order_id(1)).returns
    assert received.taxes == (TaxLine(rate=700, total=5_800, tax=included_tax(5_800, 700)),)
    assert event(OrderReturnReceived).taxes == received.taxes
