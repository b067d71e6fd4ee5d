"""The rules of a payment, as pure functions of the payment and an event, a status of the provider, or a timeout.

Each returns the same object when nothing changes, so that nothing is written.
"""

import re
from itertools import accumulate

from msgspec.structs import replace

from backend.contracts.order.events import PaymentRequested
from backend.contracts.payment.states import PaymentState
from backend.payment import events
from backend.payment.state_machine import ACTIONS, TRANSITIONS, Action, Attempt, Goal, Payment, ProviderStatus, Refund
from backend.shared.clock import later

# No function runs longer than Lambda's 15 minutes: a request that has not reached the provider by then never will.
GRACE_SECONDS = 15 * 60
# Orders answer within minutes, and end within a day, or within half an hour while they wait for their shopper.
ABANDON_AFTER_SECONDS = 48 * 60 * 60
_RETRY_SECONDS, _WAIT_SECONDS, _MAX_DOUBLINGS = 30, 300, 6


def reference(order_id: str, number: int) -> str:
    """Return the attempt's reference at the provider, from which its idempotency keys are made."""
    return f"{order_id}-{number}"


def attempt_of(reference: str) -> tuple[str, int] | None:
    """Return the order id and attempt number in a reference, or None if it is not one of ours."""
    match = re.fullmatch(r"([0-9a-f]{28})-(\d{1,2})", reference, re.ASCII)
    return (match[1], int(match[2])) if match else None


def find(payment: Payment, number: int) -> Attempt | None:
    """Return the attempt with this number, or None."""
    return next((attempt for attempt in payment.attempts if attempt.number == number), None)


def goal(payment: Payment, attempt: Attempt) -> Goal:
    """Return the goal for one attempt. Any attempt but the chosen or the newest one has to be released."""
    newest = max(each.number for each in payment.attempts)
    wanted_number = payment.chosen if payment.goal is Goal.CAPTURE else newest
    return payment.goal if attempt.number == wanted_number else Goal.RELEASE


def action(payment: Payment, attempt: Attempt, query_first: bool = False) -> Action:
    """Return the attempt's next action; with `query_first` that is a query to the provider, unless the attempt was
    never sent."""
    if query_first and attempt.state is not PaymentState.REQUESTED:
        return Action.FIND
    if next_refund(payment, attempt):
        return Action.REFUND
    return ACTIONS[attempt.state][goal(payment, attempt)]


def next_refund(payment: Payment, attempt: Attempt) -> Refund | None:
    """Return the next partial refund of a captured attempt; None if there is none, or all of it is released."""
    if attempt.state is not PaymentState.CAPTURED or goal(payment, attempt) is Goal.RELEASE:
        return None
    return _first_open_refund(payment, attempt)


def is_abandoned(payment: Payment, attempt: Attempt) -> bool:
    """Return whether the attempt was sent and then released without an answer. A sign of it resumes the search."""
    unseen = bool(attempt.asked_at) and not attempt.authorization
    return (
        unseen
        and attempt.state in (PaymentState.UNKNOWN, PaymentState.VOIDED)
        and goal(payment, attempt) is Goal.RELEASE
    )


def on_not_found(payment: Payment, attempt: Attempt, now: str) -> Action:
    """Return the next action if the provider does not know the attempt: send it again, or drop it.

    It is dropped only after `GRACE_SECONDS`, when no request can still be on its way.
    """
    if attempt.state is not PaymentState.UNKNOWN:
        return Action.WAIT
    if goal(payment, attempt) is not Goal.RELEASE:
        return Action.AUTHORIZE
    return Action.DROP if later(attempt.asked_at, GRACE_SECONDS) <= now else Action.WAIT


def request(payment: Payment, event: PaymentRequested, now: str) -> Payment:
    """Return the payment with the attempt that the event requests."""
    if find(payment, event.attempt):
        return payment
    attempt = Attempt(number=event.attempt, amount=event.amount, currency=event.currency, token=event.token)
    return _schedule(replace(payment, attempts=(*payment.attempts, attempt), tries=0), now)


def raise_goal(payment: Payment, goal: Goal, now: str, chosen: int | None = None) -> Payment:
    """Return the payment with this goal, if it outranks the present one."""
    wishes = list(Goal)
    if wishes.index(goal) <= wishes.index(payment.goal):
        return payment
    return _schedule(replace(payment, goal=goal, chosen=payment.chosen or chosen, tries=0), now)


def give_back(payment: Payment, refund: Refund, now: str) -> Payment:
    """Return the payment with this partial refund, once per return. Raise ValueError for more than was captured."""
    if not refund.amount or any(each.number == refund.number for each in payment.refunds):
        return payment
    taken_amount = sum(each.amount for each in payment.attempts if each.number == payment.chosen)
    if sum(each.amount for each in payment.refunds) + refund.amount > taken_amount:
        raise ValueError(f"return {refund.number} of {payment.order_id} would give back more than was taken")
    return _schedule(replace(payment, refunds=(*payment.refunds, refund), tries=0), now)


def mark_sent(payment: Payment, attempt: Attempt, now: str) -> Payment:
    """Return the payment with the attempt as UNKNOWN, to be stored before the request is sent."""
    return _with(payment, replace(attempt, state=PaymentState.UNKNOWN, asked_at=now), now)


def drop(payment: Payment, attempt: Attempt, now: str) -> Payment:
    """Return the payment with the attempt as voided, since the provider never received it."""
    return _with(payment, replace(attempt, state=PaymentState.VOIDED), now)


def observe(payment: Payment, attempt: Attempt, status: ProviderStatus, now: str) -> Payment:
    """Return the payment after a status of the provider, with the event that reports it."""
    is_refund = status.state is attempt.state and status.refunded > attempt.refunded
    if status.state not in TRANSITIONS[attempt.state] and not is_refund:
        return payment
    moved = replace(
        attempt,
        state=status.state,
        authorization=status.authorization,
        url=status.url,
        reason=status.reason,
        refunded=max(status.refunded, attempt.refunded),
    )
    if moved.refunded > attempt.refunded:
        return _record_refund(payment, attempt, moved, now)
    return _publish_state(payment, moved, now) if _may_publish(payment, moved) else _with(payment, moved, now)


def _record_refund(payment: Payment, before: Attempt, after: Attempt, now: str) -> Payment:
    """Return the payment after a refund: of the return that waits for this amount, or of everything that was left."""
    part, amount = _first_open_refund(payment, before), after.refunded - before.refunded
    number = part.number if part and part.amount == amount else 0
    covered_refunds = tuple(each for each, total in _running_totals(payment) if number or total <= before.refunded)
    published_payment = replace(
        _publish_state(payment, after, now), event=events.refunded_event(payment, after, now, amount, number)
    )
    return replace(published_payment, refunds=covered_refunds)


def _first_open_refund(payment: Payment, attempt: Attempt) -> Refund | None:
    return next((each for each, total in _running_totals(payment) if total > attempt.refunded), None)


def _running_totals(payment: Payment) -> list[tuple[Refund, int]]:
    """Return each partial refund with the sum up to it."""
    return list(zip(payment.refunds, accumulate(each.amount for each in payment.refunds), strict=True))


def republish_if_missed(payment: Payment, number: int, asked_at: str, now: str) -> Payment:
    """Publish the attempt's state again if the order asked for it after it was last published."""
    attempt = find(payment, number)
    if attempt is None or not attempt.told_at or attempt.told_at >= asked_at:
        return payment
    settled = action(payment, attempt) in (Action.REST, Action.WAIT)
    return _publish_state(payment, attempt, now) if settled and _may_publish(payment, attempt) else payment


def schedule_retry(payment: Payment, now: str) -> Payment:
    """Return the payment after a query that brought no news: the next one is later.

    An authorized attempt is published again; after `ABANDON_AFTER_SECONDS` without an answer it is released.
    """
    waiting = [attempt for attempt in payment.attempts if action(payment, attempt) is Action.WAIT]
    if any(later(attempt.asked_at, ABANDON_AFTER_SECONDS) <= now for attempt in waiting):
        return raise_goal(payment, Goal.RELEASE, now)
    authorized_attempt = next((attempt for attempt in waiting if attempt.state is PaymentState.AUTHORIZED), None)
    published_payment = _publish_state(payment, authorized_attempt, now) if authorized_attempt else payment
    return replace(_schedule(replace(published_payment, tries=payment.tries, due=None), now), tries=payment.tries + 1)


def _may_publish(payment: Payment, attempt: Attempt) -> bool:
    """Return whether the order should learn this state; an attempt that is to be released is not offered to it."""
    return goal(payment, attempt) is not Goal.RELEASE or attempt.state not in (
        PaymentState.ACTION_REQUIRED,
        PaymentState.AUTHORIZED,
    )


def _publish_state(payment: Payment, attempt: Attempt, now: str) -> Payment:
    return replace(
        _with(payment, replace(attempt, told_at=now), now),
        event=events.EVENT_BY_STATE[attempt.state](payment, attempt, now),
    )


def _with(payment: Payment, attempt: Attempt, now: str) -> Payment:
    attempts = tuple(attempt if each.number == attempt.number else each for each in payment.attempts)
    return _schedule(replace(payment, attempts=attempts, tries=0), now)


def _schedule(payment: Payment, now: str) -> Payment:
    """Return the payment with the time of the sweeper's next query, or none.

    An earlier time is kept: that query may be superfluous, but the index of due payments need not be written.
    """
    needs = {action(payment, attempt) for attempt in payment.attempts} - {Action.REST}
    delays = [
        (_WAIT_SECONDS if need is Action.WAIT else _RETRY_SECONDS) * 2 ** min(payment.tries, _MAX_DOUBLINGS)
        for need in needs
    ]
    due = later(now, min(delays)) if delays else None
    if due and payment.due and now < payment.due <= due:
        return payment
    return replace(payment, due=due)
