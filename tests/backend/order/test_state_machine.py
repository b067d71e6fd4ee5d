"""The life of an order: along the drawn edges only, whatever comes, however late or often."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.order.events import OrderPaid, OrderPlaced, OrderRefused, PaymentRequested
from backend.contracts.order.models import Move, OrderReturn, Refund, ReturnLine, Step
from backend.contracts.order.states import CANCELLABLE, RETURNABLE, STAFF_MOVES, TRANSITIONS, ReturnState, State
from backend.contracts.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentReturned,
)
from backend.order import domain, holding, return_requests, staff, state_machine
from backend.order.state_machine import (
    APPROVAL_WITHDRAWN,
    CONFIRMATION_TIMEOUT,
    FIRST_REMINDER,
    PAYMENT_LATE,
    PROVIDER_TIMEOUT,
    RETRY_PAYMENT_TIMEOUT,
    OrderState,
    later,
)
from backend.order.timeouts import handle_timeout
from tests.backend.order.checkouts import ADA, TOKEN, checked_out, fresh_order, order_id

AT = "2026-11-03T10:20:00.000Z"
WHOSE: dict[str, Any] = {"order_id": order_id(1), "owner": ADA, "at": AT}
HELD, SHORT = StockHeld(**WHOSE), StockRefused(**WHOSE, missing=("a",))


def payment_authorized(attempt: int = 1) -> PaymentAuthorized:
    return PaymentAuthorized(**WHOSE, attempt=attempt)


def payment_declined(attempt: int = 1) -> PaymentDeclined:
    return PaymentDeclined(**WHOSE, attempt=attempt, reason="The card was declined.")


def payment_captured(attempt: int = 1) -> PaymentCaptured:
    return PaymentCaptured(**WHOSE, attempt=attempt, amount=17400, currency="EUR")


def payment_returned(attempt: int = 1) -> PaymentReturned:
    return PaymentReturned(**WHOSE, attempt=attempt, refunded=0, currency="EUR")


def action(attempt: int = 1) -> PaymentActionRequired:
    return PaymentActionRequired(**WHOSE, attempt=attempt, url="https://pay.example/confirm")


def moving(state: State, note: str = "") -> Move:
    return Move(owner=ADA, state=state, note=note)


def asked_back(now: OrderState) -> OrderReturn:
    line = ReturnLine(sku=checked_out().lines[0].sku, quantity=1)
    return OrderReturn(number=len(now.returns) + 1, state=ReturnState.REQUESTED, at=AT, lines=(line,), refund=2900)


def in_state(state: State) -> OrderState:
    due = AT if state in state_machine.STATE_TIMEOUTS else None
    return replace(fresh_order(), steps=(*fresh_order().steps, Step(state=state, at=AT)), due=due)


def sure(found: OrderState | None) -> OrderState:
    assert found is not None
    return found


NEWS: list[Callable[[OrderState], OrderState | None]] = [
    lambda now: holding.on_stock_held(now, HELD, AT),
    lambda now: holding.on_stock_refused(now, SHORT, AT),
    lambda now: state_machine.on_action_required(now, action(now.attempt), AT),
    lambda now: state_machine.on_authorized(now, payment_authorized(now.attempt), AT),
    lambda now: state_machine.on_declined(now, payment_declined(now.attempt), AT),
    lambda now: state_machine.on_captured(now, payment_captured(now.attempt), AT),
    lambda now: state_machine.on_payment_returned(now, payment_returned(now.attempt), AT),
    lambda now: state_machine.retry_payment(now, TOKEN, now.attempt + 1, AT),
    lambda now: state_machine.cancel(now, AT),
    lambda now: return_requests.request_return(now, asked_back(now), AT),
    lambda now: handle_timeout(now, domain.order_details(checked_out()), later(AT, RETRY_PAYMENT_TIMEOUT)),
    *((lambda now, state=state: staff.apply_move(now, moving(state), AT)) for state in State),
    lambda now: staff.set_tracking(now, "RR1", AT),
]


@given(st.lists(st.sampled_from(NEWS), max_size=40))
def test_no_news_in_any_order_leaves_the_drawn_edges(news: list[Callable[[OrderState], OrderState | None]]) -> None:
    now = fresh_order()
    for tell in news:
        after = tell(now)
        if after is None or after.state is now.state:
            continue
        assert after.state in TRANSITIONS[now.state]
        assert after.steps[:-1] == now.steps
        now = after


@pytest.mark.parametrize("state", [state for state, after in TRANSITIONS.items() if not after])
def test_a_final_state_is_final(state: State) -> None:
    """Only that its money went back is still noted, once."""
    after = [replace(found, refunds=()) for tell in NEWS if (found := tell(in_state(state)))]
    assert after == [in_state(state)]


@pytest.mark.parametrize("state", list(State))
def test_every_state_leads_to_one_where_nobody_has_to_do_anything(state: State) -> None:
    seen, reach = set(), {state}
    while reach - seen:
        seen |= reach
        reach = {after for before in reach for after in TRANSITIONS[before]}
    assert any(not TRANSITIONS[each] or each in RETURNABLE for each in seen)


def test_the_way_of_a_paid_order_asks_each_service_once() -> None:
    held = sure(holding.on_stock_held(fresh_order(), HELD, AT))
    assert isinstance(held.event, PaymentRequested)
    assert (held.event.amount, held.event.token, held.event.attempt) == (17400, TOKEN, 1)
    paid = sure(state_machine.on_authorized(held, payment_authorized(), AT))
    assert isinstance(paid.event, OrderPaid)
    assert paid.token == ""
    confirmed = sure(state_machine.on_captured(paid, payment_captured(), AT))
    assert confirmed.state is State.CONFIRMED
    assert (confirmed.due, confirmed.until) == (None, None)


def test_hearing_of_its_stock_again_does_not_charge_a_declined_card_again() -> None:
    refused = sure(
        state_machine.on_declined(sure(holding.on_stock_held(fresh_order(), HELD, AT)), payment_declined(), AT)
    )
    assert holding.on_stock_held(refused, HELD, AT) is None


@pytest.mark.parametrize("late", [payment_authorized(1), payment_declined(1), payment_captured(1), action(1)])
def test_what_a_former_card_reports_does_not_touch_the_next_one(late: Any) -> None:
    again = replace(in_state(State.HELD), attempt=2)
    tell: dict[type, Any] = {
        PaymentAuthorized: state_machine.on_authorized, PaymentDeclined: state_machine.on_declined,
        PaymentCaptured: state_machine.on_captured,
        PaymentActionRequired: state_machine.on_action_required,
    }  # fmt: skip
    assert tell[type(late)](again, late, AT) is None


@pytest.mark.parametrize("state", State)
def test_money_that_went_back_ends_an_order_that_waits_for_it_or_for_its_capture_and_no_other(state: State) -> None:
    ends = {State.HELD: State.REFUSED, State.PAID: State.CANCELLED}
    after = state_machine.on_payment_returned(in_state(state), payment_returned(), AT)
    assert sure(after).state == ends.get(state, state)
    if state in ends:
        assert (after.event.reason, after.steps[-1].note) == (APPROVAL_WITHDRAWN, APPROVAL_WITHDRAWN)  # type: ignore[union-attr]
    assert state_machine.on_payment_returned(in_state(state), payment_returned(2), AT) is None


@pytest.mark.parametrize("state", State)
def test_a_refund_is_noted_in_every_state_once_with_its_amount_and_day(state: State) -> None:
    news = PaymentReturned(**WHOSE, attempt=1, refunded=17400, currency="EUR")
    after = sure(state_machine.on_payment_returned(in_state(state), news, AT))
    assert after.refunds == (Refund(at=AT, amount=17400),)
    assert state_machine.on_payment_returned(after, news, AT) is None or after.state in (State.HELD, State.PAID)


def test_money_found_after_a_payment_was_given_up_is_noted_when_it_went_back() -> None:
    now = sure(state_machine.on_payment_returned(in_state(State.CANCELLED), payment_returned(), AT))
    assert [each.amount for each in now.refunds] == [0]
    now = sure(state_machine.on_payment_returned(now, replace(payment_returned(), refunded=17400), AT))
    assert [each.amount for each in now.refunds] == [17400]
    assert state_machine.on_payment_returned(now, payment_returned(), AT) is None


def test_each_return_has_its_own_refund() -> None:
    now = in_state(State.RETURNED)
    for number in (1, 2, 1):
        news = PaymentReturned(**WHOSE, attempt=1, refunded=2900, currency="EUR", number=number)
        now = state_machine.on_payment_returned(now, news, AT) or now
    assert [each.number for each in now.refunds] == [1, 2]


def test_only_an_order_that_its_shopper_did_not_cancel_has_a_reason() -> None:
    asked, ours = (
        sure(state_machine.cancel(in_state(State.PAID), AT)),
        sure(state_machine.on_payment_returned(in_state(State.PAID), payment_returned(), AT)),
    )
    assert [each.event.reason for each in (asked, ours)] == ["", APPROVAL_WITHDRAWN]  # type: ignore[union-attr]


def test_another_card_is_asked_for_once_however_often_it_is_sent() -> None:
    refused = sure(
        state_machine.on_declined(sure(holding.on_stock_held(fresh_order(), HELD, AT)), payment_declined(), AT)
    )
    again = sure(state_machine.retry_payment(refused, TOKEN, 2, AT))
    assert isinstance(again.event, PaymentRequested)
    assert again.event.attempt == 2
    assert state_machine.retry_payment(again, TOKEN, 2, AT) is None
    assert state_machine.retry_payment(refused, TOKEN, 3, AT) is None


@pytest.mark.parametrize("state", list(State))
def test_an_order_can_be_cancelled_exactly_while_the_edges_say_so(state: State) -> None:
    now = fresh_order() if state is State.PLACED else in_state(state)
    assert (state_machine.cancel(now, AT) is not None) == (state in CANCELLABLE)


@pytest.mark.parametrize("state", [state for state in State if state not in STAFF_MOVES])
def test_staff_cannot_make_a_move_that_is_not_theirs(state: State) -> None:
    assert all(staff.apply_move(in_state(now), moving(state), AT) is None for now in State)


def test_sending_keeps_the_tracking_number() -> None:
    sent = sure(staff.apply_move(in_state(State.PACKED), moving(State.SENT, "DHL 00340"), AT))
    assert (sent.tracking, sent.steps[-1].note) == ("DHL 00340", "DHL 00340")


class TestOverdue:
    bought = domain.order_details(checked_out())

    def test_an_order_in_time_is_left_alone(self) -> None:
        assert handle_timeout(fresh_order(), self.bought, checked_out().at) is None

    @pytest.mark.parametrize(
        ("state", "kind"), [(State.PLACED, OrderPlaced), (State.HELD, PaymentRequested), (State.PAID, OrderPaid)]
    )
    def test_the_event_whose_answer_is_missing_is_published_again_with_a_new_time(
        self, state: State, kind: type
    ) -> None:
        waiting = replace(in_state(state), due=AT)
        now = later(AT, FIRST_REMINDER)
        after = sure(handle_timeout(waiting, self.bought, now))
        assert isinstance(after.event, kind)
        assert (after.state, after.event.at, after.due) == (state, now, later(now, FIRST_REMINDER))  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("state", "wait"),
        [
            (State.HELD, PROVIDER_TIMEOUT),
            (State.ACTION_REQUIRED, CONFIRMATION_TIMEOUT),
            (State.DECLINED, RETRY_PAYMENT_TIMEOUT),
        ],
    )
    def test_a_payment_that_takes_too_long_ends_the_order(self, state: State, wait: Any) -> None:
        before = State.PLACED if state is State.HELD else State.HELD
        entered = sure(
            state_machine.transition(replace(fresh_order(), steps=(Step(state=before, at=AT),)), state, AT, None)
        )
        before_the_end = sure(handle_timeout(entered, self.bought, later(AT, FIRST_REMINDER)))
        assert before_the_end.state is state
        after = sure(handle_timeout(entered, self.bought, later(AT, wait)))
        assert after.state is State.REFUSED
        assert isinstance(after.event, OrderRefused)
        assert after.event.reason == PAYMENT_LATE

    def test_pieces_stay_held_for_a_day_while_the_provider_is_down_and_for_minutes_while_a_shopper_does_nothing(
        self,
    ) -> None:
        held = sure(holding.on_stock_held(fresh_order(), HELD, AT))
        assert sure(handle_timeout(held, self.bought, later(AT, timedelta(hours=23)))).state is State.HELD
        asked = sure(state_machine.on_action_required(held, action(), AT))
        assert sure(handle_timeout(asked, self.bought, later(AT, CONFIRMATION_TIMEOUT))).state is State.REFUSED

    def test_a_long_wait_polls_less_often_and_not_past_the_end(self) -> None:
        now, times = sure(holding.on_stock_held(fresh_order(), HELD, AT)), 0
        while now.state is State.HELD:
            now, times = sure(handle_timeout(now, self.bought, now.due or "")), times + 1
        assert now.steps[-1].at == later(AT, PROVIDER_TIMEOUT)
        assert 24 * 2 < times < 24 * 3

    def test_a_paid_order_is_never_given_up(self) -> None:
        assert (
            sure(handle_timeout(replace(in_state(State.PAID), due=AT), self.bought, "2027-01-01T00:00:00.000Z")).state
            is State.PAID
        )
