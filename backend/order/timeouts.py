"""What the sweeper does with an order that nobody moved: says again what it waits for, or ends the wait."""

from datetime import datetime

from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.order.states import State
from backend.order import state_machine
from backend.order.domain import OrderDetails, order_placed_event
from backend.order.state_machine import FIRST_REMINDER, MAX_REMINDER, PAYMENT_LATE, OrderState


def handle_timeout(order: OrderState, details: OrderDetails, now: str) -> OrderState | None:
    """The life after its `due` has passed; None when it has not. An event said again bears a new time: the relay drops unchanged ones."""
    if order.due is None or order.due > now:
        return None
    if order.until is not None and order.until <= now:
        return state_machine.refuse(order, PAYMENT_LATE, now)
    return replace(order, due=_next_due(order, now), event=_reminder_event(order, details, now))


def _next_due(order: OrderState, now: str) -> str:
    """When to look again: less often the longer the order waits, and when its time to pay is over."""
    waited = datetime.fromisoformat(now) - datetime.fromisoformat(order.steps[-1].at)
    due = state_machine.later(now, min(max(FIRST_REMINDER, waited / 4), MAX_REMINDER))
    return min(due, order.until) if order.until else due


def _reminder_event(order: OrderState, details: OrderDetails, now: str) -> Event | None:
    """What the order waits for: its stock, its authorization, its capture. A shopper is waited for in silence."""
    if order.state is State.PLACED:
        return order_placed_event(order.owner, order.order_id, details, now)
    if order.state is State.HELD:
        return state_machine.payment_request(order, now)
    return state_machine.order_paid_event(order, now) if order.state is State.PAID else None
