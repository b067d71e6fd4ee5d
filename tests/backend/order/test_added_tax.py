"""An order whose prices were without tax: by line, by amount and at last all of what was paid goes back."""

from typing import Any

import pytest
from msgspec.structs import replace

from backend.basket.tax import tax_lines
from backend.contracts import shop as settings
from backend.contracts.inventory.events import StockHeld
from backend.contracts.order.events import OrderConfirmed
from backend.contracts.order.operations import GET_ORDER, MOVE_ORDER, REFUND_ORDER
from backend.contracts.payment.events import PaymentAuthorized, PaymentCaptured
from backend.contracts.tax import TaxLines, added_tax, lines_to_keep
from tests.backend import shop
from tests.backend.events import token
from tests.backend.order.checkouts import ADA, checked_out, order_line
from tests.backend.order.order_api import WHOSE, call, consume_events, event

STAFF = token("grace", groups="[staff]")
ONE = tax_lines({1900: 17_400}, 490, prices_include_tax=False)
TWO = tax_lines({1900: 2_900, 700: 14_500}, 490, prices_include_tax=False)


def confirm(taxes: TaxLines) -> None:
    total, tax = sum(line.total for line in taxes), sum(line.tax for line in taxes)
    rates = (1900, 700, 700) if len(taxes) > 1 else (None, None, None)
    lines = tuple(replace(order_line(number), tax_rate=rate) for number, rate in enumerate(rates))
    placed = checked_out(lines=lines, delivery_price=490, total=total, tax=tax, taxes=lines_to_keep(taxes))
    captured = PaymentCaptured(**WHOSE, attempt=1, amount=total, currency="EUR")
    consume_events(placed, StockHeld(**WHOSE), PaymentAuthorized(**WHOSE, attempt=1), captured)


def give_back(number: int, **what: Any) -> Any:
    body = {"owner": ADA, "number": number, "reason": "Late", "by": "grace", **what}
    return call(REFUND_ORDER, 200, STAFF, body=body)["returns"][-1]


@pytest.mark.usefixtures("order_table")
@pytest.mark.parametrize("now", [settings.ADDED, "included"])
@pytest.mark.parametrize(("taxes", "rate"), [(ONE, 1900), (TWO, 700)])
def test_what_is_given_back_in_three_ways_is_exactly_what_was_paid_whatever_the_setting_is_by_then(
    taxes: TaxLines, rate: int, now: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(taxes)
    monkeypatch.setenv(settings.TAX_VARIABLE, now)
    for state in ("packed", "sent", "delivered"):
        call(MOVE_ORDER, 200, STAFF, body={"owner": ADA, "state": state})
    paid = call(GET_ORDER, 200)
    one_piece = give_back(1, lines=[{"sku": shop.SKUS[1], "quantity": 1}])
    assert one_piece["refund"] == 2_900 + added_tax(2_900, rate)
    ways = (one_piece, give_back(2, amount=1_001), give_back(3))
    assert sum(each["refund"] for each in ways) == paid["total"] == sum(line.total for line in taxes)
    assert sum(each["tax"] for each in ways) == paid["tax"] == sum(line.tax for line in taxes)


@pytest.mark.usefixtures("order_table")
def test_the_invoice_is_made_of_an_order_that_knows_its_tax_was_added() -> None:
    confirm(ONE)
    purchase = event(OrderConfirmed).purchase
    assert purchase
    assert purchase.added_tax == purchase.tax == ONE[0].tax
