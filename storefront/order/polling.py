"""How often an open order page looks for news of the order."""

from datetime import UTC, datetime

from backend.contracts.arrivals import open_return
from backend.contracts.order.models import Order
from backend.contracts.order.states import RETURNABLE, TRANSITIONS, State
from storefront.order.refund_arrivals import is_refund_awaited

NOW = (State.PLACED, State.HELD, State.ACTION_REQUIRED, State.PAID)
"""States that mostly last seconds."""
SOON = 120  # seconds in one of these until the page asks less often
LATEST = 3600  # seconds in which a refund is looked for on the open page
FAST, SLOW = 2, 10  # seconds between two questions


def pace(order: Order) -> int:
    """Return the seconds until the page looks again, 0 if nothing more can happen without the shopper."""
    since = datetime.now(UTC) - datetime.fromisoformat(order.time_line[-1].at)
    if not TRANSITIONS[order.state] or (order.state in RETURNABLE and not open_return(order.returns)):
        return SLOW if is_refund_awaited(order) and since.total_seconds() < LATEST else 0
    return FAST if order.state in NOW and since.total_seconds() < SOON else SLOW
