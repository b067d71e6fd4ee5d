"""The invoice service's event consumer: an invoice for each confirmed order, a credit note for each refund."""

from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import (
    OrderClaimed,
    OrderConfirmed,
    OrderErased,
    OrderReturnReceived,
    RefundRequested,
)
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.voucher.events import VoucherRefunded
from backend.invoice import late_invoices, personal_data, service
from backend.shared.consumer import event_consumer

handler = event_consumer({
    OrderConfirmed: service.issue_invoice,
    InvoiceRequested: late_invoices.issue_late_invoice,
    PaymentReturned: service.issue_credit_note,
    VoucherRefunded: service.issue_credit_note,
    OrderReturnReceived: service.keep_return,
    RefundRequested: service.keep_return,
    OrderClaimed: service.keep_claim,
    OrderErased: service.erase_contact,
    DataRequested: personal_data.give,
})  # fmt: skip
