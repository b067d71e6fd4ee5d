"""The invoice service's use cases. Each may run repeatedly, concurrently and in any order, and issues a document only
once."""

from backend.contracts.alarm_messages import INVOICE_NOT_ISSUED
from backend.contracts.invoice.models import Document, DocumentList, Kind
from backend.contracts.order.events import (
    OrderClaimed,
    OrderConfirmed,
    OrderErased,
    OrderReturnReceived,
    RefundRequested,
)
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.purchase import Purchase
from backend.contracts.problem import Refused
from backend.contracts.voucher.events import VoucherRefunded
from backend.invoice import domain, repository
from backend.invoice.domain import CreditNote, Invoice, MoneyBack
from backend.invoice.numbering import next_number
from backend.invoice.repository import Records
from backend.shared.consumer import RetryLater
from backend.shared.log import logger

_TRIES = 10


def issue_invoice(event: OrderConfirmed) -> None:
    """Issue the order's invoice, then the credit notes of refunds that arrived before it.

    An event of an earlier release does not contain the purchase: that order gets no invoice here, which is logged.
    Raises RetryLater while others take each number.
    """
    if event.purchase is None:
        logger.error(INVOICE_NOT_ISSUED, order_id=event.order_id)
    else:
        issue(event, event.purchase)


def issue(event: OrderConfirmed | InvoiceRequested, purchase: Purchase) -> None:
    """Issue the order's invoice, unless it has one, then the credit notes of refunds that arrived before it."""
    for _ in range(_TRIES):
        following = next_number(Kind.INVOICE)
        invoice = domain.build_invoice(event, purchase, following)
        added = repository.add_invoice(invoice, following.range_name, following.before)
        records = repository.load(event.order_id)
        if added or records.invoice:
            _erase_contact(records)
            for refund in records.refunds:
                issue_credit_note(refund)
            return
    raise RetryLater(event.order_id)


def erase_contact(event: OrderErased) -> None:
    """Remove e-mail address and phone from the order's invoice. The law requires name and postal address."""
    repository.keep_erasure(event)
    _erase_contact(repository.load(event.order_id))


def _erase_contact(records: Records) -> None:
    if records.invoice and records.erased:
        repository.replace_invoice(domain.without_contact(records.invoice))


def issue_credit_note(refund: MoneyBack) -> None:
    """Issue the refund's credit note; store the refund if there is no invoice yet, or its cause is not known.

    A released hold, and money of a card that did not pay the invoice, refund nothing of it. Raises ValueError for more
    than is left of the invoice, and RetryLater while others take each number.
    """
    if not refund.refunded:
        return
    for _ in range(_TRIES):
        records = repository.load(refund.order_id)
        if records.invoice is None or not records.explains(refund):
            if repository.keep_refund(refund, explained=records.explains(refund)) or _is_kept(records, refund):
                return
        elif not _is_owed(records.invoice, records.notes, refund) or _add_note(records, records.invoice, refund):
            return
    raise RetryLater(refund.order_id)


def _is_kept(records: Records, refund: MoneyBack) -> bool:
    """Return whether the refund is already stored; the payment service may report it again under a later time."""
    return (refund.attempt, refund.number) in {(each.attempt, each.number) for each in records.refunds}


def _is_owed(invoice: Invoice, notes: tuple[CreditNote, ...], refund: MoneyBack) -> bool:
    """Return whether the refund is from the invoice's money, and has no credit note yet."""
    to_voucher = isinstance(refund, VoucherRefunded)
    credited = {(each.return_number, each.to_voucher) for each in notes}
    return (to_voucher or refund.attempt == invoice.purchase.attempt) and (refund.number, to_voucher) not in credited


def _add_note(records: Records, invoice: Invoice, refund: MoneyBack) -> bool:
    """Return whether the credit note was written; False if another one was written meanwhile."""
    following = next_number(Kind.CREDIT_NOTE)
    returned = next((each for each in records.returns if each.number == refund.number), None)
    note = domain.build_credit_note(invoice, records.notes, refund, returned, following)
    sequence = len(records.notes) + 1
    return repository.add_credit_note(refund.order_id, sequence, note, following.range_name, following.before)


def keep_return(event: OrderReturnReceived | RefundRequested) -> None:
    """Store what a refund is for: the pieces of a returned parcel, or those and the reason that staff name.

    Then issue the credit note of a refund that arrived before its cause.
    """
    repository.keep_return(event)
    for refund in repository.load(event.order_id).refunds:
        if refund.number == event.number:
            issue_credit_note(refund)


def keep_claim(event: OrderClaimed) -> None:
    """Store the account that may read a guest's documents from now on."""
    repository.keep_claim(event)


def list_documents(order_id: str, owner: str | None) -> DocumentList:
    """Return the order's documents: none for another owner, or before the invoice. The owner `None` may read all."""
    records = repository.load(order_id)
    if records.invoice is None or not (owner is None or records.is_owned_by(owner)):
        return DocumentList(items=())
    return DocumentList(items=domain.summaries(records.invoice, records.notes))


def get_document(order_id: str, number: str, owner: str | None) -> Document:
    """Return the document as PDF. Raises Refused 404 if there is none, or it belongs to somebody else."""
    records = repository.load(order_id)
    invoice = records.invoice
    if invoice is None or not (owner is None or records.is_owned_by(owner)):
        raise _not_found()
    from backend.invoice import pdf

    if number == invoice.number:
        return Document(number=number, pdf=pdf.draw_invoice(invoice))
    note = next((each for each in records.notes if each.number == number), None)
    if note is None:
        raise _not_found()
    return Document(number=number, pdf=pdf.draw_credit_note(invoice, note))


def _not_found() -> Refused:
    return Refused(404, "no-document", "There is no such document")
