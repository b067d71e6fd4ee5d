"""Runs every minute: queries the provider about each payment that is due, so that none is left unfinished."""

from contextlib import suppress
from typing import Any

from backend.payment import domain, repository
from backend.payment.process import advance
from backend.shared import clock
from backend.shared.log import logger
from backend.shared.sweeper import sweep_one, while_time_remains

_MAX_PAYMENTS = 100
_MIN_REMAINING_MS = 20_000  # ms that one payment may need when the provider is slow


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Sweep the due payments, longest overdue first, while time remains."""
    orders = repository.due(clock.now(), _MAX_PAYMENTS)
    outcomes = [_sweep_one(*order) for order in while_time_remains(orders, context, _MAX_PAYMENTS, _MIN_REMAINING_MS)]
    failure_count = outcomes.count(False)
    logger.info("swept", due=len(orders), swept=len(outcomes), failed=failure_count)
    return {"due": len(orders), "swept": len(outcomes), "failed": failure_count}


def _sweep_one(order_id: str, since: str) -> bool:
    return sweep_one(
        lambda: sweep(order_id), lambda later: repository.postpone(order_id, since, later), order_id=order_id
    )


def sweep(order_id: str) -> None:
    """Query the provider and do what the payment needs; look again later if it is still waiting."""
    advance(order_id, query_first=True)
    payment = repository.load(order_id)
    if payment and payment.due and payment.due <= clock.now():
        with suppress(repository.VersionConflict):  # another function is working on it
            repository.save(domain.schedule_retry(payment, clock.now()))
