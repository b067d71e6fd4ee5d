"""The words of a document: what Directive 2006/112/EC, article 226, requires of an invoice, and no more.

They are in the language that the order was bought in, which is stored with each document.
"""

from backend.contracts.addresses import address_lines
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Address, OrderLine
from backend.contracts.delivery import zones
from backend.contracts.order.models import number as order_number
from backend.contracts.order.purchase import Purchase
from backend.contracts.tax import TaxLine, TaxLines
from backend.contracts.types import Language, Model
from backend.contracts.voucher.payments import total_of
from backend.invoice.domain import CreditNote, Invoice
from backend.invoice.phrasebook import Phrasebook, phrasebook

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
    language: Language
    intro: str = ""


def invoice_text(invoice: Invoice) -> Text:
    """Return the words of an invoice."""
    purchase = invoice.purchase
    book = phrasebook(purchase.language)
    say = book.say
    return Text(
        title=say("Invoice"),
        number=invoice.number,
        language=purchase.language,
        recipient=_recipient(purchase, book),
        facts=(
            (say("Invoice date"), book.figures.day(invoice.issued_at)),
            (say("Order"), order_number(invoice.order_id)),
            (say("Order date"), book.figures.day(purchase.placed_at)),
            *_supply(invoice, book),
            *_delivered_to(purchase, book),
        ),
        heads=(say("Item"), say("Quantity"), say("Each"), say("Amount")),
        widths=(92, 22, 28, 28),
        aligns=("LEFT", "RIGHT", "RIGHT", "RIGHT"),
        rows=tuple(_row(line, purchase, book) for line in purchase.lines),
        totals=_invoice_totals(purchase, book),
        notes=_invoice_notes(purchase, book),
    )


def _supply(invoice: Invoice, book: Phrasebook) -> tuple[tuple[str, str], ...]:
    """Return the day of supply; an invoice issued on the day of the order can only promise it."""
    if invoice.supplied_at:
        return ((book.say("Date of supply"), book.figures.day(invoice.supplied_at)),)
    promised_on = invoice.purchase.promised_on
    return ((book.say("Delivery by"), book.figures.date(promised_on)),) if promised_on else ()


def credit_note_text(invoice: Invoice, note: CreditNote) -> Text:
    """Return the words of a credit note, in the language of its invoice."""
    purchase = invoice.purchase
    book = phrasebook(purchase.language)
    say = book.say
    amount = book.money(note.amount, purchase.currency)
    return Text(
        title=say("Credit note"),
        number=note.number,
        language=purchase.language,
        recipient=_recipient(purchase, book),
        facts=(
            (say("Date"), book.figures.day(note.issued_at)),
            (say("Invoice"), invoice.number),
            (say("Invoice date"), book.figures.day(invoice.issued_at)),
            (say("Order"), order_number(invoice.order_id)),
        ),
        intro=_cause(invoice, note, amount, book),
        heads=(say("Item"), say("Quantity")),
        widths=(142, 28),
        aligns=("LEFT", "RIGHT"),
        rows=tuple((line.title, str(line.quantity)) for line in note.lines),
        totals=(
            Total(label=say("Given back"), amount=amount, strong=True),
            *_tax(note.tax_lines(purchase.tax_rate), purchase, book),
        ),
        notes=(
            *((say("Reason: {reason}", reason=note.reason),) if note.reason else ()),
            say("The money went back to the gift voucher that paid the invoice.")
            if note.to_voucher
            else say("The money went back to the card that paid the invoice."),
            *_tax_note(purchase, book),
        ),
    )


def _cause(invoice: Invoice, note: CreditNote, amount: str, book: Phrasebook) -> str:
    """Return what the money was refunded for: a return, or the order if staff refunded it, or no pieces are known."""
    number, of, day = order_number(invoice.order_id), invoice.number, book.figures.day(invoice.issued_at)
    if note.lines and not note.reason:
        return book.say(
            "For return {number} we gave back {amount} of invoice {invoice} of {day}.",
            number=f"{number}-{note.return_number}",
            amount=amount,
            invoice=of,
            day=day,
        )
    return book.say(
        "For order {number} we gave back {amount} of invoice {invoice} of {day}.",
        number=number,
        amount=amount,
        invoice=of,
        day=day,
    )


def _invoice_notes(purchase: Purchase, book: Phrasebook) -> tuple[str, ...]:
    paid = _paid_by(purchase, book)
    return (f"{paid} {_prices_note(purchase, book)}" if purchase.tax_rate else paid, *_tax_note(purchase, book))


def _prices_note(purchase: Purchase, book: Phrasebook) -> str:
    if purchase.added_tax:
        return book.say("Prices are without tax, which is added to them.")
    return book.say("Prices include VAT.")


def _tax_note(purchase: Purchase, book: Phrasebook) -> tuple[str, ...]:
    """Return why there is no VAT, if there is none."""
    if purchase.is_of_vouchers:
        return (book.say(MULTI_PURPOSE),)
    return () if purchase.tax_rate else (book.say(EXPORT),)


def _paid_by(purchase: Purchase, book: Phrasebook) -> str:
    if not purchase.vouchers:
        return book.say("Paid in full by card.")
    by_voucher = book.money(total_of(purchase.vouchers), purchase.currency)
    if not purchase.card_amount:
        return book.say("Paid in full: {voucher} by gift voucher.", voucher=by_voucher)
    by_card = book.money(purchase.card_amount, purchase.currency)
    return book.say("Paid in full: {voucher} by gift voucher, and {card} by card.", voucher=by_voucher, card=by_card)


def _invoice_totals(purchase: Purchase, book: Phrasebook) -> tuple[Total, ...]:
    say, currency = book.say, purchase.currency
    way = zones.title(purchase.address.country, purchase.delivery)
    return (
        Total(label=say("Items"), amount=book.money(purchase.subtotal, currency)),
        *(
            Total(label=each.title, amount=f"−{book.money(each.saved, currency)}")
            for each in purchase.promotions
            if each.saved
        ),
        Total(label=say(way), amount=book.money(purchase.delivery_price, currency)),
        *_total(purchase, book),
    )


def _total(purchase: Purchase, book: Phrasebook) -> tuple[Total, ...]:
    """Return the total, and the tax in it below, or above it where that was added to the prices."""
    total = Total(label=book.say("Total"), amount=book.money(purchase.total, purchase.currency), strong=True)
    if not purchase.added_tax:
        return (total, *_tax(purchase.tax_lines, purchase, book))
    return (*(row for line in purchase.tax_lines for row in _added_tax(line, purchase, book)), total)


def _added_tax(line: TaxLine, purchase: Purchase, book: Phrasebook) -> tuple[Total, Total]:
    rate = _rate(line.rate, purchase, book)
    return (
        Total(label=book.say("net at {rate}", rate=rate), amount=book.money(line.net, purchase.currency)),
        Total(label=book.say("plus {rate}", rate=rate), amount=book.money(line.tax, purchase.currency)),
    )


def _tax(lines: TaxLines, purchase: Purchase, book: Phrasebook) -> tuple[Total, ...]:
    """Return the net amount and the tax in a total, where there is tax: at each rate, where there are several."""
    return tuple(row for line in lines if purchase.tax_rate for row in _tax_rows(line, purchase, book))


def _tax_rows(line: TaxLine, purchase: Purchase, book: Phrasebook) -> tuple[Total, Total]:
    rate = _rate(line.rate, purchase, book)
    net = book.say("net at {rate}", rate=rate) if purchase.taxes else book.say("of which net")
    return (
        Total(label=net, amount=book.money(line.net, purchase.currency)),
        Total(label=book.say("of which {rate}", rate=rate), amount=book.money(line.tax, purchase.currency)),
    )


def _rate(rate: int, purchase: Purchase, book: Phrasebook) -> str:
    """Return a rate in words. What is added to prices is not called VAT: that of the United States is none."""
    if purchase.added_tax:
        return book.say("{percent} tax", percent=book.figures.percent(rate))
    return book.say("{percent} VAT", percent=book.figures.percent(rate))


def _row(line: OrderLine, purchase: Purchase, book: Phrasebook) -> tuple[str, ...]:
    currency, rate = purchase.currency, "" if line.tax_rate is None else _rate(line.tax_rate, purchase, book)
    title = "\n".join(filter(None, (line.title, " · ".join(line.values), line.sku, rate)))
    off = f"\n−{book.money(line.discount, currency)}" if line.discount else ""
    return title, str(line.quantity), book.money(line.price, currency), book.money(line.total, currency) + off


def _recipient(purchase: Purchase, book: Phrasebook) -> tuple[str, ...]:
    """Return whom the document is made out to."""
    address = purchase.invoice_address or purchase.address
    vat_id = (book.say("VAT ID {number}", number=address.vat_id),) if address.vat_id else ()
    return (*_lines(address, book), *vat_id)


def _delivered_to(purchase: Purchase, book: Phrasebook) -> tuple[tuple[str, str], ...]:
    """Return where the goods went, if not to the invoice's address: it determines the tax rate. Gift vouchers go
    nowhere."""
    if purchase.invoice_address is None or purchase.is_of_vouchers:
        return ()
    return ((book.say("Delivered to"), "\n".join(_lines(purchase.address, book))),)


def _lines(address: Address | InvoiceAddress, book: Phrasebook) -> tuple[str, ...]:
    return (*address_lines(address), book.figures.country(address.country))
