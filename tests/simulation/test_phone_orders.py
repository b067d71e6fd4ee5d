"""Orders for who rings, under faults: held once, paid once or never, and opened by the link in a mail alone."""

from itertools import islice

from backend.contracts.order.states import State
from tests.simulation import phone_orders
from tests.simulation.schedule import play

SCHEDULES, MOST = 25, 250
"""At least so many are played, and more until an order has gone each way; which do so changes with any other story."""
WAYS = {State.HELD, State.CANCELLED, State.REFUSED}


def test_a_customer_on_the_phone_pays_once_by_the_link_or_not_at_all() -> None:
    unseen = set(WAYS)
    for number, seed in enumerate(islice(filter(phone_orders.is_played, range(10_000)), MOST)):
        if number >= SCHEDULES and not unseen:
            break
        report = play(seed)
        assert not report.violation, report.summary()
        unseen -= {after for before, after in report.edges if before == State.AWAITING_PAYMENT}
    assert unseen == set()
