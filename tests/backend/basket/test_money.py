"""T-25: no field that a shopper can send changes what an order costs. There are no discounts in this shop."""

from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.basket import checkout
from backend.contracts.basket.models import MAX_LINES, CheckOut, Delivery, SetLine
from backend.contracts.delivery.tax_rates import DEFAULT_RATES
from backend.contracts.problem import Refused
from backend.contracts.tax import included_tax
from tests.backend.basket.lines import CLOSING, line, offer, prices, quantities
from tests.backend.basket.owners import body

FIELDS = ("price", "total", "subtotal", "tax", "tax_rate", "delivery_price", "currency", "discount", "lines", "amount", "expected_total",
          "delivery", "key", "token")  # fmt: skip
anything = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.integers(), max_size=2)
)
baskets = st.lists(st.tuples(prices, quantities), min_size=1, max_size=MAX_LINES)


def _close(bought: list[tuple[int, int]], sent: CheckOut) -> Any:
    lines = tuple(line(f"S{n}", quantity, 1, n) for n, (_, quantity) in enumerate(bought))
    return checkout.close(lines, {f"S{n}": offer(price) for n, (price, _) in enumerate(bought)}, sent, CLOSING)


@given(baskets, st.sampled_from(FIELDS) | st.text(max_size=9), anything)
@example([(1000, 3), (1, 1)], "key", "k" * 16)
@example([(5000, 1)], "delivery", "standard")
@example([(1000, 1)], "expected_total", 1990)
def test_a_tampered_field_never_changes_a_total(bought: list[tuple[int, int]], field: str, value: Any) -> None:
    subtotal = sum(price * quantity for price, quantity in bought)
    due = {Delivery.STANDARD: subtotal + (490 if subtotal < 5000 else 0), Delivery.EXPRESS: subtotal + 990}
    sent = msgspec.to_builtins(body(due[Delivery.STANDARD])) | {field: value}
    try:
        event = _close(bought, msgspec.convert(sent, CheckOut))
    except (msgspec.ValidationError, Refused):
        return
    assert event.total == due[event.delivery] == sent["expected_total"]
    assert event.tax == included_tax(event.total, DEFAULT_RATES.rate(event.address.country))


@given(st.sampled_from(FIELDS), anything)
def test_a_line_takes_a_quantity_and_nothing_else(field: str, value: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"quantity": 1, field: value}, SetLine)


@given(baskets, st.integers(-(10**6), 10**6).filter(bool))
def test_every_other_total_is_refused(bought: list[tuple[int, int]], off: int) -> None:
    subtotal = sum(price * quantity for price, quantity in bought)
    right = subtotal + (490 if subtotal < 5000 else 0)
    with pytest.raises(Refused) as refused:
        _close(bought, body(right + off))
    assert (refused.value.problem.type, refused.value.problem.total) == ("total-changed", right)
