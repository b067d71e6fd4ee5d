"""The search service's event consumer: stores products and stock levels, and appends the changes to the log, once per
batch.

A message is done only once the log contains its change, so redelivery makes up for a crash in between.
"""

from collections.abc import Iterable

from backend.contracts.inventory.events import StockChanged
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.review.events import RatingChanged
from backend.search import engine, repository
from backend.search.changelog import changelog
from backend.search.changelog.build_requests import BuildRequest, request_build
from backend.search.document import FORMAT
from backend.search.domain import Entry, fit_batch
from backend.shared.clock import now
from backend.shared.consumer import event_consumer

Ids = frozenset[str]


def _save_product(event: ProductChanged) -> Ids:
    return frozenset({event.product.id} if repository.save_product(event.product) else ())


def _withdraw_product(event: ProductWithdrawn) -> Ids:
    return frozenset({event.product_id} if repository.mark_withdrawn(event) else ())


def _append_all(touched: Iterable[Ids]) -> None:
    """Append the current documents of these products to the log, in as few entries as possible."""
    remaining_ids = sorted(frozenset().union(*touched))
    while remaining_ids:
        logged_count = _append(remaining_ids)
        remaining_ids = remaining_ids[logged_count:]


def _append(product_ids: list[str]) -> int:
    """Append one entry; return how many of the products, from the first on, it holds."""
    entries: list[Entry] = []

    def make() -> Entry:
        changes = repository.current_changes(product_ids)
        entries.append(Entry(at=now(), format=FORMAT, changes=tuple(changes[: fit_batch(changes)])))
        return entries[-1]

    head = changelog.append(make)
    engine.apply_entry(entries[-1], head.seq)
    if head.due:
        request_build(BuildRequest.SNAPSHOT)
    return len(entries[-1].changes)


handler = event_consumer(
    {
        ProductChanged: _save_product,
        ProductWithdrawn: _withdraw_product,
        StockChanged: repository.save_stock_level,
        RatingChanged: repository.save_rating,
    },
    after_batch=_append_all,
)
