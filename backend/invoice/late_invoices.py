"""Invoices of orders that were confirmed before there were invoices."""

from backend.contracts.order.invoice_events import InvoiceRequested
from backend.invoice import earlier_events, repository, service


def issue_late_invoice(event: InvoiceRequested) -> None:
    """Issue the invoice of an order whose confirmation told nothing of it, and credit notes of what went back since.

    An order that has its invoice keeps that one. Raises RetryLater while others take each number.
    """
    for cause in earlier_events.causes(event):
        repository.keep_return(cause)
    if claim := earlier_events.claim(event):
        repository.keep_claim(claim)
    service.issue(event, event.purchase)
    for refund in earlier_events.refunds(event):
        service.issue_credit_note(refund)
