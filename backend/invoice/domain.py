"""The contents of invoices and credit notes, and the arithmetic of their tax. No I/O. Money is in minor units."""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from backend.contracts.invoice.models import DocumentSummary, Kind
from backend.contracts.order import erasure
from backend.contracts.order.events import OrderConfirmed, OrderReturnReceived, RefundRequested
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.purchase import Purchase
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.shop import Seller, seller
from backend.contracts.tax import TaxLines, all_lines
from backend.contracts.tax_credits import credit
from backend.contracts.types import Model, OptionalShortText
from backend.contracts.voucher.events import VoucherRefunded

MoneyBack = PaymentReturned | VoucherRefunded
"""What a credit note is issued for."""

LAYOUT = 1
"""The layout that new documents are drawn in. A document keeps the one it was issued in."""


class Issue(Model, frozen=True, kw_only=True):
    """A document's place in its range: its number and when it was issued."""

    number: str
    at: str


class Invoice(Model, frozen=True, kw_only=True):
    """An invoice as it was issued, including the seller of that day. It never changes.

    `supplied_at` is when the goods had left the shop, for an invoice that was issued late.
    """

    number: str
    issued_at: str
    order_id: str
    owner: str
    seller: Seller
    purchase: Purchase
    layout: int = LAYOUT
    supplied_at: str | None = None


class CreditedLine(Model, frozen=True, kw_only=True):
    """Pieces that the money was refunded for."""

    title: str
    quantity: int


class CreditNote(Model, frozen=True, kw_only=True):
    """A credit note as it was issued: `amount` of the invoice was refunded, of which `tax` is tax.

    `return_number` is the return that the money was for, 0 if everything that was left was refunded; `lines` are its
    pieces, if known. `reason` is why staff refunded without a return, empty for a return. `to_voucher`: the money went
    to a gift voucher, not to the card. `taxes` are the parts of the amount at each tax rate, if the invoice has
    several.
    """

    number: str
    issued_at: str
    seller: Seller
    return_number: int
    amount: int
    tax: int
    lines: tuple[CreditedLine, ...] = ()
    reason: OptionalShortText = ""
    layout: int = LAYOUT
    to_voucher: bool = False
    taxes: TaxLines = ()

    def tax_lines(self, rate: int) -> TaxLines:
        """Return the amount by tax rate: at the invoice's own rate, if that has only one."""
        return all_lines(self.amount, self.tax, rate, self.taxes)


def build_invoice(event: OrderConfirmed | InvoiceRequested, purchase: Purchase, issue: Issue) -> Invoice:
    """Return the invoice of a confirmed order."""
    return Invoice(
        number=issue.number,
        issued_at=issue.at,
        order_id=event.order_id,
        owner=event.owner,
        seller=seller(),
        purchase=purchase,
        supplied_at=event.supplied_at if isinstance(event, InvoiceRequested) else None,
    )


def without_contact(invoice: Invoice) -> Invoice:
    """Return the invoice with only those details of its buyer that are printed."""
    purchase = replace(invoice.purchase, address=erasure.without_contact(invoice.purchase.address))
    return replace(invoice, purchase=purchase)


def build_credit_note(
    invoice: Invoice,
    before: tuple[CreditNote, ...],
    refund: MoneyBack,
    returned: OrderReturnReceived | RefundRequested | None,
    issue: Issue,
) -> CreditNote:
    """Return the credit note of a refund, after those that were issued `before`.

    Raises ValueError for more than is left of the invoice. Whatever the order of the refunds, the tax of all credit
    notes adds up to that of the invoice, at each rate.
    """
    amount_left = credit_left(invoice, before)
    if refund.refunded > amount_left:
        raise ValueError(f"{refund.refunded} went back for {invoice.number}, of which {amount_left} is left")
    taxes = _taxes(invoice.purchase, before, refund, returned)
    return CreditNote(
        number=issue.number,
        issued_at=issue.at,
        seller=seller(),
        return_number=refund.number,
        amount=refund.refunded,
        tax=sum(line.tax for line in taxes),
        lines=_lines(invoice.purchase, returned),
        reason=returned.reason if isinstance(returned, RefundRequested) else "",
        to_voucher=isinstance(refund, VoucherRefunded),
        taxes=taxes if invoice.purchase.taxes else (),
    )


def credit_left(invoice: Invoice, notes: Iterable[CreditNote]) -> int:
    """Return how much of the invoice has not been refunded."""
    return invoice.purchase.total - sum(each.amount for each in notes)


def _taxes(
    purchase: Purchase,
    before: tuple[CreditNote, ...],
    refund: MoneyBack,
    returned: OrderReturnReceived | RefundRequested | None,
) -> TaxLines:
    """Return the refunded money by tax rate. A return's may be refunded in parts, to a card and to vouchers."""
    back = [line for note in before for line in note.tax_lines(purchase.tax_rate)]
    wanted = Counter({line.rate: line.total for line in (returned.taxes if returned else ()) or ()})
    for line in (line for note in before if note.return_number == refund.number for line in note.taxes):
        wanted[line.rate] -= line.total
    return credit(purchase.tax_lines, back, refund.refunded, +wanted)


def _lines(purchase: Purchase, returned: OrderReturnReceived | RefundRequested | None) -> tuple[CreditedLine, ...]:
    titles = {line.sku: ", ".join((line.title, *line.values)) for line in purchase.lines}
    lines = returned.lines if returned else ()
    return tuple(CreditedLine(title=titles.get(line.sku, line.sku), quantity=line.quantity) for line in lines)


def summaries(invoice: Invoice, notes: Iterable[CreditNote]) -> tuple[DocumentSummary, ...]:
    """Return the documents as a list shows them, the invoice first."""
    currency = invoice.purchase.currency
    first = DocumentSummary(
        number=invoice.number,
        kind=Kind.INVOICE,
        issued_at=invoice.issued_at,
        amount=invoice.purchase.total,
        currency=currency,
    )
    return first, *(
        DocumentSummary(
            number=each.number,
            kind=Kind.CREDIT_NOTE,
            issued_at=each.issued_at,
            amount=each.amount,
            currency=currency,
        )
        for each in notes
    )
