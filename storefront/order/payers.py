"""Where money of an order goes back to: to its gift vouchers as far as they paid, and what is more to the card."""

from typing import NamedTuple

from django.utils.translation import pgettext_lazy

from backend.contracts.arrivals import open_return
from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.order.states import ReturnState
from backend.contracts.voucher import payments
from storefront.web.formats import money

_PAYERS = {
    "your": (
        pgettext_lazy("money goes back to", "your card"),
        pgettext_lazy("money goes back to", "your gift voucher first, then your card"),
        pgettext_lazy("money goes back to", "your gift voucher"),
    ),
    "the": ("the card", "the gift voucher first, then the card", "the gift voucher"),
}
"""By whose it is: a card, voucher and card, a voucher. In other languages the preposition belongs to it."""

_BOTH = {
    "your": pgettext_lazy("money goes back to", "your gift voucher (%(voucher)s) and your card (%(card)s)"),
    "the": "the gift voucher (%(voucher)s) and the card (%(card)s)",
}
"""The same of an amount that both get a part of."""


class Parts(NamedTuple):
    """What of an amount goes back to vouchers, and what to the card; in minor units."""

    voucher: int
    card: int


def split(order: Order, amount: int) -> Parts:
    """Return the parts of an amount that goes back next."""
    before = (payment for each in order.returns for payment in each.vouchers)
    voucher = payments.total_of(payments.refund(order.vouchers, before, amount))
    return Parts(voucher, amount - voucher)


def parts_of(order: Order, order_return: OrderReturn) -> Parts:
    """Return the parts of what a return brings; once it is received they are decided."""
    if order_return.state is not ReturnState.RECEIVED:
        return split(order, order_return.refund)
    voucher = payments.total_of(order_return.vouchers)
    return Parts(voucher, order_return.refund - voucher)


def payer(order: Order, whose: str = "your") -> str:
    """Return what the order was paid by, and all of its money goes back to; staff read of "the" card."""
    card, both, voucher = _PAYERS[whose]
    if not order.vouchers:
        return str(card)
    return str(both if order.card_amount else voucher)


def payer_of(parts: Parts, currency: str, whose: str = "your") -> str:
    """Return whom an amount goes back to; where both get a part of it, with the parts."""
    card, _, voucher = _PAYERS[whose]
    if not parts.voucher:
        return str(card)
    if not parts.card:
        return str(voucher)
    return str(_BOTH[whose]) % {"voucher": money(parts.voucher, currency), "card": money(parts.card, currency)}


def next_payer(order: Order) -> str:
    """Return whom the money of the open return goes back to; without one, all of the order's."""
    waiting = open_return(order.returns)
    return payer_of(split(order, waiting.refund), order.currency) if waiting else payer(order)
