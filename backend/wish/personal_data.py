"""The wish service's part of a data export: the wish list, and alerts to the account's confirmed address."""

from collections.abc import Iterator

from backend.contracts.order.data_export import DataRequested
from backend.contracts.problem import Refused
from backend.contracts.types import Amount, Model, Sku, Slug
from backend.contracts.wish.alerts import AlertKind, AlertState
from backend.shared.export_parts import put_part
from backend.wish import alerts, repository
from backend.wish.domain import StoredWish


class AlertRecord(Model, frozen=True, kw_only=True):
    """An alert, without the secret of its links."""

    kind: AlertKind
    product_id: Slug
    sku: Sku
    state: AlertState
    price: Amount
    email: str


def give(event: DataRequested) -> None:
    """Put the owner's wish list and alerts into the export, once for the whole request."""
    put_part(event, [*_wishes(event), *_alerts(event)] if event.number == 1 else ())


def _wishes(event: DataRequested) -> tuple[StoredWish, ...]:
    """Return the wish list; nothing once the account is closed, which the service may have heard of first."""
    try:
        return repository.read(event.owner)
    except Refused:
        return ()


def _alerts(event: DataRequested) -> Iterator[AlertRecord]:
    for alert in alerts.list_all(event.owner, event.email):
        yield AlertRecord(
            kind=alert.kind,
            product_id=alert.product,
            sku=alert.sku,
            state=alert.state,
            price=alert.price,
            email=alert.email,
        )
