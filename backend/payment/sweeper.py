"""Once a minute: asks the provider about every payment that is due, so that nothing stays unknown, forgotten or half done."""

from typing import Any

from backend.payment import domain, store
from backend.payment.settle import settle
from backend.shared import clock
from backend.shared.log import logger

_MOST = 100
_LAST_CALL = 20_000  # ms that one payment may need when the provider is slow


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Sweeps the payments that are due, longest overdue first, while there is time; the rest is swept a minute later."""
    orders = store.due(clock.now(), _MOST)
    failed = swept = 0
    for order_id in orders:
        if context.get_remaining_time_in_millis() < _LAST_CALL:
            break
        swept += 1
        failed += not _swept(order_id)
    logger.info("swept", due=len(orders), swept=swept, failed=failed)
    return {"due": len(orders), "swept": swept, "failed": failed}


def _swept(order_id: str) -> bool:
    try:
        sweep(order_id)
    except Exception:  # one payment that cannot be swept must not keep the others from it
        logger.exception("a payment was not swept", order_id=order_id)
        return False
    return True


def sweep(order_id: str) -> None:
    """Asks about, and then does, what the order's payment needs; what still waits is looked at again later, ever less often."""
    settle(order_id, ask=True)
    payment = store.load(order_id)
    if payment and payment.due and payment.due <= clock.now():
        store.save(domain.remind(payment, clock.now()))
