"""What was bought, as rows that both forms of a mail print."""

from backend.contracts import delivery
from backend.contracts.basket.models import OrderLine
from backend.contracts.formats import money, percent, pieces, weekday
from backend.contracts.picture.models import thumbnail
from backend.contracts.types import Model
from backend.notification.domain import OrderDetails, Recipient

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


def totals_rows(recipient: Recipient, order: OrderDetails) -> tuple[TotalsRow, ...]:
    """Return a row per line, then the sums."""
    return (*(_line(line, recipient.currency) for line in order.lines), *_sums(recipient, order))


def _line(line: OrderLine, currency: str) -> TotalsRow:
    off = (f"discount {money(line.discount, currency)}",) if line.discount else ()
    note = " · ".join((*line.values, f"{line.quantity}{_NO_BREAK}×{_NO_BREAK}{money(line.price, currency)}", *off))
    picture = (thumbnail(line.picture) if line.picture else None) or ""
    return TotalsRow(line.title, note, money(line.total, currency), picture=picture)


def _sums(recipient: Recipient, order: OrderDetails) -> tuple[TotalsRow, ...]:
    way = delivery.title(order.address.country, order.delivery)
    promised = f"by {weekday(order.promised_on)}" if order.promised_on else ""
    vat = f"of which {percent(order.tax_rate)} VAT: {money(order.tax, recipient.currency)}" if order.tax_rate else ""
    return (
        TotalsRow(pieces(recipient.pieces).capitalize(), "", money(order.subtotal, recipient.currency)),
        *(
            TotalsRow(
                each.title, "" if each.automatic else f"Code {each.code}", f"−{money(each.saved, recipient.currency)}"
            )
            for each in order.promotions
            if each.saved
        ),
        TotalsRow(way, promised, money(order.delivery_price, recipient.currency) if order.delivery_price else "Free"),
        TotalsRow("Total", vat, money(recipient.total, recipient.currency), total=True),
        *_payments(recipient, order),
    )


def _payments(recipient: Recipient, order: OrderDetails) -> tuple[TotalsRow, ...]:
    """Return what vouchers paid and what is left for a card; nothing where a card pays all of it."""
    if not order.vouchers:
        return ()
    return (
        *(
            TotalsRow("Gift voucher", f"Code …{each.hint}", f"−{money(each.amount, recipient.currency)}")
            for each in order.vouchers
        ),
        TotalsRow("By card", "", money(recipient.by_card, recipient.currency)),
    )
