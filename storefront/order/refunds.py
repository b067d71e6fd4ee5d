"""Money that goes back: what the order page says of it, and whether it is still awaited."""

import msgspec
from django.utils.translation import gettext, pgettext_lazy

from backend.contracts.order.models import Order, OrderReturn, Refund
from backend.contracts.order.states import ReturnState, State
from storefront.web.formats import day, money

WORDS = {
    ReturnState.REQUESTED: pgettext_lazy("a return", "Asked for"),
    ReturnState.ACCEPTED: pgettext_lazy("a return", "Accepted: please post it"),
    ReturnState.RECEIVED: pgettext_lazy("a return", "Received"),
    ReturnState.DENIED: pgettext_lazy("a return", "Not accepted"),
}
FOR_STAFF = {
    ReturnState.REQUESTED: "Wants to send back",
    ReturnState.ACCEPTED: "To be sent back",
    ReturnState.RECEIVED: "Sent back",
    ReturnState.DENIED: "Wanted to send back",
}
_PAYERS = {
    "your": (
        pgettext_lazy("money goes back to", "your card"),
        pgettext_lazy("money goes back to", "your gift voucher first, then your card"),
        pgettext_lazy("money goes back to", "your gift voucher"),
    ),
    "the": ("the card", "the gift voucher first, then the card", "the gift voucher"),
}
"""By whose it is: a card, voucher and card, a voucher. In other languages the preposition belongs to it."""


class Piece(msgspec.Struct, frozen=True):
    """Pieces of one article that go back."""

    title: str
    quantity: int


class Parcel(msgspec.Struct, frozen=True):
    """A return, or a refund that staff made without one, as the page shows it."""

    words: str
    at: str
    lines: list[Piece]
    money: str
    note: str = ""


def parcel(order: Order, order_return: OrderReturn) -> Parcel:
    """Say what goes back with this return, how far it is, and what becomes of the money.

    A refund that staff made without a return is dated by the day on which the money went.
    """
    titles = {line.sku: ", ".join((line.title, *line.values)) for line in order.lines}
    lines = [Piece(titles.get(line.sku, line.sku), line.quantity) for line in order_return.lines]
    if not order_return.by_shop:
        words, amount = str(WORDS[order_return.state]), _money(order, order_return)
        return Parcel(words, order_return.at, lines, amount, order_return.note)
    paid = _refund_of(order, order_return)
    return Parcel(
        gettext("Paid back") if paid else gettext("Being paid back"),
        paid.at if paid else order_return.at,
        lines,
        _money(order, order_return),
    )


def title_returns(order: Order) -> str:
    """Return the heading of the order's returns and refunds; empty where there are none."""
    if not order.returns:
        return ""
    refunds = [each.by_shop for each in order.returns]
    if all(refunds):
        return gettext("Money back")
    return gettext("Returns and money back") if any(refunds) else gettext("Sent back")


def is_sent_back(order: Order) -> bool:
    """Return whether the shopper has asked to send something back before."""
    return any(not each.by_shop for each in order.returns)


def payer(order: Order, whose: str = "your") -> str:
    """Return what the order was paid by, and its money goes back to; staff read of "the" card."""
    card, both, voucher = _PAYERS[whose]
    if not order.vouchers:
        return str(card)
    return str(both if order.card_amount else voucher)


def describe_refund(order: Order) -> str:
    """Say what went back and when; empty while nothing is known to have."""
    amount = sum(each.amount for each in order.refunds)
    if not order.refunds:
        return ""
    on = day(order.refunds[-1].at)
    if not amount:
        return gettext("Nothing was charged, and what your bank had set aside was released on %(day)s.") % {"day": on}
    return _describe_return(amount, order, on)


def _describe_return(amount: int, order: Order, on: str) -> str:
    values = {"amount": money(amount, order.currency), "payer": payer(order), "day": on}
    return gettext("%(amount)s went back to %(payer)s on %(day)s.") % values


def explain_refund(order: Order) -> str:
    """Say below the heading what is known of the money of an order that ended; empty where the state's own sentence
    says all."""
    if order.state in (State.CANCELLED, State.REFUSED):
        return describe_refund(order)
    parcels = [each for each in order.returns if not each.by_shop]
    return _money(order, parcels[-1]) if order.state is State.RETURNED and parcels else ""


def is_refund_awaited(order: Order) -> bool:
    """Return whether money of the order is decided to go back and is not known to have gone."""
    if order.state is State.CANCELLED:
        return not order.refunds and any(step.state is State.PAID for step in order.time_line)
    return any(_is_awaited(order, each) for each in order.returns)


def _is_awaited(order: Order, order_return: OrderReturn) -> bool:
    return (
        order_return.state is ReturnState.RECEIVED
        and order_return.refund > 0
        and _refund_of(order, order_return) is None
    )


def _refund_of(order: Order, order_return: OrderReturn) -> Refund | None:
    """Return the money that went back for it, None while it is under way."""
    return next((each for each in order.refunds if each.number == order_return.number), None)


def _money(order: Order, order_return: OrderReturn) -> str:
    if order_return.state is ReturnState.DENIED:
        return ""
    if back := _refund_of(order, order_return) if order_return.state is ReturnState.RECEIVED else None:
        return _describe_return(order_return.refund, order, day(back.at))
    values = {"amount": money(order_return.refund, order.currency), "payer": payer(order)}
    if order_return.state is ReturnState.RECEIVED:
        return gettext("%(amount)s is on its way back to %(payer)s.") % values
    return gettext("%(amount)s comes back to %(payer)s once it is here.") % values
