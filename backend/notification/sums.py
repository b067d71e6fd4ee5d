"""What was bought, as rows that both forms of a mail print."""

from backend.contracts.basket.models import OrderLine
from backend.contracts.delivery import WAYS
from backend.contracts.formats import money, percent, pieces, weekday
from backend.contracts.types import Model
from backend.notification.domain import OrderDetails, Recipient


class TotalsRow(Model, frozen=True):
    """A row: what it is about, more of it in small, and an amount. `total` rows stand out."""

    title: str
    note: str
    amount: str
    total: bool = False


def totals_rows(who: Recipient, bought: OrderDetails) -> tuple[TotalsRow, ...]:
    """Return a row per line, then the sums."""
    return (*(_line(line, who.currency) for line in bought.lines), *_sums(who, bought))


def _line(line: OrderLine, currency: str) -> TotalsRow:
    note = " · ".join((*line.values, f"{line.quantity} × {money(line.price, currency)}"))
    return TotalsRow(line.title, note, money(line.total, currency))


def _sums(who: Recipient, bought: OrderDetails) -> tuple[TotalsRow, ...]:
    way = WAYS[bought.address.country][bought.delivery].title if bought.address.country in WAYS else "Delivery"
    promised = f"by {weekday(bought.promised_on)}" if bought.promised_on else ""
    vat = f"of which {percent(bought.tax_rate)} VAT: {money(bought.tax, who.currency)}" if bought.tax_rate else ""
    return (
        TotalsRow(pieces(who.pieces).capitalize(), "", money(bought.subtotal, who.currency)),
        TotalsRow(way, promised, money(bought.delivery_price, who.currency) if bought.delivery_price else "Free"),
        TotalsRow("Total", vat, money(who.total, who.currency), total=True),
    )
