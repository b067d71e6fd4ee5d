"""The invoice's event consumer: an invoice for each confirmed order, a credit note for each refund."""

from backend.contracts.order.events import OrderClaimed, OrderConfirmed, OrderReturnReceived, RefundRequested
from backend.contracts.payment.events import PaymentReturned
from backend.invoice import service
from backend.shared.consumer import event_consumer

handler = event_consumer({
    OrderConfirmed: service.issue_invoice,
    PaymentReturned: service.issue_credit_note,
    OrderReturnReceived: service.keep_return,
    RefundRequested: service.keep_return,
    OrderClaimed: service.keep_claim,
})  # fmt: skip
