"""The shop's business metrics: orders placed, paid, refused and confirmed, each reported after the write that made it
so.

A function that is stopped between the write and the report reports nothing: these numbers are for people and alarms,
never for the books.
"""

from datetime import datetime

from backend.contracts import heartbeat
from backend.contracts.alarm_messages import Metric
from backend.contracts.order.states import State
from backend.order.state_machine import OrderState
from backend.shared.log import logger

MAX_MINUTES = 2.0
"""Minutes from placed to confirmed, above which an order is late."""

_WAITS_FOR_SHOPPER = (State.ACTION_REQUIRED, State.DECLINED, State.AWAITING_PAYMENT)


def report_placed(owner: str) -> None:
    """Report a new order of this owner; the heartbeat's orders do not count."""
    if not heartbeat.is_owner(owner):
        logger.measure("order placed", {Metric.PLACED: 1})


def report(before: OrderState, after: OrderState) -> None:
    """Report the state that the order has reached, if the shop measures it."""
    if after.state is before.state or heartbeat.is_owner(after.owner):
        return
    match after.state:
        case State.PAID:
            logger.measure("order paid", {Metric.PAID: 1})
        case State.REFUSED:
            logger.measure("order refused", {Metric.REFUSED: 1}, by={"reason": after.steps[-1].note})
        case State.CONFIRMED:
            logger.measure("order confirmed", _measure_confirmed(after))


def _measure_confirmed(order: OrderState) -> dict[str, float]:
    """Return the measurements of a confirmed order. The time a shopper took to pay does not make it late."""
    placed_at, confirmed_at = (datetime.fromisoformat(order.steps[index].at) for index in (0, -1))
    minutes = (confirmed_at - placed_at).total_seconds() / 60
    own = not any(step.state in _WAITS_FOR_SHOPPER for step in order.steps)
    values: dict[str, float] = {Metric.CONFIRMED_MINUTES: round(minutes, 3), Metric.REVENUE: order.amount}
    return values | ({Metric.CONFIRMED_LATE: int(minutes > MAX_MINUTES)} if own else {})
