"""Once a minute: asks the provider about every payment that is due, so that nothing stays unknown, forgotten or half done."""

from contextlib import suppress
from typing import Any

from backend.payment import domain, store
from backend.payment.settle import settle
from backend.shared import clock
from backend.shared.log import logger
from backend.shared.sweep import in_time, swept

_MOST = 100
_LAST_CALL = 20_000  # ms that one payment may need when the provider is slow


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Sweeps the payments that are due, longest overdue first, while there is time; the rest is swept a minute later."""
    orders = store.due(clock.now(), _MOST)
    done = [_swept(*order) for order in in_time(orders, context, _MOST, _LAST_CALL)]
    failed = done.count(False)
    logger.info("swept", due=len(orders), swept=len(done), failed=failed)
    return {"due": len(orders), "swept": len(done), "failed": failed}


def _swept(order_id: str, since: str) -> bool:
    return swept(lambda: sweep(order_id), lambda later: store.postpone(order_id, since, later), order_id=order_id)


def sweep(order_id: str) -> None:
    """Asks about, and then does, what the order's payment needs; what still waits is looked at again later, ever less often."""
    settle(order_id, ask=True)
    payment = store.load(order_id)
    if payment and payment.due and payment.due <= clock.now():
        with suppress(store.Conflict):  # somebody else is at it
            store.save(domain.remind(payment, clock.now()))
