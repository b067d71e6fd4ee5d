"""Money that goes back: what the order page says of it, and whether it is still awaited."""

import msgspec
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.order.states import ReturnState, State
from storefront.order.notices import HEADINGS
from storefront.order.payers import Parts, parts_of, payer_of
from storefront.order.refund_arrivals import refund_of, was_paid
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
VOUCHERS_FREED = gettext_lazy("What your gift voucher had paid is on it again.")


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
    paid = refund_of(order, order_return)
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


def describe_refund(order: Order) -> str:
    """Say what went back and when; empty while nothing is known to have."""
    if not order.refunds:
        return ""
    card, vouchers = ([each for each in order.refunds if bool(each.attempt) is of_card] for of_card in (True, False))
    parts = Parts(sum(each.amount for each in vouchers), sum(each.amount for each in card))
    on = day(order.refunds[-1].at)
    released = gettext("Nothing was charged, and what your bank had set aside was released on %(day)s.")
    sentences = (
        _describe_return(parts, order, on) if sum(parts) else "",
        released % {"day": on} if card and not parts.card else "",
        str(VOUCHERS_FREED) if order.vouchers and not was_paid(order) else "",
    )
    return " ".join(filter(None, sentences))


def _describe_return(parts: Parts, order: Order, on: str) -> str:
    values = {"amount": money(sum(parts), order.currency), "payer": payer_of(parts, order.currency), "day": on}
    return gettext("%(amount)s went back to %(payer)s on %(day)s.") % values


def explain_refund(order: Order) -> str:
    """Say below the heading what is known of the money of an order that ended; empty where the state's own sentence
    says all."""
    if order.state in (State.CANCELLED, State.REFUSED):
        return describe_refund(order) or (_explain_refusal(order) if order.state is State.REFUSED else "")
    parcels = [each for each in order.returns if not each.by_shop]
    return _money(order, parcels[-1]) if order.state is State.RETURNED and parcels else ""


def _explain_refusal(order: Order) -> str:
    """Say what becomes of the money of an order that was refused, where gift vouchers had paid some of it."""
    if not order.vouchers:
        return ""
    of_card = str(HEADINGS[State.REFUSED][1]) if order.card_amount else ""
    return f"{of_card} {VOUCHERS_FREED}".strip()


def _money(order: Order, order_return: OrderReturn) -> str:
    if order_return.state is ReturnState.DENIED:
        return ""
    parts = parts_of(order, order_return)
    if back := refund_of(order, order_return) if order_return.state is ReturnState.RECEIVED else None:
        return _describe_return(parts, order, day(back.at))
    values = {"amount": money(order_return.refund, order.currency), "payer": payer_of(parts, order.currency)}
    if order_return.state is ReturnState.RECEIVED:
        return gettext("%(amount)s is on its way back to %(payer)s.") % values
    return gettext("%(amount)s comes back to %(payer)s once it is here.") % values
