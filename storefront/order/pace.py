"""How often an open order page asks what has become of the order."""

from datetime import UTC, datetime

from backend.contracts.order import EDGES, Order, State

NOW = (State.PLACED, State.HELD, State.ACTION_REQUIRED, State.PAID)
"""States that mostly last seconds."""
SOON = 120  # seconds in one of these until the page asks less often
FAST, SLOW = 2, 10  # seconds between two questions


def pace(order: Order) -> int:
    """Seconds until the page asks again, 0 where nothing more comes without the shopper."""
    if not EDGES[order.state] or order.state is State.DELIVERED:
        return 0
    since = datetime.now(UTC) - datetime.fromisoformat(order.time_line[-1].at)
    return FAST if order.state in NOW and since.total_seconds() < SOON else SLOW
