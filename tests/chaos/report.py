"""What a campaign came to, in words for the terminal."""

from collections import Counter
from collections.abc import Iterator

from tests.chaos import faults
from tests.chaos.campaign import Played
from tests.chaos.history import Outcome

SHOWN = 20


def lines(played: Played) -> Iterator[str]:
    """Seed, counts, times and anomalies."""
    acknowledged = {order_id for op in played.history.of("check-out", Outcome.OK) for order_id in op.value}
    tries = Counter(op.outcome for op in played.history.ops)
    states = Counter(order.state for order in played.books.orders)
    charges = Counter(charge.state for charge in played.books.charges if charge.theirs)
    struck = Counter({" ".join(each): count for each, count in played.faults.struck.items()})
    yield f"seed {played.seed}: {len(acknowledged)} checkouts acknowledged; orders: {_counts(states)}; cards: {_counts(charges)}"
    yield f"{len(played.history.ops)} requests: {_counts(tries)}; {len(played.books.mails)} mails"
    yield f"{struck.total()} faults, {faults.kills(played.faults.struck)} of them kills: {_counts(struck)}"
    yield f"the last order was final {played.seconds:.1f} s after the last fault"
    yield f"{len(played.anomalies)} anomalies"
    yield from played.anomalies[:SHOWN]


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
