"""An order that gift vouchers pay for: what it waits for, what its card pays, and where its money goes back to."""

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.inventory.events import StockHeld
from backend.contracts.order.events import OrderConfirmed, OrderPlaced, PaymentRequested
from backend.contracts.order.models import OrderReturn
from backend.contracts.order.states import ReturnState, State
from backend.contracts.promotion.events import PromotionHeld
from backend.contracts.voucher.events import VoucherHeld, VoucherRefunded, VoucherRefused
from backend.contracts.voucher.models import VoucherPayment
from backend.contracts.voucher.payments import total_of
from backend.order import domain, holding, item, returns
from backend.order.state_machine import OrderState
from tests.backend.order.checkouts import checked_out

AT = "2026-11-03T10:20:00.000Z"


def pays(amount: int) -> tuple[VoucherPayment, ...]:
    return (VoucherPayment(id="A" * 24, hint="WXYZ", amount=amount),)


def placed_order(amount: int, codes: tuple[str, ...] = ()) -> OrderState:
    event = replace(checked_out(), vouchers=pays(amount))
    return replace(domain.new_order(event, domain.order_details(event)), codes=codes)


def whose(order: OrderState) -> dict[str, str]:
    return {"order_id": order.order_id, "owner": order.owner, "at": AT}


TOTAL = checked_out().total


def test_an_order_waits_for_its_vouchers_and_then_asks_a_card_for_the_rest() -> None:
    order = placed_order(1000)
    assert isinstance(order.event, OrderPlaced)
    assert order.event.vouchers == pays(1000)
    held = holding.on_stock_held(order, StockHeld(**whose(order)), AT)
    assert held
    assert (held.state, held.event) == (State.PLACED, None)
    asked = holding.on_voucher_held(held, VoucherHeld(**whose(order)), AT)
    assert asked
    assert isinstance(asked.event, PaymentRequested)
    assert asked.event.amount == TOTAL - 1000


def test_an_order_that_vouchers_pay_whole_is_confirmed_and_asks_no_card() -> None:
    order = placed_order(TOTAL)
    held = holding.on_voucher_held(order, VoucherHeld(**whose(order)), AT)
    assert held
    confirmed = holding.on_stock_held(held, StockHeld(**whose(order)), AT)
    assert confirmed
    assert confirmed.state is State.CONFIRMED
    assert isinstance(confirmed.event, OrderConfirmed)


@pytest.mark.parametrize("order_of_answers", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_stock_promotion_and_voucher_are_waited_for_in_any_order_and_doubled(order_of_answers: tuple[int, ...]) -> None:
    order = placed_order(1000, codes=("SUMMER10",))
    answers = (
        lambda each: holding.on_stock_held(each, StockHeld(**whose(order)), AT),
        lambda each: holding.on_promotion_held(each, PromotionHeld(**whose(order)), AT),
        lambda each: holding.on_voucher_held(each, VoucherHeld(**whose(order)), AT),
    )
    for place in order_of_answers:
        assert order.state is State.PLACED
        order = answers[place](order) or order
        order = answers[place](order) or order
    assert order.state is State.HELD


def test_an_order_whose_voucher_is_spent_is_refused_and_says_so() -> None:
    order = placed_order(1000)
    refused = holding.on_voucher_refused(order, VoucherRefused(**whose(order)), AT)
    assert refused
    assert refused.state is State.REFUSED
    assert "gift voucher" in refused.steps[-1].note


def test_a_refund_goes_to_the_voucher_first_and_the_rest_to_the_card() -> None:
    order = placed_order(1000)
    assert total_of(returns.voucher_refund((), order.vouchers, 600)) == 600
    first = OrderReturn(number=1, state=ReturnState.RECEIVED, at=AT, lines=(), refund=600, vouchers=pays(600))
    assert total_of(returns.voucher_refund((first,), order.vouchers, 600)) == 400


def test_what_went_back_to_a_voucher_is_recorded_once() -> None:
    order = placed_order(1000)
    event = VoucherRefunded(**whose(order), refunded=600, currency="EUR", number=1)
    after = holding.on_voucher_refunded(order, event, AT)
    assert after
    assert [(each.amount, each.attempt, each.number) for each in after.refunds] == [(600, 0, 1)]
    assert holding.on_voucher_refunded(after, event, AT) is None


def test_an_order_without_vouchers_is_written_and_told_as_before() -> None:
    event = checked_out()
    details = domain.order_details(event)
    order = domain.new_order(event, details)
    assert isinstance(order.event, OrderPlaced)
    assert order.event.vouchers is UNSET
    assert item.decode(item.encode(order, details))[0].amount == event.total
    held = holding.on_stock_held(order, StockHeld(**whose(order)), AT)
    assert held
    assert held.state is State.HELD


def test_an_order_with_vouchers_is_read_as_it_was_written() -> None:
    event = replace(checked_out(), vouchers=pays(1000))
    details = domain.order_details(event)
    order, read = item.decode(item.encode(domain.new_order(event, details), details))
    assert (read.vouchers, order.vouchers, order.amount) == (pays(1000), pays(1000), event.total - 1000)
