"""The rules of a payment, without a table or a provider."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.payment.events import PaymentAuthorized, PaymentDeclined, PaymentReturned
from backend.contracts.payment.states import PaymentState
from backend.payment import domain, events
from backend.payment.state_machine import ACTIONS, TRANSITIONS, Action, Goal, Payment
from tests.backend.payment.payments import (
    NOW,
    ORDER,
    PAST_GRACE,
    SOON,
    at,
    fresh,
    payment_requested,
    provider_status,
    requested_payment,
)

STATES = [state for state in PaymentState if state not in (PaymentState.REQUESTED, PaymentState.UNKNOWN)]
FINAL = (PaymentState.DECLINED, PaymentState.VOIDED, PaymentState.REFUNDED)


def test_a_second_request_for_an_attempt_changes_nothing() -> None:
    payment = at(PaymentState.DECLINED)
    assert domain.request(payment, payment_requested(amount=1), NOW) is payment


def test_what_an_order_wants_only_grows() -> None:
    released = domain.raise_goal(requested_payment(), Goal.RELEASE, NOW)
    assert domain.raise_goal(released, Goal.CAPTURE, NOW, 1) is released
    assert domain.raise_goal(released, Goal.RELEASE, NOW) is released
    captured = domain.raise_goal(requested_payment(), Goal.CAPTURE, NOW, 1)
    assert domain.raise_goal(captured, Goal.CAPTURE, NOW, 2) is captured


def test_a_cancellation_before_the_request_keeps_it_from_being_sent() -> None:
    payment = domain.request(domain.raise_goal(fresh(), Goal.RELEASE, NOW), payment_requested(), NOW)
    assert domain.action(payment, payment.attempts[0]) is Action.DROP


def test_only_the_chosen_attempt_is_captured() -> None:
    payment = domain.raise_goal(domain.request(requested_payment(1), payment_requested(2), NOW), Goal.CAPTURE, NOW, 1)
    assert [domain.goal(payment, attempt) for attempt in payment.attempts] == [Goal.CAPTURE, Goal.RELEASE]


def test_a_card_left_behind_for_another_holds_nothing() -> None:
    payment = domain.request(at(PaymentState.AUTHORIZED), payment_requested(2), NOW)
    assert [domain.action(payment, attempt) for attempt in payment.attempts] == [Action.VOID, Action.AUTHORIZE]


@pytest.mark.parametrize("goal", Goal)
def test_the_unknown_is_left_by_asking_only(goal: Goal) -> None:
    assert ACTIONS[PaymentState.UNKNOWN][goal] is Action.FIND
    assert ACTIONS[PaymentState.REQUESTED][goal] in (Action.AUTHORIZE, Action.DROP)


def test_nothing_is_wanted_from_what_is_final() -> None:
    assert all(ACTIONS[state][goal] is Action.REST and not TRANSITIONS[state] for state, goal in product(FINAL, Goal))


def test_the_tables_leave_no_state_and_no_goal_out() -> None:
    assert set(ACTIONS) == set(TRANSITIONS) == set(PaymentState)
    assert all(set(row) == set(Goal) for row in ACTIONS.values())


def test_a_request_on_its_way_is_not_let_go_of_before_its_sender_is_dead() -> None:
    payment = domain.raise_goal(at(PaymentState.UNKNOWN), Goal.RELEASE, NOW)
    assert domain.on_not_found(payment, payment.attempts[0], SOON) is Action.WAIT
    assert domain.on_not_found(payment, payment.attempts[0], PAST_GRACE) is Action.DROP


def test_a_request_the_provider_never_got_is_sent_again() -> None:
    payment = at(PaymentState.UNKNOWN)
    assert domain.on_not_found(payment, payment.attempts[0], NOW) is Action.AUTHORIZE


def test_an_authorization_the_provider_denies_is_not_made_twice() -> None:
    payment = at(PaymentState.AUTHORIZED)
    assert domain.on_not_found(payment, payment.attempts[0], PAST_GRACE) is Action.WAIT


def test_only_what_was_sent_and_let_go_of_unseen_is_looked_for_again() -> None:
    def release(payment: Payment) -> Payment:
        return domain.raise_goal(payment, Goal.RELEASE, NOW)

    never_sent, sent = release(requested_payment()), release(at(PaymentState.UNKNOWN))
    dropped = [domain.drop(payment, payment.attempts[0], NOW) for payment in (never_sent, sent)]
    every = (never_sent, sent, *dropped, release(at(PaymentState.VOIDED)), at(PaymentState.UNKNOWN))
    assert [domain.is_abandoned(payment, payment.attempts[0]) for payment in every] == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("before", "report"), [(old, new) for old in PaymentState for new in STATES if new not in TRANSITIONS[old]]
)
def test_a_late_report_changes_nothing(before: PaymentState, report: PaymentState) -> None:
    payment = at(before)
    assert domain.observe(payment, payment.attempts[0], provider_status(report), NOW) is payment


@pytest.mark.parametrize(("before", "report"), [(old, new) for old in PaymentState for new in TRANSITIONS[old]])
def test_a_new_state_is_published_once(before: PaymentState, report: PaymentState) -> None:
    payment = at(before)
    after = domain.observe(payment, payment.attempts[0], provider_status(report, url="https://bank.test"), NOW)
    assert after.event == events.EVENT_BY_STATE[report](payment, after.attempts[0], NOW)
    assert after.attempts[0].told_at == NOW
    assert domain.observe(after, after.attempts[0], provider_status(report), NOW) is after


@pytest.mark.parametrize("state", [PaymentState.AUTHORIZED, PaymentState.ACTION_REQUIRED])
def test_what_is_to_be_released_is_not_offered_to_the_order(state: PaymentState) -> None:
    payment = domain.raise_goal(at(PaymentState.UNKNOWN), Goal.RELEASE, NOW)
    after = domain.observe(payment, payment.attempts[0], provider_status(state), NOW)
    assert after.attempts[0].state is state
    assert after.event is None


def test_a_refund_reports_its_amount_and_a_void_none() -> None:
    taken = domain.raise_goal(at(PaymentState.CAPTURED), Goal.RELEASE, NOW)
    refunded = domain.observe(taken, taken.attempts[0], provider_status(PaymentState.REFUNDED), NOW).event
    held = domain.raise_goal(at(PaymentState.AUTHORIZED), Goal.RELEASE, NOW)
    voided = domain.observe(held, held.attempts[0], provider_status(PaymentState.VOIDED), NOW).event
    assert isinstance(refunded, PaymentReturned)
    assert isinstance(voided, PaymentReturned)
    assert (refunded.refunded, voided.refunded) == (2900, 0)


@pytest.mark.parametrize("code", [*events.REASONS, "do_not_honor", ""])
def test_a_refusal_is_explained_in_words(code: str) -> None:
    payment = at(PaymentState.UNKNOWN)
    event = domain.observe(payment, payment.attempts[0], provider_status(PaymentState.DECLINED, reason=code), NOW).event
    assert isinstance(event, PaymentDeclined)
    assert event.reason.endswith(".")
    assert "_" not in event.reason


def test_an_authorization_that_the_order_does_not_react_to_is_published_again() -> None:
    reminded = domain.schedule_retry(at(PaymentState.AUTHORIZED), PAST_GRACE)
    assert isinstance(reminded.event, PaymentAuthorized)
    assert domain.schedule_retry(at(PaymentState.ACTION_REQUIRED), PAST_GRACE).event is None


@pytest.mark.parametrize("state", STATES)
def test_an_order_that_asks_again_is_answered_again(state: PaymentState) -> None:
    told = at(state)
    assert domain.republish_if_missed(told, 1, NOW, NOW) is told
    again = domain.republish_if_missed(told, 1, SOON, PAST_GRACE)
    assert again.event == events.EVENT_BY_STATE[state](told, told.attempts[0], PAST_GRACE)
    assert domain.republish_if_missed(again, 1, SOON, PAST_GRACE) is again
    assert domain.republish_if_missed(told, 2, SOON, PAST_GRACE) is told


@pytest.mark.parametrize("state", [PaymentState.REQUESTED, PaymentState.UNKNOWN])
def test_an_order_without_any_mail_has_none_to_be_sent_again(state: PaymentState) -> None:
    payment = at(state)
    assert domain.republish_if_missed(payment, 1, SOON, PAST_GRACE) is payment


def test_an_order_that_asks_for_an_action_under_way_is_answered_once_it_is_done() -> None:
    payment = domain.raise_goal(at(PaymentState.AUTHORIZED), Goal.CAPTURE, NOW, 1)
    assert domain.republish_if_missed(payment, 1, SOON, PAST_GRACE) is payment
    ended = domain.raise_goal(at(PaymentState.AUTHORIZED), Goal.RELEASE, NOW)
    assert domain.republish_if_missed(ended, 1, SOON, PAST_GRACE) is ended


@pytest.mark.parametrize("state", [PaymentState.AUTHORIZED, PaymentState.ACTION_REQUIRED])
def test_money_that_an_order_forgot_for_two_days_is_let_go_of(state: PaymentState) -> None:
    payment = at(state)
    assert domain.schedule_retry(payment, "2026-11-23T09:59:59.999Z").goal is Goal.AUTHORIZE
    abandoned = domain.schedule_retry(payment, "2026-11-23T10:00:00.000Z")
    assert domain.action(abandoned, abandoned.attempts[0]) is Action.VOID


def test_money_that_was_taken_is_not_given_back_for_its_age() -> None:
    payment = domain.raise_goal(at(PaymentState.CAPTURED), Goal.CAPTURE, NOW, 1)
    assert domain.schedule_retry(payment, "2027-11-22T10:00:00.000Z").goal is Goal.CAPTURE


def test_looks_in_vain_come_ever_less_often() -> None:
    payment, waits = at(PaymentState.UNKNOWN), []
    for _ in range(9):
        waits.append(payment.due)
        payment = domain.schedule_retry(payment, NOW)
    assert waits == sorted(waits, key=str)
    assert waits[:3] == ["2026-11-21T10:00:30.000Z", "2026-11-21T10:00:30.000Z", "2026-11-21T10:01:00.000Z"]
    assert waits[-1] == waits[-2] == "2026-11-21T10:32:00.000Z"


@pytest.mark.parametrize(
    "reference",
    ["", "x-1", f"{ORDER}-", f"{ORDER}-1\n", f"{ORDER}-٣", f"{ORDER}-123", f" {ORDER}-1", f"{ORDER.upper()}G-1"],
)
def test_a_foreign_reference_names_no_attempt(reference: str) -> None:
    assert domain.attempt_of(reference) is None


@given(st.integers(1, 20))
def test_a_reference_leads_back_to_its_attempt(number: int) -> None:
    assert domain.attempt_of(domain.reference(ORDER, number)) == (ORDER, number)


_steps = st.one_of(
    st.tuples(st.just("request"), st.integers(1, 3)),
    st.tuples(st.just("want"), st.sampled_from(Goal), st.integers(1, 3)),
    st.tuples(st.just("asking"), st.integers(0, 2)),
    st.tuples(st.just("observe"), st.integers(0, 2), st.sampled_from(STATES)),
    st.tuples(st.just("remind")),
)


def _after(payment: Payment, step: tuple[Any, ...]) -> Payment:
    match step:
        case ("request", number):
            return domain.request(payment, payment_requested(number), NOW)
        case ("want", goal, chosen):
            return domain.raise_goal(payment, goal, NOW, chosen)
        case ("asking", place) if (
            place < len(payment.attempts) and payment.attempts[place].state is PaymentState.REQUESTED
        ):
            return domain.mark_sent(payment, payment.attempts[place], NOW)
        case ("observe", place, state) if place < len(payment.attempts):
            return domain.observe(payment, payment.attempts[place], provider_status(state), NOW)
        case ("remind",):
            return domain.schedule_retry(payment, NOW)
    return payment


@given(st.lists(_steps, max_size=30))
def test_whatever_happens_a_payment_keeps_its_promises(steps: list[tuple[Any, ...]]) -> None:
    payment = fresh()
    for step in steps:
        before, payment = payment, _after(payment, step)
        for old, new in zip(before.attempts, payment.attempts, strict=False):
            assert new.state is old.state or new.state in (PaymentState.UNKNOWN, *TRANSITIONS[old.state])
        needs = {domain.action(payment, attempt) for attempt in payment.attempts}
        assert (payment.due is None) == (needs <= {Action.REST})
        assert sum(domain.goal(payment, attempt) is Goal.CAPTURE for attempt in payment.attempts) <= 1
        assert before.goal is not Goal.RELEASE or payment.goal is Goal.RELEASE
