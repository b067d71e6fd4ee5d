"""The invoice service's part of a data export: the documents as they were issued, and as PDF."""

from collections.abc import Iterator

from backend.contracts.order.data_export import DataRequested
from backend.contracts.types import Model
from backend.invoice import repository
from backend.invoice.domain import CreditNote, Invoice
from backend.shared.export_parts import put_part


class DocumentsRecord(Model, frozen=True, kw_only=True):
    """An order's invoice and its credit notes."""

    invoice: Invoice
    credit_notes: tuple[CreditNote, ...]


def give(event: DataRequested) -> None:
    """Put the orders' documents into the export."""
    loaded = [repository.load(order_id) for order_id in event.order_ids]
    issued = [DocumentsRecord(invoice=each.invoice, credit_notes=each.notes) for each in loaded if each.invoice]
    put_part(event, issued, {f"invoices/{number}.pdf": file for each in issued for number, file in _draw(each)})


def _draw(documents: DocumentsRecord) -> Iterator[tuple[str, bytes]]:
    """Yield each document's number and PDF."""
    from backend.invoice import pdf

    yield documents.invoice.number, pdf.draw_invoice(documents.invoice)
    for note in documents.credit_notes:
        yield note.number, pdf.draw_credit_note(documents.invoice, note)
