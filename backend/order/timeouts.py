"""Reminders and timeouts of waiting orders."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.event import Event
from backend.contracts.order.states import State
from backend.contracts.payment.events import PaymentCaptured
from backend.order import state_machine
from backend.order.domain import OrderDetails, order_placed_event
from backend.order.state_machine import FIRST_REMINDER, MAX_REMINDER, PAYMENT_LATE, OrderState

HEARTBEATS_TIMEOUT = timedelta(minutes=15)
"""How long an order of the heartbeat may stay confirmed. The heartbeat cancels it much sooner, unless it was
stopped."""


def confirm(order: OrderState, event_in: PaymentCaptured, at: str) -> OrderState | None:
    """Confirm the order. One of the heartbeat becomes due again, so that its piece and money are returned in any
    case."""
    confirmed = state_machine.on_captured(order, event_in, at)
    if confirmed is None or not heartbeat.is_owner(order.owner):
        return confirmed
    return replace(confirmed, due=state_machine.later(at, HEARTBEATS_TIMEOUT))


def handle_timeout(order: OrderState, details: OrderDetails, now: str) -> OrderState | None:
    """Return the order after its `due` has passed: reminded, refused or cancelled; None if it is not due.

    A reminder has a new time, since the relay skips unchanged events. An order that has been in its state for less than
    `FIRST_REMINDER` is looked at again once it has.
    """
    if order.due is None or order.due > now:
        return None
    if order.state is State.CONFIRMED:  # only the heartbeat's orders are due in this state
        return state_machine.cancel(order, now)
    if order.until is not None and order.until <= now:
        return state_machine.refuse(order, PAYMENT_LATE, now)
    if (first := state_machine.later(order.steps[-1].at, FIRST_REMINDER)) > now:
        return replace(order, due=first, event=None)
    return replace(order, due=_next_due(order, now), event=_reminder_event(order, details, now))


def _next_due(order: OrderState, now: str) -> str:
    """Return when to look again: ever later the longer the order waits, but no later than its timeout."""
    time_waiting = datetime.fromisoformat(now) - datetime.fromisoformat(order.steps[-1].at)
    due = state_machine.later(now, min(max(FIRST_REMINDER, time_waiting / 4), MAX_REMINDER))
    return min(due, order.until) if order.until else due


def _reminder_event(order: OrderState, details: OrderDetails, now: str) -> Event | None:
    """Return the event whose answer the order is waiting for; None while it waits for its shopper."""
    if order.state is State.PLACED:
        return order_placed_event(order.owner, order.order_id, details, now)
    if order.state is State.HELD:
        return state_machine.payment_request(order, now)
    return state_machine.order_paid_event(order, now) if order.state is State.PAID else None
