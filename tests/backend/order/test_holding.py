"""An order with limited promotions asks for money once both its stock and their uses are held."""

from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import asdict, replace

from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.order.events import OrderCancelled, OrderRefused, PaymentRequested
from backend.contracts.order.states import State
from backend.contracts.promotion.events import PromotionHeld, PromotionRefused
from backend.contracts.promotion.models import AppliedPromotion
from backend.order import domain, holding, item, state_machine
from backend.order.state_machine import OrderState
from tests.backend.order.checkouts import checked_out

AT = "2026-11-03T10:12:00.000Z"
CHECKOUT = replace(
    checked_out(),
    promotions=(
        AppliedPromotion(code="SUMMER10", title="10 % off", saved=100, limited=True),
        AppliedPromotion(code="FREE", title="Free delivery", delivery=490),
    ),
)
WHOSE: dict[str, Any] = {"order_id": CHECKOUT.order_id, "owner": CHECKOUT.owner, "at": AT}
PLACED = domain.new_order(CHECKOUT, domain.order_details(CHECKOUT))
PLAIN = domain.new_order(checked_out(), domain.order_details(checked_out()))


def sure(order: OrderState | None) -> OrderState:
    assert order is not None
    return order


def hold_stock(order: OrderState) -> OrderState | None:
    return holding.on_stock_held(order, StockHeld(**WHOSE), AT)


def hold_promotion(order: OrderState) -> OrderState | None:
    return holding.on_promotion_held(order, PromotionHeld(**WHOSE), AT)


@pytest.mark.parametrize(("first", "second"), [(hold_stock, hold_promotion), (hold_promotion, hold_stock)])
def test_money_is_asked_for_once_both_are_held_whichever_is_first(first: Any, second: Any) -> None:
    waiting = sure(first(PLACED))
    assert (waiting.state, waiting.event) == (State.PLACED, None)
    assert first(waiting) is None
    held = sure(second(waiting))
    assert isinstance(held.event, PaymentRequested)
    assert (held.state, held.holding) == (State.HELD, "")
    assert first(held) is second(held) is None


def test_what_is_held_already_is_known_after_a_restart() -> None:
    waiting = sure(hold_stock(PLACED))
    read, _ = item.decode(item.encode(waiting, domain.order_details(CHECKOUT)))
    assert (read.holding, read.codes) == ("stock", ("SUMMER10",))


def test_an_order_without_limited_promotions_waits_for_its_stock_alone() -> None:
    assert isinstance(sure(hold_stock(PLAIN)).event, PaymentRequested)


def test_only_limited_promotions_are_asked_for() -> None:
    assert PLACED.event is not None
    assert PLACED.event.codes == ("SUMMER10",)


def test_a_code_that_is_used_up_refuses_the_order_by_its_name() -> None:
    refusal = PromotionRefused(**WHOSE, codes=("SUMMER10",))
    refused = sure(holding.on_promotion_refused(sure(hold_stock(PLACED)), refusal, AT))
    assert isinstance(refused.event, OrderRefused)
    assert "SUMMER10" in refused.event.reason
    assert refused.event.codes == ("SUMMER10",)
    assert holding.on_promotion_refused(refused, refusal, AT) is None


def test_a_refusal_that_names_many_codes_is_one_short_line() -> None:
    refusal = PromotionRefused(**WHOSE, codes=tuple(f"{number:024}" for number in range(25)))
    assert len(sure(holding.on_promotion_refused(PLACED, refusal, AT)).steps[-1].note) <= 200


def test_whatever_ends_the_order_tells_which_uses_come_back() -> None:
    short = sure(holding.on_stock_refused(PLACED, StockRefused(**WHOSE, missing=("A",)), AT))
    cancelled = sure(state_machine.cancel(sure(hold_stock(PLACED)), AT))
    assert isinstance(short.event, OrderRefused)
    assert isinstance(cancelled.event, OrderCancelled)
    assert short.event.codes == cancelled.event.codes == ("SUMMER10",)


def test_a_plain_order_tells_nothing_of_codes() -> None:
    refused = sure(holding.on_stock_refused(PLAIN, StockRefused(**WHOSE, missing=("A",)), AT))
    for event in (PLAIN.event, refused.event, sure(state_machine.cancel(PLAIN, AT)).event):
        assert event is not None
        assert asdict(event)["codes"] is UNSET
