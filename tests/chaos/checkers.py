"""Judges of a history and of the books after it, after Jepsen's: each a pure function that gives every anomaly in
words, or none.

`total_queue` and `unique_ids` are its words: https://jepsen-io.github.io/jepsen/jepsen.checker.html
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from backend.contracts.order.states import TRANSITIONS, State
from backend.notification.repository import LEASE_SECONDS
from tests.chaos.banks import PAID, bank_of_money, bank_of_stock
from tests.chaos.books import Books, Mail, Order
from tests.chaos.history import History, Op, Outcome

FINAL = PAID | {"refused", "cancelled", "returned"}
MAILED = ("confirmed", "refused", "sent", "cancelled")
SECONDS = 60
"""That an order may take to its final state after the last fault."""
SECOND_MAIL = LEASE_SECONDS - 12
"""Seconds after the first: a mail goes out at most a function's ten seconds after its claim, and claims are in whole
seconds."""


def total_queue(history: History, orders: Iterable[Order]) -> Iterator[str]:
    """Every acknowledged checkout is exactly one order, and no order is without one.

    Every key must have had its answer.
    """
    answered: defaultdict[str, set[Outcome]] = defaultdict(set)
    for op in history.of("check-out"):
        answered[op.key].add(op.outcome)
    acknowledged = {order_id for op in history.of("check-out", Outcome.OK) for order_id in op.value}
    placed = Counter(order.id for order in orders)
    yield from (f"checkout {key} was never answered" for key, seen in answered.items() if seen == {Outcome.UNKNOWN})
    yield from (f"order {order_id} was acknowledged and is lost" for order_id in sorted(acknowledged - placed.keys()))
    yield from (f"order {order_id} comes of no checkout" for order_id in sorted(placed.keys() - acknowledged))
    yield from (f"order {order_id} is there {times} times" for order_id, times in placed.items() if times > 1)


def unique_ids(history: History) -> Iterator[str]:
    """One key has one order, whatever is answered to its repeats, and no two keys the same."""
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    by_order: defaultdict[str, set[str]] = defaultdict(set)
    for op in history.of("check-out", Outcome.OK):
        for order_id in op.value:
            by_key[op.key].add(order_id)
            by_order[order_id].add(op.key)
    yield from (f"checkout {key} has {len(ids)} orders: {sorted(ids)}" for key, ids in by_key.items() if len(ids) > 1)
    yield from (f"order {order_id} is of {len(keys)} checkouts" for order_id, keys in by_order.items() if len(keys) > 1)


def edges(orders: Iterable[Order]) -> Iterator[str]:
    """Every order began as placed and went along the drawn edges only."""
    for order in orders:
        states = [State(state) for state in order.states]
        if states[0] is not State.PLACED:
            yield f"{order.id} began as {states[0]}"
        for before, after in pairwise(states):
            if after not in TRANSITIONS[before]:
                yield f"{order.id} went from {before} to {after}"


def register(history: History, orders: Iterable[Order]) -> Iterator[str]:
    """An order's time line, as it was read, is a beginning of what it came to, and a later reading never shows less."""
    known = {order.id: order.states for order in orders}
    seen: defaultdict[str, list[Op]] = defaultdict(list)
    for op in history.of("read", Outcome.OK):
        seen[op.key].append(op)
        if known.get(op.key, ())[: len(op.value)] != op.value:
            yield f"{op.key} was seen as {op.value}, and came to {known.get(op.key)}"
    for order_id, readings in seen.items():
        most, ended = 0, sorted(readings, key=lambda op: op.end)
        place = 0
        for op in sorted(readings, key=lambda op: op.start):
            while ended[place].end < op.start:
                most = max(most, len(ended[place].value))
                place += 1
            if len(op.value) < most:
                yield f"{order_id} forgot a step: {op.value}"


def check_settled(orders: Iterable[Order], last_fault: float) -> Iterator[str]:
    """Every order is final, and became so within `SECONDS` after the last fault (an epoch second)."""
    for order in orders:
        state, at = order.steps[-1]
        if state not in FINAL:
            yield f"{order.id} is stuck as {state}"
        elif at > last_fault + SECONDS:
            yield f"{order.id} was {state} only {at - last_fault:.0f} s after the last fault"


def mails(sent: Iterable[Mail], orders: Iterable[Order], strikes: int) -> Iterator[str]:
    """One mail of each kind that an order's states ask for, and no other.

    A second one is excused only as `backend.notification.repository` says: after its lease, and at most one for each
    strike at the service.
    """
    by_kind: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for mail in sent:
        by_kind[mail.order_id, mail.kind].append(mail.at)
    wanted = {(order.id, kind) for order in orders for kind in MAILED if kind in order.states}
    yield from (f"no mail that {order_id} is {kind}" for order_id, kind in sorted(wanted - by_kind.keys()))
    yield from (
        f"a mail that {order_id} is {kind}, which it never was" for order_id, kind in sorted(by_kind.keys() - wanted)
    )
    twice = {name: sorted(times) for name, times in by_kind.items() if len(times) > 1}
    for (order_id, kind), times in twice.items():
        if any(after - before < SECOND_MAIL for before, after in pairwise(times)):
            yield f"{len(times)} mails that {order_id} is {kind}, sent at {times}"
    if len(twice) > strikes:
        yield f"{len(twice)} mails came twice, and their service was struck {strikes} times"


def letters(dead: dict[str, int]) -> Iterator[str]:
    """Nothing healthy ends in a dead-letter queue."""
    yield from (f"{count} messages in {name}" for name, count in dead.items() if count)


def anomalies(history: History, books: Books, initial: dict[str, int], last_fault: float, strikes: int) -> list[str]:
    """All that is wrong."""
    return [
        *total_queue(history, books.orders),
        *unique_ids(history),
        *bank_of_stock(initial, books.stock, books.orders),
        *bank_of_money(books.charges, books.orders),
        *edges(books.orders),
        *register(history, books.orders),
        *check_settled(books.orders, last_fault),
        *mails(books.mails, books.orders, strikes),
        *letters(books.dead),
    ]
