"""Invoices of orders that were confirmed before the shop had invoices."""

from backend.contracts.order.invoice_events import InvoiceRequested
from backend.invoice import earlier_events, repository, service


def issue_late_invoice(event: InvoiceRequested) -> None:
    """Issue the invoice of an order whose confirmation lacked the purchase, and credit notes for its refunds since.

    An order that already has its invoice keeps that one. Raises RetryLater while others take each number.
    """
    for cause in earlier_events.causes(event):
        repository.keep_return(cause)
    if claim := earlier_events.claim(event):
        repository.keep_claim(claim)
    service.issue(event, event.purchase)
    for refund in earlier_events.refunds(event):
        service.issue_credit_note(refund)
