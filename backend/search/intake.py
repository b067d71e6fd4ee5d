"""The search's queue door: what is heard of products and stock is kept, and what it changes is logged once for the batch.

A message is done only once the log holds what it changed, so whatever stops in between is made up for when it comes again.
"""

from collections.abc import Iterable

from backend.contracts.inventory import StockChanged
from backend.contracts.product import ProductChanged, ProductWithdrawn
from backend.search import engine, log, store
from backend.search.document import FORMAT
from backend.search.domain import Entry, fitting
from backend.search.wanted import Wish, ask
from backend.shared.clock import now
from backend.shared.intake import intake

Ids = frozenset[str]


def _changed(event: ProductChanged) -> Ids:
    return frozenset({event.product.id} if store.keep(event.product) else ())


def _withdrawn(event: ProductWithdrawn) -> Ids:
    return frozenset({event.product_id} if store.withdraw(event) else ())


def _log(touched: Iterable[Ids]) -> None:
    """Appends what the index should now hold of these products, in as few entries as hold it."""
    left = sorted(frozenset().union(*touched))
    while left:
        logged = _append(left)
        left = left[logged:]


def _append(product_ids: list[str]) -> int:
    """How many of the products, from the first on, the new entry holds."""
    entries: list[Entry] = []

    def make() -> Entry:
        changes = store.changes(product_ids)
        entries.append(Entry(at=now(), format=FORMAT, changes=tuple(changes[: fitting(changes)])))
        return entries[-1]

    head = log.append(make)
    engine.take(entries[-1], head.seq)
    if head.due:
        ask(Wish.SNAPSHOT)
    return len(entries[-1].changes)


handler = intake({ProductChanged: _changed, ProductWithdrawn: _withdrawn, StockChanged: store.stock}, settle=_log)
