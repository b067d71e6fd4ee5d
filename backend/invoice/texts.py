"""What stands on a document, in words: what Directive 2006/112/EC, article 226, asks of an invoice, and no more."""

from backend.contracts.addresses import address_lines
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Address, OrderLine
from backend.contracts.country_names import NAMES
from backend.contracts.delivery import zones
from backend.contracts.formats import day, money, percent
from backend.contracts.order.models import number as order_number
from backend.contracts.order.purchase import Purchase
from backend.contracts.tax import TaxLine, TaxLines
from backend.contracts.types import Model
from backend.contracts.voucher.payments import total_of
from backend.invoice.domain import CreditNote, Invoice

EXPORT = "No VAT is charged on this delivery."
MULTI_PURPOSE = "Gift vouchers good for all articles are sold without VAT: it is due when they are spent."
"""Directive 2006/112/EC, article 30b(2), as amended by Directive (EU) 2016/1065."""


class Total(Model, frozen=True, kw_only=True):
    """A sum below the lines."""

    label: str
    amount: str
    strong: bool = False


class Text(Model, frozen=True, kw_only=True):
    """A document, ready to be laid out. `widths` are the columns' parts of the line, `facts` are beside the address."""

    title: str
    number: str
    recipient: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    aligns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[Total, ...]
    notes: tuple[str, ...]
    intro: str = ""


def invoice_text(invoice: Invoice) -> Text:
    """Return the words of an invoice."""
    purchase = invoice.purchase
    return Text(
        title="Invoice",
        number=invoice.number,
        recipient=_recipient(purchase),
        facts=(
            ("Invoice date", day(invoice.issued_at)),
            ("Order", order_number(invoice.order_id)),
            ("Order date", day(purchase.placed_at)),
            *((("Delivery by", day(f"{purchase.promised_on}T12:00:00.000Z")),) if purchase.promised_on else ()),
            *_delivered_to(purchase),
        ),
        heads=("Item", "Quantity", "Each", "Amount"),
        widths=(92, 22, 28, 28),
        aligns=("LEFT", "RIGHT", "RIGHT", "RIGHT"),
        rows=tuple(_row(line, purchase) for line in purchase.lines),
        totals=_invoice_totals(purchase),
        notes=_invoice_notes(purchase),
    )


def credit_note_text(invoice: Invoice, note: CreditNote) -> Text:
    """Return the words of a credit note."""
    purchase = invoice.purchase
    amount = money(note.amount, purchase.currency)
    number = order_number(invoice.order_id)
    cause = f"return {number}-{note.return_number}" if note.lines and not note.reason else f"order {number}"
    return Text(
        title="Credit note",
        number=note.number,
        recipient=_recipient(purchase),
        facts=(
            ("Date", day(note.issued_at)),
            ("Invoice", invoice.number),
            ("Invoice date", day(invoice.issued_at)),
            ("Order", order_number(invoice.order_id)),
        ),
        intro=f"For {cause} we gave back {amount} of invoice {invoice.number} of {day(invoice.issued_at)}.",
        heads=("Item", "Quantity"),
        widths=(142, 28),
        aligns=("LEFT", "RIGHT"),
        rows=tuple((line.title, str(line.quantity)) for line in note.lines),
        totals=(
            Total(label="Given back", amount=amount, strong=True),
            *_tax(note.tax_lines(purchase.tax_rate), purchase),
        ),
        notes=(
            *((f"Reason: {note.reason}",) if note.reason else ()),
            f"The money went back to the {'gift voucher' if note.to_voucher else 'card'} that paid the invoice.",
            *_tax_note(purchase),
        ),
    )


def _invoice_notes(purchase: Purchase) -> tuple[str, ...]:
    paid = _paid_by(purchase)
    return (f"{paid} {_prices_note(purchase)}" if purchase.tax_rate else paid, *_tax_note(purchase))


def _prices_note(purchase: Purchase) -> str:
    return "Prices are without tax, which is added to them." if purchase.added_tax else "Prices include VAT."


def _tax_note(purchase: Purchase) -> tuple[str, ...]:
    """Return why there is no VAT, where there is none."""
    if purchase.is_of_vouchers:
        return (MULTI_PURPOSE,)
    return () if purchase.tax_rate else (EXPORT,)


def _paid_by(purchase: Purchase) -> str:
    if not purchase.vouchers:
        return "Paid in full by card."
    by_voucher = money(total_of(purchase.vouchers), purchase.currency)
    by_card = f", and {money(purchase.card_amount, purchase.currency)} by card" if purchase.card_amount else ""
    return f"Paid in full: {by_voucher} by gift voucher{by_card}."


def _invoice_totals(purchase: Purchase) -> tuple[Total, ...]:
    way = zones.title(purchase.address.country, purchase.delivery)
    return (
        Total(label="Items", amount=money(purchase.subtotal, purchase.currency)),
        *(
            Total(label=each.title, amount=f"−{money(each.saved, purchase.currency)}")
            for each in purchase.promotions
            if each.saved
        ),
        Total(label=way, amount=money(purchase.delivery_price, purchase.currency)),
        *_total(purchase),
    )


def _total(purchase: Purchase) -> tuple[Total, ...]:
    """Return the total, and the tax in it below, or above it where that was added to the prices."""
    total = Total(label="Total", amount=money(purchase.total, purchase.currency), strong=True)
    if not purchase.added_tax:
        return (total, *_tax(purchase.tax_lines, purchase))
    return (*(row for line in purchase.tax_lines for row in _added_tax(line, purchase)), total)


def _added_tax(line: TaxLine, purchase: Purchase) -> tuple[Total, Total]:
    rate = _rate(line.rate, purchase)
    return (
        Total(label=f"net at {rate}", amount=money(line.net, purchase.currency)),
        Total(label=f"plus {rate}", amount=money(line.tax, purchase.currency)),
    )


def _tax(lines: TaxLines, purchase: Purchase) -> tuple[Total, ...]:
    """Return the net amount and the tax in a total, where there is tax: at each rate, where there are several."""
    return tuple(row for line in lines if purchase.tax_rate for row in _tax_rows(line, purchase))


def _tax_rows(line: TaxLine, purchase: Purchase) -> tuple[Total, Total]:
    rate = _rate(line.rate, purchase)
    return (
        Total(label=f"net at {rate}" if purchase.taxes else "of which net", amount=money(line.net, purchase.currency)),
        Total(label=f"of which {rate}", amount=money(line.tax, purchase.currency)),
    )


def _rate(rate: int, purchase: Purchase) -> str:
    """Return a rate in words. What is added to prices is not called VAT: that of the United States is none."""
    return f"{percent(rate)} {'tax' if purchase.added_tax else 'VAT'}"


def _row(line: OrderLine, purchase: Purchase) -> tuple[str, ...]:
    currency, rate = purchase.currency, "" if line.tax_rate is None else _rate(line.tax_rate, purchase)
    title = "\n".join(filter(None, (line.title, " · ".join(line.values), line.sku, rate)))
    off = f"\n−{money(line.discount, currency)}" if line.discount else ""
    return title, str(line.quantity), money(line.price, currency), money(line.total, currency) + off


def _recipient(purchase: Purchase) -> tuple[str, ...]:
    """Return whom the document is made out to."""
    address = purchase.invoice_address or purchase.address
    return (*_lines(address), *((f"VAT ID {address.vat_id}",) if address.vat_id else ()))


def _delivered_to(purchase: Purchase) -> tuple[tuple[str, str], ...]:
    """Return where the goods went, if elsewhere than the invoice: the rate of tax follows from it. Gift vouchers go
    nowhere.
    """
    if purchase.invoice_address is None or purchase.is_of_vouchers:
        return ()
    return (("Delivered to", "\n".join(_lines(purchase.address))),)


def _lines(address: Address | InvoiceAddress) -> tuple[str, ...]:
    return (*address_lines(address), NAMES.get(address.country, address.country))
