"""Runs every minute: reminds other services of orders that are waiting, and ends those that have waited too long."""

from typing import Any

from backend.order import data_exports, erasure, export_steps, order_lists, repository
from backend.order.timeouts import handle_timeout
from backend.shared import clock
from backend.shared.log import bind, logger
from backend.shared.sweeper import sweep_one, while_time_remains

_MAX_ORDERS = 100


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Sweep the due orders, longest overdue first, while time remains. A failed one is retried some minutes later."""
    orders = order_lists.due(clock.now(), _MAX_ORDERS)
    outcomes = [_sweep_one(*order) for order in while_time_remains(orders, context, _MAX_ORDERS)]
    failure_count = outcomes.count(False)
    logger.info("swept", due=len(orders), swept=len(outcomes), failed=failure_count)
    return {"due": len(orders), "swept": len(outcomes), "failed": failure_count}


def _sweep_one(owner: str, order_id: str, due: str) -> bool:
    return sweep_one(
        lambda: _sweep(owner, order_id, due),
        lambda later: repository.postpone(owner, order_id, due, later),
        order_id=order_id,
    )


def _sweep(owner: str, order_id: str, due: str) -> None:
    if export_steps.is_export(owner):
        export_steps.sweep(owner, due)
        return
    if erasure.is_closing(owner):
        data_exports.erase(erasure.owner_of(owner))
        erasure.sweep(owner, due)
        return
    if stored_order := repository.load(owner, order_id):
        bind(correlation_id=stored_order[0].correlation_id)
        repository.change(owner, order_id, lambda order: handle_timeout(order, stored_order[1], clock.now()))
