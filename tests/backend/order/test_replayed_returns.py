"""Returns and refunds that an archive tells of: money that went back by an earlier release's sums stays what it was."""

from msgspec.structs import replace

from backend.contracts.order.events import OrderReturnReceived, OrderReturnRequested, RefundRequested
from backend.contracts.order.models import OrderReturn, ReturnLine, Step
from backend.contracts.order.states import State
from backend.contracts.returns import refund, returnable_pieces
from backend.contracts.tax import TaxLine
from backend.order import domain, replayed_returns
from backend.order.domain import OrderDetails
from backend.order.state_machine import OrderState
from tests.backend import shop
from tests.backend.order.checkouts import ADA, checked_out, order_line

AT = "2026-11-20T10:00:00.000Z"
ONE = (ReturnLine(sku=shop.SKUS[0], quantity=1),)
THREE_FOR_20 = replace(order_line(0), quantity=3, price=1000, total=3000, discount=1000)  # 6.66, 6.67 and 6.67
CHECKOUT = checked_out(lines=(THREE_FOR_20,), subtotal=2000, delivery_price=490, total=2490, tax=398)
DETAILS = domain.order_details(CHECKOUT)


def order(state: State) -> OrderState:
    fresh = domain.new_order(CHECKOUT, DETAILS)
    return replace(
        fresh, steps=(*fresh.steps, Step(state=State.CONFIRMED, at=AT), Step(state=state, at=AT)), event=None
    )


def refund_of(amount: int, **more: object) -> RefundRequested:
    plain = {"order_id": CHECKOUT.order_id, "owner": ADA, "at": AT, "number": 1, "reason": "Bent", "version": 5}
    return RefundRequested(**plain, refund=amount, lines=ONE, **more)  # type: ignore[arg-type]


def request_for(amount: int) -> OrderReturnRequested:
    return OrderReturnRequested(order_id=CHECKOUT.order_id, owner=ADA, at=AT, version=6, lines=ONE, refund=amount)


def rest_of(after: OrderState | None, details: OrderDetails = DETAILS) -> tuple[OrderReturn, int, int]:
    """The return that was replayed, and what the rest of the pieces bring: in all, and of it for delivery."""
    assert after
    view = domain.order(after, details)
    rest = refund(view, returnable_pieces(view))
    assert after.returns[0].tax + rest.tax == details.tax
    return after.returns[0], rest.total, rest.delivery


def test_a_refund_has_the_sum_that_was_paid_back_and_the_rest_of_the_pieces_what_is_left() -> None:
    first, total, delivery = rest_of(replayed_returns.add_refund(order(State.DELIVERED), DETAILS, refund_of(667)))
    assert (first.refund, first.delivery, first.prices) == (667, 0, ())
    assert (total, delivery) == (2490 - 667, 490)


def test_a_refund_of_the_sum_that_is_computed_today_tells_what_was_for_which_pieces() -> None:
    first, _, _ = rest_of(replayed_returns.add_refund(order(State.DELIVERED), DETAILS, refund_of(666)))
    assert (first.refund, first.prices) == (666, (666,))


def test_a_return_has_the_sum_that_was_promised_and_then_the_one_that_was_paid_back() -> None:
    after = replayed_returns.add_return(order(State.DELIVERED), DETAILS, request_for(667))
    assert after
    assert after.returns[0].refund == 667
    accepted = replace(after, steps=(*after.steps, Step(state=State.RETURN_ACCEPTED, at=AT)))
    event = OrderReturnReceived(
        order_id=CHECKOUT.order_id, owner=ADA, at=AT, version=8, number=1, lines=ONE, refund=667
    )
    first, total, delivery = rest_of(replayed_returns.receive_return(accepted, DETAILS, event))
    assert (first.refund, first.prices) == (667, ())
    assert (total, delivery) == (2490 - 667, 490)


def test_a_return_of_which_no_sum_is_told_has_the_one_that_is_computed() -> None:
    after = replayed_returns.add_return(order(State.DELIVERED), DETAILS, request_for(0))
    assert after
    assert after.returns[0].refund == 666


def test_what_of_a_refund_was_at_which_rate_is_as_it_was_told() -> None:
    rates = (TaxLine(rate=1900, total=1490, tax=238), TaxLine(rate=700, total=1000, tax=65))
    details = replace(DETAILS, taxes=rates, tax=303)
    told = (TaxLine(rate=700, total=667, tax=44),)
    first, _, _ = rest_of(
        replayed_returns.add_refund(order(State.DELIVERED), details, refund_of(667, taxes=told)), details
    )
    assert (first.taxes, first.tax) == (told, 44)
