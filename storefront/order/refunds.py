"""Money that goes back: what the order page says of it, and whether it is still awaited."""

import msgspec

from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.order.states import ReturnState, State
from storefront.web.formats import day, money

WORDS = {
    ReturnState.REQUESTED: "Asked for",
    ReturnState.ACCEPTED: "Accepted: please post it",
    ReturnState.RECEIVED: "Received",
    ReturnState.DENIED: "Not accepted",
}
FOR_STAFF = {
    ReturnState.REQUESTED: "Wants to send back",
    ReturnState.ACCEPTED: "To be sent back",
    ReturnState.RECEIVED: "Sent back",
    ReturnState.DENIED: "Wanted to send back",
}
RELEASED = "Nothing was charged, and what your bank had set aside was released on {day}."


class Piece(msgspec.Struct, frozen=True):
    """Pieces of one article that go back."""

    title: str
    quantity: int


class Parcel(msgspec.Struct, frozen=True):
    """A return as the page shows it."""

    words: str
    at: str
    lines: list[Piece]
    money: str


def parcel(order: Order, found: OrderReturn) -> Parcel:
    """Say what goes back with this return, how far it is, and what becomes of the money."""
    titles = {line.sku: ", ".join((line.title, *line.values)) for line in order.lines}
    lines = [Piece(titles.get(line.sku, line.sku), line.quantity) for line in found.lines]
    return Parcel(WORDS[found.state], found.at, lines, _money(order, found))


def describe_refund(order: Order) -> str:
    """Say what went back and when; empty while nothing is known to have."""
    amount = sum(each.amount for each in order.refunds)
    if not order.refunds:
        return ""
    on = day(order.refunds[-1].at)
    return f"{money(amount, order.currency)} went back to your card on {on}." if amount else RELEASED.format(day=on)


def explain_refund(order: Order) -> str:
    """Say below the heading what is known of the money of an order that ended; empty where the state's own sentence
    says all."""
    if order.state in (State.CANCELLED, State.REFUSED):
        return describe_refund(order)
    if order.state is State.RETURNED and order.returns:
        return _money(order, order.returns[-1])
    return ""


def is_refund_awaited(order: Order) -> bool:
    """Return whether money of the order is decided to go back and is not known to have gone."""
    if order.state is State.CANCELLED:
        return not order.refunds and any(step.state is State.PAID for step in order.time_line)
    return any(_is_awaited(order, each) for each in order.returns)


def _is_awaited(order: Order, found: OrderReturn) -> bool:
    return (
        found.state is ReturnState.RECEIVED
        and found.refund > 0
        and found.number not in {each.number for each in order.refunds}
    )


def _money(order: Order, found: OrderReturn) -> str:
    amount = money(found.refund, order.currency)
    if found.state is ReturnState.DENIED:
        return ""
    if found.state is not ReturnState.RECEIVED:
        return f"{amount} comes back to your card once it is here."
    back = next((each for each in order.refunds if each.number == found.number), None)
    return (
        f"{amount} went back to your card on {day(back.at)}." if back else f"{amount} is on its way back to your card."
    )
