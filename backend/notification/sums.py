"""What was bought, as rows that both forms of a mail print."""

from backend.contracts.basket.models import OrderLine
from backend.contracts.delivery import WAYS
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


def totals_rows(who: Recipient, bought: OrderDetails) -> tuple[TotalsRow, ...]:
    """Return a row per line, then the sums."""
    return (*(_line(line, who.currency) for line in bought.lines), *_sums(who, bought))


def _line(line: OrderLine, currency: str) -> TotalsRow:
    off = (f"discount {money(line.discount, currency)}",) if line.discount else ()
    note = " · ".join((*line.values, f"{line.quantity}{_NO_BREAK}×{_NO_BREAK}{money(line.price, currency)}", *off))
    picture = (thumbnail(line.picture) if line.picture else None) or ""
    return TotalsRow(line.title, note, money(line.total, currency), picture=picture)


def _sums(who: Recipient, bought: OrderDetails) -> tuple[TotalsRow, ...]:
    way = WAYS[bought.address.country][bought.delivery].title if bought.address.country in WAYS else "Delivery"
    promised = f"by {weekday(bought.promised_on)}" if bought.promised_on else ""
    vat = f"of which {percent(bought.tax_rate)} VAT: {money(bought.tax, who.currency)}" if bought.tax_rate else ""
    return (
        TotalsRow(pieces(who.pieces).capitalize(), "", money(bought.subtotal, who.currency)),
        *(
            TotalsRow(each.title, "" if each.automatic else f"Code {each.code}", f"−{money(each.saved, who.currency)}")
            for each in bought.promotions
            if each.saved
        ),
        TotalsRow(way, promised, money(bought.delivery_price, who.currency) if bought.delivery_price else "Free"),
        TotalsRow("Total", vat, money(who.total, who.currency), total=True),
        *_payments(who, bought),
    )


def _payments(who: Recipient, bought: OrderDetails) -> tuple[TotalsRow, ...]:
    """Return what vouchers paid and what is left for a card; nothing where a card pays all of it."""
    if not bought.vouchers:
        return ()
    return (
        *(
            TotalsRow("Gift voucher", f"Code …{each.hint}", f"−{money(each.amount, who.currency)}")
            for each in bought.vouchers
        ),
        TotalsRow("By card", "", money(who.by_card, who.currency)),
    )
