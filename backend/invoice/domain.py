"""What an invoice and a credit note hold, and the arithmetic of their tax. No I/O. Money is in minor units."""

from collections.abc import Iterable

from msgspec.structs import replace

from backend.contracts.invoice.models import DocumentSummary, Kind
from backend.contracts.order import erasure
from backend.contracts.order.events import OrderConfirmed, OrderReturnReceived, RefundRequested
from backend.contracts.order.purchase import Purchase
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.shop import Seller, seller
from backend.contracts.tax import included_tax
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
    """An invoice as it was issued, the seller of that day included. It never changes."""

    number: str
    issued_at: str
    order_id: str
    owner: str
    seller: Seller
    purchase: Purchase
    layout: int = LAYOUT


class CreditedLine(Model, frozen=True, kw_only=True):
    """Pieces that the money was for."""

    title: str
    quantity: int


class CreditNote(Model, frozen=True, kw_only=True):
    """A credit note as it was issued: `amount` of the invoice went back, `tax` of it is tax.

    `return_number` is the return that the money was for, 0 where all that was left went back; `lines` are its pieces,
    where they were known. `reason` is why staff gave the money back without a return, empty for a return.
    `to_voucher`: the money went back to a gift voucher, not to the card.
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


def build_invoice(event: OrderConfirmed, purchase: Purchase, issue: Issue) -> Invoice:
    """Return the invoice of a confirmed order."""
    return Invoice(
        number=issue.number,
        issued_at=issue.at,
        order_id=event.order_id,
        owner=event.owner,
        seller=seller(),
        purchase=purchase,
    )


def without_contact(invoice: Invoice) -> Invoice:
    """Return the invoice with what is printed of its buyer, and no more."""
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
    notes adds up to that of the invoice.
    """
    amount_left = credit_left(invoice, before)
    if refund.refunded > amount_left:
        raise ValueError(f"{refund.refunded} went back for {invoice.number}, of which {amount_left} is left")
    return CreditNote(
        number=issue.number,
        issued_at=issue.at,
        seller=seller(),
        return_number=refund.number,
        amount=refund.refunded,
        tax=_tax(invoice.purchase, before, refund.refunded),
        lines=_lines(invoice.purchase, returned),
        reason=returned.reason if isinstance(returned, RefundRequested) else "",
        to_voucher=isinstance(refund, VoucherRefunded),
    )


def credit_left(invoice: Invoice, notes: Iterable[CreditNote]) -> int:
    """Return how much of the invoice has not gone back."""
    return invoice.purchase.total - sum(each.amount for each in notes)


def _tax(purchase: Purchase, before: tuple[CreditNote, ...], amount: int) -> int:
    credited = sum(each.amount for each in before) + amount
    tax = purchase.tax if credited == purchase.total else min(included_tax(credited, purchase.tax_rate), purchase.tax)
    return max(tax - sum(each.tax for each in before), 0)


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
