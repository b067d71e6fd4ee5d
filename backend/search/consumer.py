"""The search's event consumer: what is heard of products and stock is kept, and what it changes is logged once for the batch.

A message is done only once the log holds what it changed, so whatever stops in between is made up for when it comes again.
"""

from collections.abc import Iterable

from backend.contracts.inventory.events import StockChanged
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.search import engine, repository
from backend.search.changelog import changelog
from backend.search.changelog.build_requests import Wish, ask
from backend.search.document import FORMAT
from backend.search.domain import Entry, fitting
from backend.shared.clock import now
from backend.shared.consumer import event_consumer

Ids = frozenset[str]


def _changed(event: ProductChanged) -> Ids:
    return frozenset({event.product.id} if repository.keep(event.product) else ())


def _withdrawn(event: ProductWithdrawn) -> Ids:
    return frozenset({event.product_id} if repository.withdraw(event) else ())


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
        changes = repository.changes(product_ids)
        entries.append(Entry(at=now(), format=FORMAT, changes=tuple(changes[: fitting(changes)])))
        return entries[-1]

    head = changelog.append(make)
    engine.take(entries[-1], head.seq)
    if head.due:
        ask(Wish.SNAPSHOT)
    return len(entries[-1].changes)


handler = event_consumer({ProductChanged: _changed, ProductWithdrawn: _withdrawn, StockChanged: repository.stock}, after_batch=_log)
