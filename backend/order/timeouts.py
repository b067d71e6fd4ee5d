"""What the sweeper does with an order that nobody moved: says again what it waits for, or ends the wait."""

from datetime import datetime

from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.order.states import State
from backend.order import state_machine as lives
from backend.order.domain import Purchase, placed
from backend.order.state_machine import LATE, NUDGE, SELDOM, Life


def overdue(life: Life, bought: Purchase, now: str) -> Life | None:
    """The life after its `due` has passed; None when it has not. An event said again bears a new time: the relay drops unchanged ones."""
    if life.due is None or life.due > now:
        return None
    if life.until is not None and life.until <= now:
        return lives.refused(life, LATE, now)
    return replace(life, due=_next(life, now), event=_again(life, bought, now))


def _next(life: Life, now: str) -> str:
    """When to look again: less often the longer the order waits, and when its time to pay is over."""
    waited = datetime.fromisoformat(now) - datetime.fromisoformat(life.steps[-1].at)
    due = lives.later(now, min(max(NUDGE, waited / 4), SELDOM))
    return min(due, life.until) if life.until else due


def _again(life: Life, bought: Purchase, now: str) -> Event | None:
    """What the order waits for: its stock, its authorization, its capture. A shopper is waited for in silence."""
    if life.state is State.PLACED:
        return placed(life.owner, life.order_id, bought, now)
    if life.state is State.HELD:
        return lives.request(life, now)
    return lives.paid(life, now) if life.state is State.PAID else None
