"""Stock and money as in Jepsen's bank test: what is moved about is never made and never lost."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tests.chaos.books import Charge, Order, Stock

PAID = {"confirmed", "packed", "sent", "delivered", "return-requested", "return-denied"}
"""The states of an order whose pieces are sold and whose money is taken."""


def bank_of_stock(initial: dict[str, int], stock: dict[str, Stock], orders: Iterable[Order]) -> Iterator[str]:
    """Per SKU initial = available + held + sold, none below 0; sold is what paid orders have, and nobody holds anything
    in the end."""
    wanted: Counter[str] = Counter()
    for order in orders:
        if order.state in PAID:
            for sku, pieces in order.lines:
                wanted[sku] += pieces
    for sku, pieces in initial.items():
        row = stock.get(sku, Stock(0, 0, 0))
        if row.available + row.held + row.sold != pieces or min(row.available, row.held, row.sold) < 0:
            yield f"{sku} had {pieces} pieces, and now {row}"
        if row.sold != wanted[sku]:
            yield f"{row.sold} of {sku} are sold, paid orders have {wanted[sku]}"
        if row.held:
            yield f"{row.held} of {sku} are held for nobody"


def bank_of_money(charges: Iterable[Charge], orders: Iterable[Order]) -> Iterator[str]:
    """What was captured and not refunded is the total of each paid order, once, and nothing of any other; our books say
    the same."""
    charges, totals = list(charges), {order.id: order.total if order.state in PAID else 0 for order in orders}
    taken: Counter[str] = Counter()
    captures: Counter[str] = Counter()
    for charge in charges:
        if not charge.theirs:
            continue
        taken[charge.order_id] += charge.amount * (charge.state == "captured")
        captures[charge.order_id] += charge.state in ("captured", "refunded")
        if charge.state in ("authorized", "action-required"):
            yield f"money for {charge.order_id} is still held on card {charge.attempt}"
    for order_id in sorted(taken.keys() | totals.keys()):
        if taken[order_id] != totals.get(order_id, 0):
            yield f"{taken[order_id]} were taken for {order_id}, which is worth {totals.get(order_id, 0)}"
        if captures[order_id] > 1:
            yield f"{order_id} was captured {captures[order_id]} times"
    yield from _disagreement(charges)


def _disagreement(charges: list[Charge]) -> Iterator[str]:
    """Where our payment table and the provider differ about money that was taken or given back."""
    sides: tuple[dict[tuple[str, int], Charge], ...] = ({}, {})
    for charge in charges:
        if charge.state in ("captured", "refunded"):
            sides[charge.theirs][charge.order_id, charge.attempt] = charge
    for order_id, attempt in sorted(sides[0].keys() | sides[1].keys()):
        ours, theirs = (side.get((order_id, attempt)) for side in sides)
        if ours is None or theirs is None or (ours.state, ours.amount) != (theirs.state, theirs.amount):
            yield f"we have {ours} for {order_id}, the provider {theirs}"
