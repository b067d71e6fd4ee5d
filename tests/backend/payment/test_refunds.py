"""Parts of a payment that go back: one after another, told with the return that they were for."""

from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts.payment.events import PaymentReturned
from backend.contracts.payment.states import PaymentState
from backend.payment import domain
from backend.payment.state_machine import Action, Goal, Payment, Refund
from tests.backend.payment.payments import NOW, at, provider_status


def captured_payment(*refunds: int, back: int = 0) -> Payment:
    payment = domain.raise_goal(at(PaymentState.CAPTURED), Goal.CAPTURE, NOW, 1)
    for number, amount in enumerate(refunds, 1):
        payment = domain.give_back(payment, Refund(number=number, amount=amount), NOW)
    return replace(payment, attempts=(replace(payment.attempts[0], refunded=back),), event=None)


def observe(payment: Payment, state: PaymentState, refunded: int) -> Payment:
    return domain.observe(payment, payment.attempts[0], provider_status(state, refunded=refunded), NOW)


def test_a_part_is_owed_once_per_return_and_nothing_for_what_cost_nothing() -> None:
    payment = captured_payment(900)
    assert domain.give_back(payment, Refund(number=1, amount=900), NOW) is payment
    assert domain.give_back(payment, Refund(number=2, amount=0), NOW) is payment


def test_more_than_was_taken_is_refused() -> None:
    with pytest.raises(ValueError, match="more than was taken"):
        captured_payment(2000, 901)


def test_parts_go_back_one_after_another() -> None:
    payment = captured_payment(900, 500)
    assert (domain.action(payment, payment.attempts[0]), payment.due) != (Action.REST, None)
    assert domain.next_refund(payment, payment.attempts[0]) == Refund(number=1, amount=900)
    first = observe(payment, PaymentState.CAPTURED, 900)
    assert domain.next_refund(first, first.attempts[0]) == Refund(number=2, amount=500)
    second = observe(first, PaymentState.CAPTURED, 1400)
    assert (domain.action(second, second.attempts[0]), second.due) == (Action.REST, None)


@pytest.mark.parametrize(("state", "amounts"), [(PaymentState.CAPTURED, (900,)), (PaymentState.REFUNDED, (2900,))])
def test_a_refund_is_published_with_its_return(state: PaymentState, amounts: tuple[int, ...]) -> None:
    told: Any = observe(captured_payment(*amounts), state, sum(amounts)).event
    assert isinstance(told, PaymentReturned)
    assert (told.refunded, told.number) == (amounts[-1], 1)


def test_a_late_report_from_before_a_refund_changes_nothing() -> None:
    payment = captured_payment(900, back=900)
    assert observe(payment, PaymentState.CAPTURED, 0) is payment


def test_an_order_that_asks_again_for_its_capture_is_answered_with_the_capture_even_after_a_partial_refund() -> None:
    payment = captured_payment(900, back=900)
    again: Any = domain.republish_if_missed(payment, 1, "2026-11-21T11:00:00.000Z", "2026-11-21T11:00:01.000Z").event
    assert type(again).__name__ == "PaymentCaptured"


def test_what_is_left_goes_back_when_the_whole_order_ends() -> None:
    payment = domain.raise_goal(captured_payment(900, back=900), Goal.RELEASE, NOW)
    told: Any = observe(payment, PaymentState.REFUNDED, 2900).event
    assert (told.refunded, told.number) == (2000, 0)
