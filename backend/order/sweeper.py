"""Once a minute: every order that nobody moved in time is helped on, or ended, so that none is ever stuck."""

from typing import Any

from backend.order import lists, store
from backend.order.overdue import overdue
from backend.shared import clock
from backend.shared.log import bind, logger
from backend.shared.sweep import in_time, swept

_MOST = 100


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Sweeps the orders that are due, longest overdue first, while there is time; one that fails is swept again some minutes later."""
    orders = lists.due(clock.now(), _MOST)
    done = [_swept(*order) for order in in_time(orders, context, _MOST)]
    failed = done.count(False)
    logger.info("swept", due=len(orders), swept=len(done), failed=failed)
    return {"due": len(orders), "swept": len(done), "failed": failed}


def _swept(owner: str, order_id: str, due: str) -> bool:
    return swept(lambda: _sweep(owner, order_id), lambda later: store.postpone(owner, order_id, due, later), order_id=order_id)


def _sweep(owner: str, order_id: str) -> None:
    if found := store.load(owner, order_id):
        bind(correlation_id=found[0].correlation_id)
        store.change(owner, order_id, lambda life: overdue(life, found[1], clock.now()))
