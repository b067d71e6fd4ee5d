"""Orders that buy gift vouchers: settled once they are confirmed; what staff withdraw goes back once."""

import pytest
from msgspec.structs import replace

from backend.contracts.basket.models import Delivery
from backend.contracts.inventory.events import StockHeld
from backend.contracts.order.events import OrderConfirmed, RefundRequested
from backend.contracts.order.models import Move
from backend.contracts.order.staff import RefundOrder
from backend.contracts.order.states import State
from backend.contracts.payment.events import PaymentCaptured
from backend.contracts.problem import Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.voucher.events import VoucherWithdrawn
from backend.order import domain, erasure, holding, item, refunds, replay, staff, state_machine, withdrawals
from backend.order.item import StoredOrder
from backend.order.state_machine import OrderState
from tests.backend.order.checkouts import ADA, checked_out, order_id, order_line

AT, LATER = "2026-11-03T10:20:00.000Z", "2026-11-20T10:20:00.000Z"
WITHDRAWAL = f"{'A' * 24}-1"
CHECKOUT = checked_out(
    lines=(replace(order_line(), kind=ProductKind.VOUCHER),),
    delivery=Delivery.EMAIL, subtotal=2900, total=2900, tax=0, tax_rate=0, promised_on=None,
)  # fmt: skip
DETAILS = domain.order_details(CHECKOUT)
PLACED = replace(domain.new_order(CHECKOUT, DETAILS), event=None)


def settled_order() -> OrderState:
    """The order, once it is paid."""
    held = holding.on_stock_held(PLACED, StockHeld(order_id=PLACED.order_id, owner=ADA, at=AT), AT)
    assert held
    paid = state_machine.transition(held, State.PAID, AT, None)
    captured = PaymentCaptured(order_id=PLACED.order_id, owner=ADA, at=AT, attempt=1, amount=2900, currency="EUR")
    confirmed = state_machine.on_captured(paid, captured, AT) if paid else None
    assert confirmed
    return confirmed


def withdrawn(amount: int = 1500) -> VoucherWithdrawn:
    return VoucherWithdrawn(
        order_id=order_id(1), owner=ADA, at=AT, withdrawal=WITHDRAWAL, amount=amount, reason="You asked for it back."
    )


def test_an_order_whose_codes_are_mailed_is_not_cancelled() -> None:
    assert state_machine.cancel(settled_order(), AT) is None
    assert state_machine.cancel(settled_order(), AT, "No", "grace", withdrawn=False) is None


def test_one_that_is_not_paid_is() -> None:
    assert state_machine.cancel(PLACED, AT)


def test_there_is_nothing_to_pack() -> None:
    assert staff.apply_move(settled_order(), Move(owner=ADA, state=State.PACKED), AT) is None


def test_no_money_goes_back_but_for_what_is_left_on_a_voucher() -> None:
    with pytest.raises(Refused) as refusal:
        refunds.build_refund(domain.order(settled_order(), DETAILS), RefundOrder(owner=ADA, number=1, reason="No"), AT)
    assert refusal.value.problem.type == "withdraw-instead"


def test_what_is_withdrawn_is_refunded_once_without_tax() -> None:
    after = withdrawals.on_voucher_withdrawn(settled_order(), withdrawn(), AT)
    assert after
    assert isinstance(after.event, RefundRequested)
    assert (after.event.number, after.event.refund, after.event.vouchers or ()) == (1, 1500, ())
    assert [(each.refund, each.tax, each.withdrawal) for each in after.returns] == [(1500, 0, WITHDRAWAL)]
    assert withdrawals.on_voucher_withdrawn(after, withdrawn(), AT) is None


def test_no_list_of_what_is_to_be_packed_has_it() -> None:
    assert "in_state" not in item.encode(settled_order(), DETAILS)
    assert "in_state" in item.encode(PLACED, DETAILS)


def test_it_is_read_as_it_was_written_and_says_what_it_bought() -> None:
    order, details = item.decode(item.encode(settled_order(), DETAILS))
    assert order.is_settled
    assert domain.order(order, details).is_settled
    event = domain.add_purchase(settled_order(), details).event
    assert isinstance(event, OrderConfirmed)
    assert event.purchase
    assert [line.kind for line in event.purchase.lines] == [ProductKind.VOUCHER]


def test_a_lost_table_has_the_refund_again() -> None:
    after = withdrawals.on_voucher_withdrawn(settled_order(), withdrawn(), AT)
    assert after
    assert isinstance(after.event, RefundRequested)
    refused: list[object] = []
    stored: StoredOrder = (settled_order(), DETAILS)
    again, _ = replay.replay(stored, [replace(after.event, version=9)], refused)  # type: ignore[arg-type]
    assert (again.returns, refused) == (after.returns, [])


def test_it_is_made_anonymous_with_its_account() -> None:
    assert erasure.anonymise(settled_order(), DETAILS, LATER)
    assert erasure.anonymise(PLACED, DETAILS, LATER) is None
