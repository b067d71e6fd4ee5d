"""What was bought, as rows that both forms of a mail print."""

from backend.contracts.basket.models import OrderLine
from backend.contracts.delivery import zones
from backend.contracts.picture.models import thumbnail
from backend.contracts.promotion.models import AppliedPromotion
from backend.contracts.tax import TaxLine
from backend.contracts.types import Model
from backend.notification.domain import OrderDetails, Recipient
from backend.notification.phrasebook import Phrasebook

_NO_BREAK = "\u00a0"


class TotalsRow(Model, frozen=True):
    """A row: what it is about, more of it in small, and an amount. `total` rows stand out.

    `picture` is the path of a line's picture at the storefront, empty for a line without one, None where there is no
    place for one.
    """

    title: str
    note: str
    amount: str
    total: bool = False
    picture: str | None = None


def totals_rows(recipient: Recipient, order: OrderDetails, book: Phrasebook) -> tuple[TotalsRow, ...]:
    """Return a row per line, then the sums."""
    return (*(_line(line, recipient.currency, book) for line in order.lines), *_sums(recipient, order, book))


def _line(line: OrderLine, currency: str, book: Phrasebook) -> TotalsRow:
    off = (book.say("discount {amount}", amount=book.money(line.discount, currency)),) if line.discount else ()
    note = " · ".join((*line.values, f"{line.quantity}{_NO_BREAK}×{_NO_BREAK}{book.money(line.price, currency)}", *off))
    picture = (thumbnail(line.picture) if line.picture else None) or ""
    return TotalsRow(line.title, note, book.money(line.total, currency), picture=picture)


def _sums(recipient: Recipient, order: OrderDetails, book: Phrasebook) -> tuple[TotalsRow, ...]:
    currency = recipient.currency
    pieces = book.pieces(recipient.pieces)
    return (
        TotalsRow(pieces, "", book.money(order.subtotal, currency)),
        *(_promotion(each, currency, book) for each in order.promotions if each.saved),
        _delivery(order, currency, book),
        TotalsRow(book.say("Total"), _tax(order, currency, book), book.money(recipient.total, currency), total=True),
        *_payments(recipient, order, book),
    )


def _promotion(promotion: AppliedPromotion, currency: str, book: Phrasebook) -> TotalsRow:
    code = "" if promotion.automatic else book.say("Code {code}", code=promotion.code)
    return TotalsRow(promotion.title, code, f"−{book.money(promotion.saved, currency)}")


def _delivery(order: OrderDetails, currency: str, book: Phrasebook) -> TotalsRow:
    way = book.say(zones.title(order.address.country, order.delivery))
    promised = book.say("by {day}", day=book.weekday(order.promised_on)) if order.promised_on else ""
    price = book.money(order.delivery_price, currency) if order.delivery_price else book.say("Free")
    return TotalsRow(way, promised, price)


def _tax(order: OrderDetails, currency: str, book: Phrasebook) -> str:
    lines = order.taxes or (TaxLine(rate=order.tax_rate, total=0, tax=order.tax),)
    return ", ".join(
        book.say("of which {rate} VAT: {amount}", rate=book.percent(line.rate), amount=book.money(line.tax, currency))
        for line in lines
        if line.rate
    )


def _payments(recipient: Recipient, order: OrderDetails, book: Phrasebook) -> tuple[TotalsRow, ...]:
    """Return what vouchers paid and what is left for a card; nothing where a card pays all of it."""
    if not order.vouchers:
        return ()
    paid = (
        TotalsRow(
            book.say("Gift voucher"),
            book.say("Code …{hint}", hint=each.hint),
            f"−{book.money(each.amount, recipient.currency)}",
        )
        for each in order.vouchers
    )
    return (*paid, TotalsRow(book.say("By card"), "", book.money(recipient.by_card, recipient.currency)))
