"""What was bought, as rows that both forms of a mail print."""

from backend.contracts.basket.models import OrderLine
from backend.contracts.delivery import zones
from backend.contracts.picture.models import thumbnail
from backend.contracts.promotion.models import AppliedPromotion
from backend.contracts.tax import added_part, all_lines
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
        *_total(recipient, order, book),
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


def _total(recipient: Recipient, order: OrderDetails, book: Phrasebook) -> tuple[TotalsRow, ...]:
    """Return the total with the tax that is in it: below it in small, or in rows above it where it was added."""
    currency = recipient.currency
    lines = [line for line in all_lines(recipient.total, order.tax, order.tax_rate, order.taxes) if line.rate]
    amounts = [(book.percent(line.rate), book.money(line.tax, currency)) for line in lines]
    total = book.money(recipient.total, currency)
    if added_part(recipient.total, order.tax, _prices(order)):
        rows = (TotalsRow(book.say("Tax, {rate}", rate=rate), "", amount) for rate, amount in amounts)
        return (*rows, TotalsRow(book.say("Total"), "", total, total=True))
    note = ", ".join(book.say("of which {rate} VAT: {amount}", rate=rate, amount=amount) for rate, amount in amounts)
    return (TotalsRow(book.say("Total"), note, total, total=True),)


def _prices(order: OrderDetails) -> int:
    """Return what lines and delivery cost together."""
    return order.subtotal - sum(line.discount for line in order.lines) + order.delivery_price


def _payments(recipient: Recipient, order: OrderDetails, book: Phrasebook) -> tuple[TotalsRow, ...]:
    """Return what vouchers paid and what is left for a card; nothing of who pays none of it."""
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
    card = TotalsRow(book.say("By card"), "", book.money(recipient.by_card, recipient.currency))
    return (*paid, *((card,) if recipient.by_card else ()))
