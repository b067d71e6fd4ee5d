"""The desk's part of a data export: what staff wrote about the shopper, without the authors."""

from collections.abc import Iterable, Iterator

from backend.contracts.desk.models import OrderNote
from backend.contracts.order.data_export import DataRequested
from backend.contracts.types import Model, OrderId
from backend.desk import notes
from backend.shared.export_parts import put_part


class NoteRecord(Model, frozen=True, kw_only=True):
    """A note about an order, or about the shopper where `order_id` is None."""

    order_id: OrderId | None
    at: str
    text: str


def give(event: DataRequested) -> None:
    """Put the notes into the export. Those about a customer are found by the account's confirmed address alone."""
    records = [record for order_id in event.order_ids for record in _records(notes.entry(order_id).notes, order_id)]
    if event.number == 1:
        records += _records(notes.list_for_customer(event.email).items)
    put_part(event, records)


def _records(order_notes: Iterable[OrderNote], order_id: str | None = None) -> Iterator[NoteRecord]:
    return (NoteRecord(order_id=order_id, at=note.at, text=note.text) for note in order_notes)
